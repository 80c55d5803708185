import { type Channel, channels } from '../../core/contacts/channel.ts';
import { type CountingRules, intervalFigures } from '../../core/contacts/intervals.ts';
import { passageOf } from '../../core/contacts/passage.ts';
import type { CenterRows, Clock, Log } from '../../core/ports.ts';
import { estimateModel } from '../../core/prediction/estimateModel.ts';
import { readWaitModel } from '../../core/prediction/waitModel.ts';
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

/**
 * Makes the wait model and the figures of the day anew from the contacts of the last hours. Nothing is counted up: run
 * twice, or after a missed run, it ends in the same rows.
 */
export function makeRollUp(world: RollUpWorld): () => Promise<void> {
  return async () => {
    const now = world.clock.now();
    for (const [queue, { channels: served }] of Object.entries(world.settings.queues)) {
      for (const channel of channels.filter((one) => served.includes(one))) {
        const intervals = await readIntervals(world.centerRows, queue, channel, now);
        await learn(world, queue, channel, intervals, now);
        await putDays(world, queue, channel, intervals, now);
        if (channel === 'voice') await learnShares(world, queue, now);
      }
    }
  };
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
  queue: string,
  channel: Channel,
  intervals: readonly Interval[],
  now: Instant,
): Promise<void> {
  const facts = intervals
    .flatMap(({ contacts }) => contacts)
    .slice(0, mostContacts)
    .flatMap((row) => passageOf(row, now) ?? []);
  if (facts.length === 0) return;
  const stored = await world.centerRows.model(queue, channel);
  const previous = readWaitModel(stored?.model, channel);
  const keptShare = world.settings.queues[queue]?.promiseKeptShare ?? 0.9;
  const model = estimateModel(facts, previous, now, keptShare);
  // Nothing new: the row stays as it is.
  if (model === previous) return;
  await world.centerRows.putModel({ ...stored, schemaVersion: centerSchemaVersion, queue, channel, at: now, model });
  world.log.info('model estimated', { queue, channel, count: facts.length });
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
  queue: string,
  channel: Channel,
  intervals: readonly Interval[],
  now: Instant,
): Promise<void> {
  const rules = countingRulesOf(world.settings, queue);
  const byDate = new Map<string, IntervalFigures[]>();
  for (const { startsAt, contacts } of intervals) {
    // An interval longer than the page was summed up while it was short; a part of it would say too little now.
    if (contacts.length === 0 || contacts.length >= mostContacts) continue;
    const date = new Date(startsAt).toISOString().slice(0, 10);
    byDate.set(date, [...(byDate.get(date) ?? []), intervalFigures(startsAt, contacts, rules)]);
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
