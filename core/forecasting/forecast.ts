import type { Channel } from '../contacts/channel.ts';
import type { Instant } from '../time/units.ts';

/** What one interval of one queue and channel will bring. */
export interface IntervalForecast {
  readonly intervalStart: Instant;
  readonly queue: string;
  readonly channel: Channel;
  /** Expected contacts offered; never negative, 0 where the queue is closed. */
  readonly mean: number;
  /** Contacts by probability, keys as written ("0.1"); never falling as the probability rises. */
  readonly quantiles: Readonly<Record<string, number>>;
  readonly ahtSeconds: number;
  /** How long customers would wait on average before leaving; absent where the history does not tell. */
  readonly patienceSeconds?: number;
  /** Share of the offered that will take a callback; absent where the history does not tell. */
  readonly callbackShare?: number;
  /** Share of the offered that are customers who come back within 7 days; absent where the history does not tell. */
  readonly returnShare?: number;
  /** The local day's value of each driver, planned or come, where it is known. */
  readonly drivers?: Readonly<Record<string, number>>;
}

/**
 * What a reader must know beside the figures.
 * `no-history`: a guess, since nothing is known. `cold-start`: less than two weeks are known.
 * `last-good`: an earlier forecast stands in. `stale-history`: the history ends more than a week before the forecast begins.
 * `history-repaired`: rows were dropped or combined (doubles, negative, not a number). `outliers`: values beyond belief
 * were given little weight. `gaps`: days or intervals without figures in between. `level-shift`: volume has changed lately
 * and for good. `driver-missing`: a driver has no values for these days and is done without.
 * `driver-late`: a driver's last days are missing; its usual value stands in.
 * `zone-unknown`: the time zone does not exist and days were taken by UTC.
 */
export type ForecastFlag =
  | 'no-history'
  | 'cold-start'
  | 'last-good'
  | 'stale-history'
  | 'history-repaired'
  | 'outliers'
  | 'gaps'
  | 'level-shift'
  | 'driver-missing'
  | 'driver-late'
  | 'zone-unknown';

/** A forecast of all queues, whole: a plan is made from one of these and names it. */
export interface VolumeForecast {
  /** Of the shape of this record. */
  readonly schemaVersion: 1;
  /** Which method made it: champion and challenger are compared by this name. */
  readonly method: string;
  readonly generatedAt: Instant;
  readonly intervalSeconds: number;
  /** Nothing later than this was used. */
  readonly knownUntil: Instant;
  readonly flags: readonly ForecastFlag[];
  /** In order of queue, channel and time. */
  readonly intervals: readonly IntervalForecast[];
}
