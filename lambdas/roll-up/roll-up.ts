import { type Channel, channels, isPost } from '../../core/contacts/channel.ts';
import { inOpenTime, passageOf } from '../../core/contacts/passage.ts';
import { placesCalled } from '../../core/contacts/placesCalled.ts';
import { sharingAmong } from '../../core/contacts/sharing.ts';
import type { JourneyRows } from '../../core/journeyPorts.ts';
import type { CenterRows, Clock, Log } from '../../core/ports.ts';
import { learnedEffort } from '../../core/prediction/callbackEffort.ts';
import type { ContactFact } from '../../core/prediction/contactFact.ts';
import { estimateModel } from '../../core/prediction/estimateModel.ts';
import { overtakingPerSecond } from '../../core/prediction/overtaking.ts';
import type { Sharing } from '../../core/prediction/sharedQueues.ts';
import { type Lesson, lessonOf, trainingDue, withCorrection } from '../../core/prediction/trainCorrection.ts';
import { readWaitModel, type WaitModel } from '../../core/prediction/waitModel.ts';
import { DEFAULT_PRIORITY } from '../../core/routing/waitingLine.ts';
import { centerSchemaVersion } from '../../core/rows/center.ts';
import type { ContactRow } from '../../core/rows/contact.ts';
import { intervalStartOf } from '../../core/rows/keys.ts';
import { intervalMinutes } from '../../core/rows/table.ts';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';
import { openSecondsBetween } from '../../core/time/hours.ts';
import { addSeconds, hours, type Instant, minutes, seconds, secondsBetween, utcDate } from '../../core/time/units.ts';
import { someAtOnce } from '../some-at-once.ts';
import { type Interval, type Line, putDays } from './roll-up.days.ts';
import { learnShares } from './roll-up.deflections.ts';
import { scoreFollowUps } from './roll-up.effort.ts';

export interface RollUpWorld {
  centerRows: CenterRows;
  contacts: JourneyRows;
  settings: RuntimeSettings;
  clock: Clock;
  log: Log;
}

/**
 * The model learns from the last four hours; later facts of older contacts change it no more. Post is answered hours and
 * nights later: three days.
 */
const windowIntervalsOf = (channel: Channel): number => (isPost(channel) ? 144 : 8);
const mostContacts = 1500;
/** More than any interval has: its facts are of all its contacts. */
const everyContact = 100_000;
/** Facts come up to a day late (EventBridge tries so long): each interval is computed once more when it is so old. */
const lateIntervals = [48, 49];
/** After a longer silence the older intervals stay as they were found. */
const mostCaughtUp = 7 * 48;

/** Lessons for the correction: this many days, and of each half hour no more than the newest few. */
const lessonDays = 21;
const lessonsPerInterval = 25;

/**
 * Makes the wait model and the figures of the day anew from the contacts of the last hours, and once a day, one queue at a
 * time, the correction from those of the last weeks. Intervals of missed runs are made up for, and each is computed once
 * more a day later. Nothing is counted up: run twice, it ends in the same rows.
 */
export function makeRollUp(world: RollUpWorld): () => Promise<void> {
  return async () => {
    const now = world.clock.now();
    const training = { done: false };
    const missed = await intervalsMissed(world.centerRows, now);
    const pulse = await world.centerRows.pulse();
    for (const channel of channels) {
      const windowIntervals = windowIntervalsOf(channel);
      const recent = back(Math.min(mostCaughtUp, Math.max(windowIntervals, missed)));
      const served = Object.entries(world.settings.queues).filter(([, queue]) => queue.channels.includes(channel));
      const read = new Map(
        await someAtOnce(
          served,
          async ([queue]): Promise<[string, Interval[]]> => [
            queue,
            await readIntervals(world.centerRows, queue, channel, now, recent),
          ],
        ),
      );
      const contactsOf = (intervals: readonly Interval[]) =>
        intervals.slice(0, windowIntervals + 1).flatMap(({ contacts }) => contacts);
      const sharing = sharingAmong(new Map([...read].map(([queue, intervals]) => [queue, contactsOf(intervals)])));
      for (const [queue, intervals] of read) {
        const line = { queue, channel, intervals, now };
        const model = await learn(world, line, contactsOf(intervals), sharing.get(queue) ?? {}, training);
        await putDays(world, line, model, pulse);
        const late = await readIntervals(world.centerRows, queue, channel, now, lateIntervals);
        await putDays(world, { ...line, intervals: late }, model, pulse);
        if (channel === 'voice') await learnShares(world, queue, now);
        await scoreFollowUps(world, queue, channel, now);
      }
    }
    await world.centerRows.putRolledUpUntil(now);
  };
}

async function intervalsMissed(rows: CenterRows, now: Instant): Promise<number> {
  const until = await rows.rolledUpUntil();
  return until === undefined ? 0 : Math.ceil(secondsBetween(until, now) / minutes(intervalMinutes));
}

