import type { Channel } from '../../core/contacts/channel.ts';
import { type FollowUpCounts, followUpOf, nextIssueSeconds } from '../../core/contacts/effort.ts';
import { lineIn, repeatSeconds } from '../../core/contacts/journey.ts';
import type { IntervalFigures } from '../../core/rows/center.ts';
import type { ContactRow } from '../../core/rows/contact.ts';
import type { Journey } from '../../core/rows/journey.ts';
import { intervalStartOf } from '../../core/rows/keys.ts';
import { intervalMinutes } from '../../core/rows/table.ts';
import { addSeconds, type Instant, minutes, seconds, utcDate } from '../../core/time/units.ts';
import type { RollUpWorld } from './roll-up.ts';

/** Each interval is in two runs of the roll-up or more: one that was missed is made good by the next. */
const intervals = 2;
const everyContact = 100_000;
/** Journeys read in one request. */
const journeysAtOnce = 100;

/** Scores the contacts of seven and of thirty days ago by what their customers did since. */
export async function scoreFollowUps(world: RollUpWorld, queue: string, channel: Channel, now: Instant): Promise<void> {
  for (const after of [repeatSeconds, nextIssueSeconds]) {
    const newest = intervalStartOf(addSeconds(now, seconds(-after - minutes(intervalMinutes))));
    for (let back = 0; back < intervals; back += 1)
      await scoreInterval(world, queue, channel, addSeconds(newest, minutes(-back * intervalMinutes)), now);
  }
}

async function scoreInterval(
  world: RollUpWorld,
  queue: string,
  channel: Channel,
  startsAt: Instant,
  now: Instant,
): Promise<void> {
  const day = await world.centerRows.day(queue, channel, utcDate(startsAt));
  const endsAt = addSeconds(startsAt, minutes(intervalMinutes));
  const isOf = ({ startsAt: at }: { startsAt: Instant }): boolean => at >= startsAt && at < endsAt;
  // Nobody was there, or the day is not kept: nothing to score.
  if (!day?.intervals.some((one) => isOf(one) && one.offeredCount > 0)) return;
  const contacts = await world.centerRows.contactsOf(queue, channel, startsAt, everyContact);
  const journeys = await journeysOf(world, contacts);
  const lineOf = lineIn(world.settings.queues);
  const starts = day.intervals.filter(isOf).map((one) => one.startsAt);
  const scored = day.intervals.map((one) => {
    // Scored once: whoever was erased since is not in the contacts any more.
    if (!isOf(one) || isScored(one, now)) return one;
    const next = starts.find((start) => start > one.startsAt) ?? endsAt;
    const own = contacts.filter(({ askedAt = startsAt }) => askedAt >= one.startsAt && askedAt < next);
    return { ...one, ...known(followUpOf(own, (key) => journeys.get(key), lineOf, now)) };
  });
  await world.centerRows.putDay({ ...day, intervals: scored });
}

/** Of what can be known of it by now. */
function isScored({ startsAt, watchedCount, watchedLongCount }: IntervalFigures, now: Instant): boolean {
  return addSeconds(startsAt, nextIssueSeconds) < now ? watchedLongCount !== undefined : watchedCount !== undefined;
}

/** What is still censored is left out: unknown is not 0. */
const known = ({ watchedCount, cameBackCount, watchedLongCount, otherIssueCount }: FollowUpCounts) => ({
  ...(watchedCount > 0 ? { watchedCount, cameBackCount } : {}),
  ...(watchedLongCount > 0 ? { watchedLongCount, otherIssueCount } : {}),
});

async function journeysOf(world: RollUpWorld, contacts: readonly ContactRow[]): Promise<Map<string, Journey>> {
  const keys = [...new Set(contacts.flatMap(({ customerKey }) => customerKey ?? []))];
  const journeys = new Map<string, Journey>();
  for (let first = 0; first < keys.length; first += journeysAtOnce) {
    const page = await world.contacts.journeys(keys.slice(first, first + journeysAtOnce));
    for (const [key, journey] of page) journeys.set(key, journey);
  }
  return journeys;
}
