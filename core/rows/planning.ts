import type { Channel } from '../contacts/channel.ts';
import type { DayAccuracy, Scores } from '../staffing/accuracy.ts';
import type { PerThousand } from '../staffing/perThousand.ts';
import type { PlannedInterval } from '../staffing/plan.ts';
import type { Instant } from '../time/units.ts';

export const planningSchemaVersion = 1;

/** One interval of a stored forecast: as it is seen now, and as it stood when its day opened. */
export interface StoredForecast {
  readonly startsAt: Instant;
  readonly mean: number;
  readonly quantiles: Readonly<Record<string, number>>;
  readonly ahtSeconds: number;
  readonly patienceSeconds?: number;
  readonly callbackShare?: number;
  /** The local day's value of each driver, where it is known. */
  readonly drivers?: Readonly<Record<string, number>>;
  /** What the last nightly forecast said; accuracy is scored by this. */
  readonly opening: { readonly mean: number; readonly quantiles: Readonly<Record<string, number>> };
}

/** A method's forecast of one queue, channel and UTC date. */
export interface ForecastRow {
  schemaVersion: number;
  queue: string;
  channel: Channel;
  date: string;
  method: string;
  generatedAt: Instant;
  knownUntil: Instant;
  flags: readonly string[];
  intervalSeconds: number;
  intervals: readonly StoredForecast[];
  /** Epoch seconds. */
  expiresAt: number;
}

/** The plan of one queue, channel and UTC date. */
export interface PlanRow {
  schemaVersion: number;
  queue: string;
  channel: Channel;
  date: string;
  /** Rises with each plan that replaced another. */
  version: number;
  generatedAt: Instant;
  /** The forecast it was made from. */
  method: string;
  flags: readonly string[];
  intervals: readonly Omit<PlannedInterval, 'queue' | 'channel'>[];
  /** What a thousand of each driver mean to this queue, over the days planned. Absent: no driver is known. */
  perThousand?: readonly Omit<PerThousand, 'queue' | 'channel'>[];
  /** Of the method planned with, once the day is known. */
  accuracy?: DayAccuracy;
  /** Epoch seconds. */
  expiresAt: number;
}

/** What forecast-volume knows from one run to the next. */
export interface ForecastStateRow {
  schemaVersion: number;
  at: Instant;
  /** Local date of the last nightly forecast. */
  nightlyOn: string;
  champion: string;
  /** Errors of each method on the days scored, over all queues. */
  scores: Scores;
  /** Share of a scheduled agent that is available, by queue#channel. */
  availableShares: Record<string, number>;
}

/** What plan-staffing has said already, so that it says it once. */
export interface PlanStateRow {
  schemaVersion: number;
  at: Instant;
  /** `at` of the forecast planned from. */
  forecastAt: Instant;
  /** Announced gaps and surges, and when each is over. */
  announced: Record<string, Instant>;
}

export interface ReservistRow {
  readonly helping: boolean;
  readonly since: Instant;
  /** False until Connect has confirmed the change: the next run makes it again. */
  readonly settled: boolean;
  /** Only said, in a dry run: Connect was never asked. */
  readonly dry?: true;
}

/** Who of the reserve stands where. The intent is written before Connect is asked. */
export interface FlexRow {
  schemaVersion: number;
  version: number;
  at: Instant;
  members: Record<string, ReservistRow>;
  /** Switches of the last day, oldest first. */
  switches: readonly { readonly at: Instant; readonly username: string; readonly to: 'help' | 'home' }[];
}