/** How many intervals back each is, 0 the one that runs. */
const back = (intervals: number): number[] => Array.from({ length: intervals + 1 }, (_, count) => count);

/** Newest first. */
async function readIntervals(
  rows: CenterRows,
  queue: string,
  channel: Channel,
  now: Instant,
  wanted: readonly number[],
): Promise<Interval[]> {
  const newest = intervalStartOf(now);
  return someAtOnce(wanted, async (count) => {
    const startsAt = addSeconds(newest, minutes(-count * intervalMinutes));
    return { startsAt, contacts: await rows.contactsOf(queue, channel, startsAt, everyContact) };
  });
}

async function learn(
  world: RollUpWorld,
  line: Line,
  contacts: readonly ContactRow[],
  sharing: Sharing,
  training: { done: boolean },
): Promise<WaitModel> {
  const { queue, channel, now } = line;
  const facts = contacts
    .slice(0, mostContacts)
    .flatMap((row) => factOf(world.settings, queue, channel, row, now) ?? []);
  const stored = await world.centerRows.model(queue, channel);
  const previous = readWaitModel(stored?.model, channel);
  if (facts.length === 0) return previous;
  const keptShare = world.settings.queues[queue]?.promiseKeptShare ?? 0.9;
  const estimated = estimateModel(facts, previous, now, keptShare);
  // Nothing new: the row stays as it is.
  if (estimated === previous) return previous;
  const current = {
    ...estimated,
    ...callbacksIn(contacts, estimated, previous, now),
    sharing,
    overtakingPerSecond: overtakingIn(contacts, now),
  };
  // The weeks of one queue are read in a run, so that no run lasts long.
  const trains = !training.done && trainingDue(current, now);
  training.done ||= trains;
  const model = trains ? withCorrection(current, await lessonsOf(world, line), now) : current;
  await world.centerRows.putModel({ schemaVersion: centerSchemaVersion, queue, channel, at: now, model });
  world.log.info('model estimated', { queue, channel, count: facts.length });
  if (trains) world.log.info(model.correction ? 'correction trained' : 'law stands alone', { queue, channel });
  return model;
}

/** What callbacks that keep their places cost the line, after those that are over since the model before. */
function callbacksIn(contacts: readonly ContactRow[], { evidence }: WaitModel, previous: WaitModel, now: Instant) {
  const span = { since: previous.estimatedAt ?? (0 as Instant), until: now };
  const learned = learnedEffort(placesCalled(contacts), previous.callbacks, previous.evidence?.callbacks, span);
  return { callbacks: learned.effort, ...(evidence && { evidence: { ...evidence, callbacks: learned.evidence } }) };
}

/** Of contacts whose priority was raised. */
function overtakingIn(contacts: readonly ContactRow[], now: Instant): number {
  const raised = contacts.filter(({ priority = DEFAULT_PRIORITY }) => priority < DEFAULT_PRIORITY);
  const longAgo = addSeconds(now, seconds(-86_400));
  return overtakingPerSecond(
    raised.flatMap(({ queuedAt }) => queuedAt ?? []),
    now,
    longAgo,
  );
}

/** Where nobody holds the line, only opening time counts: a night is no wait that the pace of the agents made. */
function factOf(
  { queues, hours: all }: RuntimeSettings,
  queue: string,
  channel: Channel,
  row: ContactRow,
  now: Instant,
): ContactFact | undefined {
  const fact = passageOf(row, now);
  const hours = all[queues[queue]?.hours ?? ''];
  if (fact === undefined || hours === undefined || !isPost(channel)) return fact;
  return inOpenTime(fact, (from, until) => openSecondsBetween(hours, hours.timeZone, from, until));
}

/** Nights and days without a contact, as the days tell them, are not read; what this run has read may not be told yet. */
async function lessonsOf(
  { centerRows, settings }: RollUpWorld,
  { queue, channel, intervals, now }: Line,
): Promise<Lesson[]> {
  const from = addSeconds(now, hours(-24 * lessonDays));
  const days = await centerRows.days(queue, channel, utcDate(from), utcDate(now));
  const told = days.flatMap((day) => day.intervals.filter(({ offeredCount }) => offeredCount > 0));
  const read = intervals.filter(({ contacts }) => contacts.length > 0);
  const starts = [...new Set([...told, ...read].map(({ startsAt }) => intervalStartOf(startsAt)))]
    .filter((startsAt) => startsAt >= from)
    .sort((one, other) => other - one);
  const pages = await someAtOnce(starts, (startsAt) =>
    centerRows.contactsOf(queue, channel, startsAt, lessonsPerInterval),
  );
  return pages.flat().flatMap((row) => {
    const fact = factOf(settings, queue, channel, row, now);
    return (fact && lessonOf(fact)) ?? [];
  });
}
