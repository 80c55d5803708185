import type { Clock, Metrics } from '../../core/ports.ts';
import type { MetricName } from '../../core/rows/metrics.ts';
import { unitOf } from '../../core/rows/metricUnit.ts';

export const namespace = 'Nohold';

/**
 * Metrics as lines of the log (CloudWatch's embedded metric format): no request, nothing on the caller's path. Written
 * by hand because the usual library adds a `service` dimension, and each further set of dimensions is charged.
 * A figure that is not finite would reject the whole line and is left out.
 */
export function emfMetrics(clock: Clock, write: (line: string) => void): Metrics {
  const emit = (dimensions: Record<string, string>, values: Partial<Record<MetricName, number>>): void => {
    const known = Object.entries(values).filter(([, value]) => Number.isFinite(value));
    if (known.length === 0) return;
    const directive = {
      Timestamp: Math.round(clock.now()),
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: [Object.keys(dimensions)],
          Metrics: known.map(([Name]) => ({ Name, Unit: unitOf(Name as MetricName) })),
        },
      ],
    };
    write(JSON.stringify({ _aws: directive, ...dimensions, ...Object.fromEntries(known) }));
  };
  return {
    ofQueue: (queue, channel, values) => emit({ Queue: queue, Channel: channel }, values),
    ofCenter: (values) => emit({}, values),
  };
}
