import { type Instant, type Seconds, seconds, secondsBetween } from '../time/units.ts';

/** So long back those count who came with a higher priority: enough of them to tell their rate, and the same hour of day. */
const windowSeconds = seconds(3600);

/**
 * How many a second come who will be taken before whoever waits now: the arrivals of a higher priority within the last
 * hour, also of those who found an agent free. `seenSince` is when the line was first looked at; less than an hour is
 * counted for what it was.
 */
export function overtakingPerSecond(overtakersAt: readonly Instant[], now: Instant, seenSince: Instant): number {
  const span = Math.min(windowSeconds, Math.max(1, secondsBetween(seenSince, now))) as Seconds;
  return overtakersAt.filter((at) => at <= now && secondsBetween(at, now) <= span).length / span;
}
