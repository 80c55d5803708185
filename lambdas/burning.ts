import { burnOf, type ObjectivesOf } from '../core/kpi/burn.ts';
import type { Metrics } from '../core/ports.ts';
import type { RuntimeSettings } from '../core/settings/runtime.ts';

/** What the operator wants of each queue. */
export const objectivesOf =
  ({ queues }: Pick<RuntimeSettings, 'queues'>): ObjectivesOf =>
  (queue, channel) => ({
    promisesKept: queues[queue]?.promiseKeptShare,
    expectationMet: queues[queue]?.expectation[channel]?.confidence,
  });

/** The same metrics, and with each outcome of a queue what it does to the objectives of the whole center. */
export function burning(metrics: Metrics, objectives: ObjectivesOf): Metrics {
  return {
    ofCenter: (values) => metrics.ofCenter(values),
    ofQueue(queue, channel, values) {
      metrics.ofQueue(queue, channel, values);
      const burnt = burnOf(values, objectives(queue, channel));
      if (Object.keys(burnt).length > 0) metrics.ofCenter(burnt);
    },
  };
}
