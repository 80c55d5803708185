import { type Instant, minutes, type Seconds, seconds, secondsBetween } from '../time/units.ts';

/** The margin is looked at over contacts that asked so recently. */
export const marginWindowSeconds = minutes(15);
/** The margin that one contact in ten has less than. */
const quantile = 0.1;
/** Fewer contacts are no distribution. */
export const leastContacts = 10;

/** The pace is that of the answers of so many seconds. */
const paceSeconds = minutes(5);
const isJustBefore = (at: Instant, now: Instant): boolean => at <= now && secondsBetween(at, now) < paceSeconds;

/** One contact that asked, as it stands at a moment. */
export interface Asked {
  askedAt: Instant;
  answeredAt?: Instant | undefined;
  /** Left the queue for anything but an agent. */
  leftAt?: Instant | undefined;
  /** Its own, where it differs from what everybody expects. */
  expectationSeconds?: Seconds | undefined;
}

export interface Margin {
  /** Expectation less the time to an agent, seconds, that one contact in ten has less than; below 0 it waits too long. */
  seconds: Seconds;
  /** At most that much: too many wait still for the end to be known. */
  censored: boolean;
  count: number;
}

/**
 * How close satisfied customers are to becoming dissatisfied: the 10 % quantile of the margin over contacts that asked in
 * the 15 minutes before `now`. Who left has waited at least so long: censored (Kaplan & Meier, JASA 53, 1958). Who waits
 * still will have waited so long as it takes to answer those before them at the pace of the last minutes; where nobody was
 * answered, at least so long as now, so that a line that stands still shrinks the margin with each minute. Undefined for
 * fewer than ten contacts. Each contact is held against its own expectation.
 */
export function marginAt(contacts: readonly Asked[], expectationSeconds: Seconds, now: Instant): Margin | undefined {
  const recent = contacts
    .filter(({ askedAt }) => askedAt <= now && secondsBetween(askedAt, now) < marginWindowSeconds)
    .sort((a, b) => a.askedAt - b.askedAt);
  if (recent.length < leastContacts) return undefined;
  const answersPerSecond =
    recent.filter(({ answeredAt }) => answeredAt !== undefined && isJustBefore(answeredAt, now)).length / paceSeconds;
  let ahead = 0;
  const ends = recent
    .map((one) => {
      const { askedAt, answeredAt, leftAt } = one;
      const over = Math.min(now, answeredAt ?? now, leftAt ?? now) as Instant;
      // Of the wait, what is beyond the expectation: below 0 while some of it is left.
      const beyond = Math.max(0, secondsBetween(askedAt, over)) - (one.expectationSeconds ?? expectationSeconds);
      if (answeredAt !== undefined && answeredAt <= now) return { beyond, answered: true };
      if (leftAt !== undefined && leftAt <= now) return { beyond, answered: false };
      ahead += 1;
      return answersPerSecond > 0
        ? { beyond: beyond + ahead / answersPerSecond, answered: true }
        : { beyond, answered: false };
    })
    .sort((a, b) => a.beyond - b.beyond || Number(b.answered) - Number(a.answered));
  let unanswered = 1;
  for (const [index, { beyond, answered }] of ends.entries()) {
    if (answered) unanswered *= 1 - 1 / (ends.length - index);
    if (unanswered <= quantile + 1e-12) return { seconds: seconds(0 - beyond), censored: false, count: ends.length };
  }
  const most = ends.at(-1)?.beyond ?? 0;
  return { seconds: seconds(0 - most), censored: true, count: ends.length };
}

/** Of the margin it is told below: so much less must whoever asks now have left, too. */
const nextShare = 0.85;

/**
 * Whether the queue is about to fail its customers. One contact in ten has less than `belowSeconds` left, and whoever asks
 * now will have clearly less: a line that is being worked off again is no reason to call anybody. Where nothing is known of
 * whoever asks now, or the margin is half gone already, the first says it alone.
 */
export function isShrinking(
  margin: Margin,
  expectation: { readonly waitSeconds: number; readonly marginSeconds: number },
  nextWaitSeconds: number | undefined,
): boolean {
  const { waitSeconds, marginSeconds: belowSeconds } = expectation;
  if (margin.seconds >= belowSeconds) return false;
  if (nextWaitSeconds === undefined || margin.seconds < belowSeconds / 2) return true;
  return waitSeconds - nextWaitSeconds <= nextShare * belowSeconds;
}

/** Bounds of the margin's histogram, as shares of the expectation: below the first, between two, from the last on. */
export const marginBounds = [-1, -0.5, 0, 0.25, 0.5, 0.75] as const;

/** Margins of contacts whose wait is over and that reached an agent, counted between the bounds; sums over intervals. */
export function marginCounts(
  contacts: readonly { expectationSeconds?: Seconds; askedAt?: Instant; answeredAt?: Instant }[],
): number[] {
  const counts = new Array<number>(marginBounds.length + 1).fill(0);
  for (const { expectationSeconds, askedAt, answeredAt } of contacts) {
    if (expectationSeconds === undefined || askedAt === undefined || answeredAt === undefined) continue;
    const share = (expectationSeconds - Math.max(0, secondsBetween(askedAt, answeredAt))) / expectationSeconds;
    const place = marginBounds.findIndex((bound) => share < bound);
    const index = place < 0 ? marginBounds.length : place;
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}
