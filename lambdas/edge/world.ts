import { emfMetrics } from '../../adapters/cloudwatch/emf.ts';
import { powertoolsLog } from '../../adapters/log/logger.ts';
import type { Clock, Log, Metrics } from '../../core/ports.ts';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';
import { instant } from '../../core/time/units.ts';
import { burning, objectivesOf } from '../burning.ts';

export const systemClock: Clock = { now: () => instant(Date.now()) };

/** What every function has around its logic: time, a log of ids, metrics. */
export interface Surroundings {
  clock: Clock;
  log: Log;
  metrics: Metrics;
}

/** With `settings` for a function in which contacts or callbacks end: their outcomes count for the center's objectives. */
export function surroundings(settings?: Pick<RuntimeSettings, 'queues'>): Surroundings {
  const metrics = emfMetrics(systemClock, (line) => console.log(line));
  return {
    clock: systemClock,
    log: powertoolsLog(),
    metrics: settings === undefined ? metrics : burning(metrics, objectivesOf(settings)),
  };
}
