import { type Channel, channels } from '../../core/contacts/channel.ts';
import { foretoldWaits } from '../../core/contacts/foretold.ts';
import { type CountingRules, intervalFigures } from '../../core/contacts/intervals.ts';
import { passageOf } from '../../core/contacts/passage.ts';
import { sharingAmong } from '../../core/contacts/sharing.ts';
import type { CenterRows, Clock, Log } from '../../core/ports.ts';
import { sumPredictions } from '../../core/prediction/dayScore.ts';
import { estimateModel } from '../../core/prediction/estimateModel.ts';
import type { Sharing } from '../../core/prediction/sharedQueues.ts';
import { type Lesson, lessonOf, trainingDue, withCorrection } from '../../core/prediction/trainCorrection.ts';
import { readWaitModel, type WaitModel } from '../../core/prediction/waitModel.ts';
import { centerSchemaVersion, type DayRow, type IntervalFigures } from '../../core/rows/center.ts';
import type { ContactRow } from '../../core/rows/contact.ts';
import { intervalStartOf } from '../../core/rows/keys.ts';
import { intervalMinutes } from '../../core/rows/table.ts';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';
import { addSeconds, type Instant, minutes, seconds } from '../../core/time/units.ts';
import { learnShares } from './roll-up.deflections.ts';

export interface RollUpWorld {
  centerRows: CenterRows;
  settings: RuntimeSettings;
  clock: Clock;
  log: Log;
}

/** The model learns from the last four hours; later facts of older contacts change it no more. */
const windowIntervals = 8;
const mostContacts = 600;
/** Aggregates hold no numbers and no ids: they are kept for 13 months, so that a year can be compared with the last. */
const dayRetentionSeconds = 396 * 86_400;

/** Lessons for the correction: this many days, and of each half hour no more than the newest few. */
const lessonDays = 21;
const lessonsPerInterval = 25;
/** Intervals asked for at once. */
const readAhead = 16;

/**
 * Makes the wait model and the figures of the day anew from the contacts of the last hours, and once a day, one queue at a
 * time, the correction from those of the last weeks. Nothing is counted up: run twice, or after a missed run, it ends in
 * the same rows.
 */
export function makeRollUp(world: RollUpWorld): () => Promise<void> {
  return async () => {
    const now = world.clock.now();
    const training = { done: false };
    for (const channel of channels) {
      const served = Object.entries(world.settings.queues).filter(([, queue]) => queue.channels.includes(channel));
      const read = new Map<string, Interval[]>();
      for (const [queue] of served) read.set(queue, await readIntervals(world.centerRows, queue, channel, now));
      const contactsOf = (intervals: readonly Interval[]) => intervals.flatMap(({ contacts }) => contacts);
      const sharing = sharingAmong(new Map([...read].map(([queue, intervals]) => [queue, contactsOf(intervals)])));
      for (const [queue, intervals] of read) {
        const line = { queue, channel, intervals, now };
        const model = await learn(world, line, sharing.get(queue) ?? {}, training);
        await putDays(world, line, model);
        if (channel === 'voice') await learnShares(world, queue, now);
      }
    }
  };
}

interface Line {
  queue: string;
  channel: Channel;
  intervals: readonly Interval[];
  now: Instant;
}

interface Interval {
  startsAt: Instant;
  contacts: ContactRow[];
}

/** Newest first. */
async function readIntervals(rows: CenterRows, queue: string, channel: Channel, now: Instant): Promise<Interval[]> {
  const newest = intervalStartOf(now);
  const starts = Array.from({ length: windowIntervals + 1 }, (_, back) =>
    addSeconds(newest, minutes(-back * intervalMinutes)),
  );
  return Promise.all(
    starts.map(async (startsAt) => ({
      startsAt,
      contacts: await rows.contactsOf(queue, channel, startsAt, mostContacts),
    })),
  );
}

