import type { Channel } from '../../core/contacts/channel.ts';
import type { FollowUpCounts } from '../../core/contacts/effort.ts';
import { foretoldWaits } from '../../core/contacts/foretold.ts';
import { type CountingRules, intervalFigures } from '../../core/contacts/intervals.ts';
import { sumPredictions } from '../../core/prediction/dayScore.ts';
import type { WaitModel } from '../../core/prediction/waitModel.ts';
import { centerSchemaVersion, type DayRow, type IntervalFigures, type PulseRow } from '../../core/rows/center.ts';
import type { ContactRow } from '../../core/rows/contact.ts';
import { intervalMinutes } from '../../core/rows/table.ts';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';
import { addSeconds, type Instant, minutes, seconds, utcDate } from '../../core/time/units.ts';
import type { RollUpWorld } from './roll-up.ts';

/** The contacts that asked in one interval, all of them. */
export interface Interval {
  startsAt: Instant;
  contacts: ContactRow[];
}

export interface Line {
  queue: string;
  channel: Channel;
  intervals: readonly Interval[];
  now: Instant;
}

/** Aggregates hold no numbers and no ids: they are kept for 13 months, so that a year can be compared with the last. */
const dayRetentionSeconds = 396 * 86_400;

/** Each interval read replaces what its day said of it, but for what cannot be derived again; its others stay. */
export async function putDays(
  world: Pick<RollUpWorld, 'settings' | 'centerRows'>,
  { queue, channel, intervals, now }: Line,
  { patience }: WaitModel,
  pulse: PulseRow | undefined,
): Promise<void> {
  const rules = countingRulesOf(world.settings, queue);
  const partMinutes = Math.min(intervalMinutes, world.settings.forecasting.intervalMinutes);
  const known = intervals.flatMap(({ contacts }) => contacts);
  const staffed = staffedNow(pulse, queue, channel);
  const byDate = new Map<string, IntervalFigures[]>();
  for (const { startsAt, contacts } of intervals.flatMap((interval) => partsOf(interval, partMinutes))) {
    const endsAt = addSeconds(startsAt, minutes(partMinutes));
    const runsNow = staffed !== undefined && startsAt <= staffed.at && staffed.at < endsAt;
    if (contacts.length === 0 && !runsNow) continue;
    const figures: IntervalFigures = {
      ...intervalFigures(startsAt, contacts, rules),
      predictions: sumPredictions(foretoldWaits(contacts, known, now), patience),
      ...(runsNow ? { agentsStaffedCount: staffed.agents } : {}),
    };
    const date = utcDate(startsAt);
    byDate.set(date, [...(byDate.get(date) ?? []), figures]);
  }
  for (const [date, figures] of byDate) {
    const before = (await world.centerRows.day(queue, channel, date))?.intervals ?? [];
    const old = new Map(before.map((one) => [one.startsAt, one]));
    const fresh = new Set(figures.map((one) => one.startsAt));
    const kept = before.filter((one) => !fresh.has(one.startsAt));
    const row: DayRow = {
      schemaVersion: centerSchemaVersion,
      queue,
      channel,
      date,
      intervals: [...kept, ...figures.map((one) => withKept(one, old.get(one.startsAt)))].sort(
        (a, b) => a.startsAt - b.startsAt,
      ),
      expiresAt: Math.ceil(now / 1000) + dayRetentionSeconds,
    };
    await world.centerRows.putDay(row);
  }
}

function countingRulesOf({ queues }: RuntimeSettings, queue: string): CountingRules {
  const level = queues[queue]?.serviceLevel;
  return {
    thresholdSeconds: seconds(level?.thresholdSeconds ?? 0),
    shortAbandonSeconds: seconds(level?.shortAbandonSeconds ?? 0),
  };
}

function staffedNow(pulse: PulseRow | undefined, queue: string, channel: Channel) {
  const agents = pulse?.figures.find((one) => one.queue === queue && one.channel === channel)?.agentsStaffed;
  return pulse === undefined || agents === undefined ? undefined : { at: pulse.at, agents };
}

/** Agents Connect showed while the interval ran, and what came of its offers, stay when it is computed anew. */
function withKept(figures: IntervalFigures, before: IntervalFigures | undefined): IntervalFigures {
  const agentsStaffedCount = Math.max(figures.agentsStaffedCount ?? 0, before?.agentsStaffedCount ?? 0);
  // A day later the contacts around it are not read: predictions of an interval that was over already stay.
  const wasOver = before?.waitingCount === 0 && before.offeredCount === figures.offeredCount;
  return {
    ...figures,
    ...(wasOver && before.predictions !== undefined ? { predictions: before.predictions } : {}),
    ...(agentsStaffedCount > 0 ? { agentsStaffedCount } : {}),
    ...(before?.deflections === undefined ? {} : { deflections: before.deflections }),
    ...followUpIn(before),
  };
}

/** What followed is scored a week and a month later, from the customers' journeys. */
function followUpIn(before: Partial<FollowUpCounts> = {}): Partial<FollowUpCounts> {
  const { watchedCount, cameBackCount, watchedLongCount, otherIssueCount } = before;
  return {
    ...(watchedCount === undefined ? {} : { watchedCount, cameBackCount: cameBackCount ?? 0 }),
    ...(watchedLongCount === undefined ? {} : { watchedLongCount, otherIssueCount: otherIssueCount ?? 0 }),
  };
}

/** Contacts are gathered by half hours; a forecast by quarters needs them split by when they asked. */
function partsOf({ startsAt, contacts }: Interval, partMinutes: number): Interval[] {
  const starts = Array.from({ length: intervalMinutes / partMinutes }, (_, part) =>
    addSeconds(startsAt, minutes(part * partMinutes)),
  );
  return starts.map((from) => ({
    startsAt: from,
    contacts: contacts.filter(
      ({ askedAt = startsAt }) => from <= askedAt && askedAt < addSeconds(from, minutes(partMinutes)),
    ),
  }));
}
