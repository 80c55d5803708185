import type { Channel } from '../contacts/channel.ts';
import type { Instant } from '../time/units.ts';

/** What one interval of one queue and channel has brought: a row of HISTORY.csv. */
export interface HistoryRow {
  readonly intervalStart: Instant;
  readonly queue: string;
  readonly channel: Channel;
  /** Contacts offered. Absent: not known, as in rows that only carry the drivers of days to come. Never 0 for unknown. */
  readonly offered?: number;
  /** Mean handle time of the contacts handled. */
  readonly ahtSeconds?: number;
  readonly abandoned?: number;
  /** Waits of all that were offered, answered or not, added up: with `abandoned` it tells patience. */
  readonly waitSeconds?: number;
  /** Contacts that took a callback. */
  readonly callbacks?: number;
  /** Contacts of customers who had been in touch within the 7 days before. */
  readonly returns?: number;
  /** Values of drivers by name, such as the day's orders; a day's value may stand on each of its rows. */
  readonly drivers?: Readonly<Record<string, number>>;
}
