import { type NumberRefusal, sayRefusal } from '../numbers/judgeNumber.ts';

/** Why no callback is promised: the same reasons at every door. */
export type BookingRefusal =
  | NumberRefusal
  /** The customer asked not to be called. */
  | 'opted-out'
  | 'over-budget'
  /** Asked for so long ago that nobody waits for the answer. */
  | 'too-late'
  /** The window is full, over, or none of the plan's. */
  | 'no-window'
  /** The telephone may not ring there at that hour. */
  | 'not-at-that-hour'
  /** Nothing says when the turn comes, or it may come after the queue has closed. */
  | 'no-turn'
  | 'never-open'
  /** The center makes no calls for now. */
  | 'frozen';

/** The reason as it is said to a caller, or written on a page. */
export function sayRefused(reason: BookingRefusal): string {
  switch (reason) {
    case 'opted-out':
      return 'You asked us not to call this number, and we keep to that.';
    case 'over-budget':
      return 'We have called too often today to promise another call.';
    case 'too-late':
      return 'That took us too long. Please ask again.';
    case 'no-window':
      return 'That time has just been taken.';
    case 'not-at-that-hour':
      return 'We cannot call that number at that hour.';
    case 'no-turn':
      return 'We cannot promise to call you when your turn comes.';
    case 'never-open':
      return 'We cannot say when we open again.';
    case 'frozen':
      return 'We cannot promise a call just now.';
    default:
      return sayRefusal(reason);
  }
}
