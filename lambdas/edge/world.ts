import { emfMetrics } from '../../adapters/cloudwatch/emf.ts';
import { powertoolsLog } from '../../adapters/log/logger.ts';
import type { Clock, Log, Metrics } from '../../core/ports.ts';
import { instant } from '../../core/time/units.ts';

export const systemClock: Clock = { now: () => instant(Date.now()) };

/** What every function has around its logic: time, a log of ids, metrics. */
export interface Surroundings {
  clock: Clock;
  log: Log;
  metrics: Metrics;
}

export const surroundings = (): Surroundings => ({
  clock: systemClock,
  log: powertoolsLog(),
  metrics: emfMetrics(systemClock, (line) => console.log(line)),
});
