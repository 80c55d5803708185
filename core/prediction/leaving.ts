import type { Instant, Seconds } from '../time/units.ts';
import { minutes, secondsBetween } from '../time/units.ts';
import { type Patience, survival } from './patience.ts';

/** How far ahead it is looked: time to call somebody to the phones. */
export const soonSeconds = minutes(5);
/** Of the expectation: with less left a contact is nearly waiting too long. */
const littleShare = 0.25;

/** Those who wait in one line, by how close they are to going. Whose place a callback keeps is not on the line. */
export interface Leaving {
  waitingCount: number;
  longestWaitSeconds: Seconds;
  /** Within their expectation, with less than a quarter of it left. */
  littleLeftCount: number;
  /** Beyond their expectation. */
  beyondCount: number;
  /** Expected to give up within five minutes unless an agent comes; contacts, not whole. */
  leavingSoonCount: number;
}

/** `expectationSeconds` undefined: the line has none, and nobody is near it or beyond. */
export function leavingOf(
  entries: readonly { readonly queuedAt?: Instant; readonly rankAt: Instant; readonly keepsPlaceSince?: Instant }[],
  { patience, expectationSeconds, now }: { patience: Patience; expectationSeconds: Seconds | undefined; now: Instant },
): Leaving {
  const waits = entries
    .filter(({ keepsPlaceSince }) => keepsPlaceSince === undefined)
    .map(({ queuedAt, rankAt }) => Math.max(0, secondsBetween(queuedAt ?? rankAt, now)));
  const most = expectationSeconds ?? Number.POSITIVE_INFINITY;
  return {
    waitingCount: waits.length,
    longestWaitSeconds: Math.max(0, ...waits) as Seconds,
    littleLeftCount: waits.filter((wait) => wait <= most && most - wait < littleShare * most).length,
    beyondCount: waits.filter((wait) => wait > most).length,
    leavingSoonCount: waits.reduce((sum, wait) => sum + chanceOfLeavingSoon(patience, wait), 0),
  };
}

/** Of one who has stayed so long. After hours nobody is thought to be left of those who began, and who is there goes. */
function chanceOfLeavingSoon(patience: Patience, waitedSeconds: number): number {
  const stayed = survival(patience, waitedSeconds);
  return stayed > 0 ? 1 - survival(patience, waitedSeconds + soonSeconds) / stayed : 1;
}
