import type { MetricName } from './metrics.ts';

/** A metric's name says its unit, so that no function carries the whole table of metrics along. */
export const unitOf = (name: MetricName): 'Count' | 'Seconds' => (name.endsWith('Seconds') ? 'Seconds' : 'Count');
