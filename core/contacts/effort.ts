import type { ContactRow } from '../rows/contact.ts';
import type { Journey } from '../rows/journey.ts';
import { addSeconds, hours, type Instant, type Seconds, seconds, secondsBetween } from '../time/units.ts';
import { isTransfer, type LineOf, repeatSeconds } from './journey.ts';

/** After so long a contact about another matter is no longer called the next issue of the one before. */
export const nextIssueSeconds = hours(30 * 24);

/** What contacts of an interval cost their customers. Each is known when the contact is over, and is never revised. */
export interface EffortCounts {
  /** Of customers with a number; of the others nothing below is known but transfers and waits. */
  knownCount: number;
  /** Asked about a matter that the customer was in contact about in the seven days before. */
  repeatCount: number;
  /** Passed on by an agent: a new visit to a queue. */
  transferCount: number;
  /** Gone on from another channel. */
  switchCount: number;
  /** Asked by the menu what it is about, of customers whose matter was known. */
  askedTwiceCount: number;
  /** Waited longer than expected, by so much altogether. */
  beyondExpectationSeconds: Seconds;
}

export function effortOf(contacts: readonly ContactRow[]): EffortCounts {
  const count = (holds: (row: ContactRow) => boolean): number => contacts.filter(holds).length;
  return {
    knownCount: count(({ customerKey, erased }) => customerKey !== undefined || erased === true),
    repeatCount: count(({ repeatOf }) => repeatOf !== undefined),
    transferCount: count(isTransfer),
    switchCount: count(({ movedFrom }) => movedFrom !== undefined),
    askedTwiceCount: count(({ menuAsked, repeatOf }) => menuAsked === true && repeatOf !== undefined),
    beyondExpectationSeconds: seconds(contacts.reduce((sum, row) => sum + beyondExpectation(row), 0)),
  };
}

/** Of who took an offer, or waits still, nothing is known: the wait was not theirs to the end. */
function beyondExpectation({ outcome, expectationSeconds, askedAt, answeredAt, endedAt }: ContactRow): number {
  const until = answeredAt ?? endedAt;
  const waited = outcome === 'answered' || outcome === 'abandoned' || outcome === 'overflowed';
  if (!waited || expectationSeconds === undefined || askedAt === undefined || until === undefined) return 0;
  return Math.max(0, secondsBetween(askedAt, until) - expectationSeconds);
}

/** What came after contacts in which customer and agent spoke. Silence is a proxy: it may be resignation. */
export interface FollowUpCounts {
  /** Whose seven days are over. */
  watchedCount: number;
  /** Of those, in contact about the same matter again within them. */
  cameBackCount: number;
  /** Whose thirty days are over. */
  watchedLongCount: number;
  /** Of those, in contact about another matter within them. */
  otherIssueCount: number;
}

/** `journeyOf` gives the journey of a customer key; contacts of the last days are censored, anonymous ones left out. */
export function followUpOf(
  contacts: readonly ContactRow[],
  journeyOf: (customerKey: string) => Journey | undefined,
  lineOf: LineOf,
  now: Instant,
): FollowUpCounts {
  const counts: FollowUpCounts = { watchedCount: 0, cameBackCount: 0, watchedLongCount: 0, otherIssueCount: 0 };
  for (const row of contacts) {
    const { customerKey, askedAt, queue, contactId } = row;
    if (!spoke(row) || customerKey === undefined || askedAt === undefined || queue === undefined) continue;
    const later = (journeyOf(customerKey)?.digests ?? []).filter(
      (one) => one.at > askedAt && one.contactId !== contactId && one.transferredFrom !== contactId,
    );
    const within = (duration: Seconds, same: boolean): boolean =>
      later.some((one) => one.at <= addSeconds(askedAt, duration) && (lineOf(one.queue) === lineOf(queue)) === same);
    if (addSeconds(askedAt, repeatSeconds) <= now) {
      counts.watchedCount += 1;
      counts.cameBackCount += Number(within(repeatSeconds, true));
    }
    if (addSeconds(askedAt, nextIssueSeconds) <= now) {
      counts.watchedLongCount += 1;
      counts.otherIssueCount += Number(within(nextIssueSeconds, false));
    }
  }
  return counts;
}

/** An agent and the customer, in the contact or in the callback it asked for. */
const spoke = ({ outcome, callbackSpoke }: ContactRow): boolean =>
  outcome === 'answered' || (outcome === 'callback' && callbackSpoke === true);
