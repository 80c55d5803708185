import type { Channel } from './contacts/channel.ts';
import type { CenterRows, Written } from './ports.ts';
import type { FlexRow, ForecastRow, ForecastStateRow, PlanRow, PlanStateRow } from './rows/planning.ts';
import type { PlanExtract } from './staffing/freeSlots.ts';
import type { Instant } from './time/units.ts';

/** What the planning functions may ask of the world, beside core/ports.ts: types only. */

/** Forecasts, plans and what the planning functions remember. Dates are UTC, YYYY-MM-DD, both ends included. */
export interface PlanningRows extends Pick<CenterRows, 'days'> {
  forecasts(queue: string, channel: Channel, method: string, from: string, until: string): Promise<ForecastRow[]>;
  putForecasts(rows: readonly ForecastRow[]): Promise<void>;
  plans(queue: string, channel: Channel, from: string, until: string): Promise<PlanRow[]>;
  putPlans(rows: readonly PlanRow[]): Promise<void>;
  /** Puts the extract into the queue's model row; the model itself stays. */
  putPlanExtract(queue: string, channel: Channel, plan: PlanExtract): Promise<void>;
  forecastState(): Promise<ForecastStateRow | undefined>;
  putForecastState(row: ForecastStateRow): Promise<void>;
  planState(): Promise<PlanStateRow | undefined>;
  putPlanState(row: PlanStateRow): Promise<void>;
  flex(): Promise<FlexRow | undefined>;
  /** Replaces the row on condition of its version; undefined: there is none. */
  putFlex(row: FlexRow, expectedVersion: number | undefined): Promise<Written>;
}

/** Files that the center's owner puts into the planning bucket. */
export type PlanningFile = 'schedule.csv' | 'drivers.csv';

export interface PlanningFiles {
  /** The text of a file; undefined: it is not there, or there is no bucket. */
  read(file: PlanningFile): Promise<string | undefined>;
}

/** What others may want to know; a rule on the account's bus can subscribe to each kind. */
export interface Announcement {
  readonly kind: 'StaffingGap' | 'SurgeExpected' | 'ReserveMoved' | 'MarginShrinking';
  readonly at: Instant;
  /** Ids, times and figures only. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface Announcements {
  publish(announcements: readonly Announcement[]): Promise<void>;
}

/** Routing profiles of the reserve. Setting the same profile twice is harmless. */
export interface AgentProfiles {
  setRoutingProfile(userArn: string, profileArn: string): Promise<void>;
}
