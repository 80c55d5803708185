import type { CallbackRow } from '../rows/callback.ts';
import type { Instant, Seconds } from '../time/units.ts';
import { isOpen } from './ledger.ts';

/** So long may a customer who is there and ready wait for the agent: what the law calls an abandoned call begins after it. */
export const mostGapSeconds = 2 as Seconds;

/**
 * Kept: the customer answered and an agent spoke within two seconds, by the time promised; by the first time, where a
 * closing put it off. A callback the customer took back was no promise broken.
 */
export function promiseOf(row: CallbackRow): 'kept' | 'broken' | 'open' | 'withdrawn' {
  if (isOpen(row.state)) return 'open';
  if (row.state === 'CANCELLED') return 'withdrawn';
  if (row.spokeAt === undefined || row.spokeAt > judgedBy(row)) return 'broken';
  return (row.gapSeconds ?? 0) <= mostGapSeconds ? 'kept' : 'broken';
}

/** Whether the telephone rang by the time promised, answered or not: shown apart from the promise to speak. */
export const rungInTime = (row: CallbackRow): boolean =>
  row.firstRungAt !== undefined && row.firstRungAt <= judgedBy(row);

const judgedBy = ({ firstPromisedBy, promisedBy }: CallbackRow): Instant => firstPromisedBy ?? promisedBy;
