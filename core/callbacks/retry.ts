import type { CallbackRow } from '../rows/callback.ts';
import { addSeconds, type Instant, minutes, type Seconds, secondsBetween } from '../time/units.ts';
import { dispositionRules } from './disposition.ts';

export interface RetryRules {
  /** Times a customer's telephone rings at most. */
  attempts: number;
  /** The longest pause between two attempts; the promise may leave room for a shorter one only. */
  retrySeconds: Seconds;
}

/** Who did not answer is not rung again sooner. */
export const leastPauseSeconds = minutes(2);
/** From dialling until customer and agent speak: by then the promise must not be over. */
export const callSeconds = minutes(1);
/** Nobody is given up after a single ring, even when the promise leaves no room for a second. */
const leastRings = 2;

export const timesRung = ({ attempts }: Pick<CallbackRow, 'attempts'>): number =>
  attempts.filter(({ disposition }) => disposition === undefined || dispositionRules[disposition].rang).length;

/**
 * When an unanswered callback is tried again: the attempts that are left are spread over what is left of the promise,
 * at most `retrySeconds` and, unless that is shorter, at least two minutes apart. Undefined when the attempts are used up or the promise leaves
 * no room: then the customer is told, and not rung out of the blue.
 *
 * `row` with the settled attempt in it; `endedAt` when that ended, `at` when we heard of it. A ring that left room for
 * another, and of which we heard too late, costs the customer no attempt: the next is made until the callback expires.
 */
export function retryAt(
  row: CallbackRow,
  at: Instant,
  { attempts, retrySeconds }: RetryRules,
  endedAt = at,
): Instant | undefined {
  const rung = timesRung(row);
  const left = attempts - rung;
  if (left <= 0) return undefined;
  // Rung for the first time when the promise was over: that was our fault, and costs the customer none of the attempts.
  const until = (row.firstRungAt ?? at) <= row.promisedBy ? row.promisedBy : row.expiresBy;
  const least = Math.min(leastPauseSeconds, retrySeconds);
  const roomFrom = (from: Instant): number => secondsBetween(from, until) - callSeconds;
  const pause = Math.max(least, Math.min(retrySeconds, roomFrom(at) / left)) as Seconds;
  if (pause <= roomFrom(at) || rung < leastRings) return addSeconds(at, pause);
  return least <= roomFrom(endedAt) && addSeconds(at, pause) < row.expiresBy ? addSeconds(at, pause) : undefined;
}