async function learn(
  world: RollUpWorld,
  { queue, channel, intervals, now }: Line,
  sharing: Sharing,
  training: { done: boolean },
): Promise<WaitModel> {
  const facts = intervals
    .flatMap(({ contacts }) => contacts)
    .slice(0, mostContacts)
    .flatMap((row) => passageOf(row, now) ?? []);
  const stored = await world.centerRows.model(queue, channel);
  const previous = readWaitModel(stored?.model, channel);
  if (facts.length === 0) return previous;
  const keptShare = world.settings.queues[queue]?.promiseKeptShare ?? 0.9;
  const estimated = estimateModel(facts, previous, now, keptShare);
  // Nothing new: the row stays as it is.
  if (estimated === previous) return previous;
  const current = { ...estimated, sharing };
  // The weeks of one queue are read in a run, so that no run lasts long.
  const trains = !training.done && trainingDue(current, now);
  training.done ||= trains;
  const model = trains ? withCorrection(current, await lessonsOf(world.centerRows, queue, channel, now), now) : current;
  await world.centerRows.putModel({ ...stored, schemaVersion: centerSchemaVersion, queue, channel, at: now, model });
  world.log.info('model estimated', { queue, channel, count: facts.length });
  if (trains) world.log.info(model.correction ? 'correction trained' : 'law stands alone', { queue, channel });
  return model;
}

async function lessonsOf(rows: CenterRows, queue: string, channel: Channel, now: Instant): Promise<Lesson[]> {
  const newest = intervalStartOf(now);
  const intervals = lessonDays * 24 * (60 / intervalMinutes);
  const lessons: Lesson[] = [];
  for (let back = 0; back < intervals; back += readAhead) {
    const starts = Array.from({ length: readAhead }, (_, ahead) =>
      addSeconds(newest, minutes(-(back + ahead) * intervalMinutes)),
    );
    const pages = await Promise.all(starts.map((at) => rows.contactsOf(queue, channel, at, lessonsPerInterval)));
    for (const row of pages.flat()) {
      const fact = passageOf(row, now);
      const lesson = fact && lessonOf(fact);
      if (lesson) lessons.push(lesson);
    }
  }
  return lessons;
}

function countingRulesOf({ queues }: RuntimeSettings, queue: string): CountingRules {
  const level = queues[queue]?.serviceLevel;
  return {
    thresholdSeconds: seconds(level?.thresholdSeconds ?? 0),
    shortAbandonSeconds: seconds(level?.shortAbandonSeconds ?? 0),
  };
}

/** Each interval read replaces what its day said of it; the day's other intervals stay. */
async function putDays(
  world: RollUpWorld,
  { queue, channel, intervals, now }: Line,
  { patience }: WaitModel,
): Promise<void> {
  const rules = countingRulesOf(world.settings, queue);
  const known = intervals.flatMap(({ contacts }) => contacts);
  const byDate = new Map<string, IntervalFigures[]>();
  for (const { startsAt, contacts } of intervals) {
    // An interval longer than the page was summed up while it was short; a part of it would say too little now.
    if (contacts.length === 0 || contacts.length >= mostContacts) continue;
    const predictions = sumPredictions(foretoldWaits(contacts, known, now), patience);
    const date = new Date(startsAt).toISOString().slice(0, 10);
    byDate.set(date, [...(byDate.get(date) ?? []), { ...intervalFigures(startsAt, contacts, rules), predictions }]);
  }
  for (const [date, figures] of byDate) {
    const before = await world.centerRows.day(queue, channel, date);
    const fresh = new Set(figures.map((one) => one.startsAt));
    const kept = (before?.intervals ?? []).filter((one) => !fresh.has(one.startsAt));
    const row: DayRow = {
      schemaVersion: centerSchemaVersion,
      queue,
      channel,
      date,
      intervals: [...kept, ...figures].sort((a, b) => a.startsAt - b.startsAt),
      expiresAt: Math.ceil(now / 1000) + dayRetentionSeconds,
    };
    await world.centerRows.putDay(row);
  }
}
