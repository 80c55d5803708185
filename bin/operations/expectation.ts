import { readFileSync, writeFileSync } from 'node:fs';
import type { Channel } from '../../core/contacts/channel.ts';
import { lineIn } from '../../core/contacts/journey.ts';
import { type ExpectationProposal, proposeExpectation } from '../../core/expectation/propose.ts';
import { waitedFacts } from '../../core/expectation/waitedFact.ts';
import * as kpi from '../../core/kpi/figures.ts';
import { sumIntervals } from '../../core/kpi/sums.ts';
import type { StoredRow } from '../../core/operations/ports.ts';
import type { ContactRow } from '../../core/rows/contact.ts';
import { type ExpectationChange, type ExpectationRow, expectationSchemaVersion } from '../../core/rows/expectation.ts';
import { expectationKey } from '../../core/rows/keys.ts';
import { withNumberAt } from '../../core/settings/edit.ts';
import { addSeconds, hours, type Instant, seconds, utcDate } from '../../core/time/units.ts';
import { BadInput } from '../outcome.ts';
import { readSettings } from '../settingsFile.ts';
import type { OperatedCenter } from './center.ts';
import { everyContact, journeysAmong } from './contacts.ts';

export interface Line {
  queue: string;
  channel: Channel;
  /** @default customers of no segment that expects something of its own */
  segment?: string;
}

export interface Proposed extends Line {
  /** What settings say now. */
  currentSeconds: number;
  proposal: ExpectationProposal;
}

/** Queues, channels and segments that have an expectation, or the ones asked for. Throws BadInput where there is none. */
function linesOf({ settings }: OperatedCenter, asked: Partial<Line>): (Line & { currentSeconds: number })[] {
  const lines = Object.entries(settings.queues).flatMap(([queue, { expectation }]) =>
    (['voice', 'chat'] as const).flatMap((channel) => {
      const usual = expectation[channel];
      if (usual === undefined) return [];
      const own = Object.entries(usual.segments).map(([segment, { waitSeconds }]) => ({
        queue,
        channel,
        segment,
        currentSeconds: waitSeconds,
      }));
      return [{ queue, channel, currentSeconds: usual.waitSeconds }, ...own];
    }),
  );
  const wanted = lines.filter(
    (line: Line) =>
      (asked.queue ?? line.queue) === line.queue &&
      (asked.channel ?? line.channel) === line.channel &&
      (asked.segment ?? line.segment) === line.segment,
  );
  if (wanted.length > 0) return wanted;
  const known = lines.map(nameOf).join(', ');
  const named = Object.entries(asked).flatMap(([option, value]) =>
    value === undefined ? [] : [`--${option} ${value}`],
  );
  throw new BadInput(
    `${named.join(' ')}: expected a queue, channel and segment with an expectation in settings: ${known}.`,
  );
}

/** As people are told of it. */
export const nameOf = ({ queue, channel, segment }: Line): string =>
  segment === undefined ? `${queue} ${channel}` : `${queue} ${channel}, ${segment}`;

/** Customers of a segment that this queue has no expectation of its own for are everybody's. */
function isOf(line: Line, { settings }: OperatedCenter, row: ContactRow): boolean {
  const { queue, channel, segment } = line;
  if (row.queue !== queue || row.channel !== channel) return false;
  const told = settings.queues[queue]?.expectation[channel]?.segments ?? {};
  const own = row.segment !== undefined && Object.hasOwn(told, row.segment) ? row.segment : undefined;
  return own === segment;
}

/** Learns from the contacts of the last `days`, and keeps what is proposed for whoever accepts it. Nothing is applied. */
export async function proposeExpectations(
  center: OperatedCenter,
  { days, ...asked }: Partial<Line> & { days: number },
  onProgress: (text: string) => void = () => {},
): Promise<Proposed[]> {
  const lines = linesOf(center, asked);
  const now = center.clock.now();
  const since = addSeconds(now, hours(-24 * days));
  const contacts = await everyContact(center, onProgress);
  const journeys = journeysAmong(contacts);
  const proposals: Proposed[] = [];
  for (const line of lines) {
    const own = contacts.filter((row) => (row.askedAt ?? 0) >= since && isOf(line, center, row));
    const facts = waitedFacts(own, (key) => journeys.get(key), lineIn(center.settings.queues), now);
    const proposal = proposeExpectation(facts);
    await keep(center, line, proposal, now);
    proposals.push({ ...line, proposal });
  }
  return proposals;
}

async function keep(center: OperatedCenter, line: Line, proposal: ExpectationProposal, at: Instant): Promise<void> {
  if (proposal.kind !== 'proposed') return;
  const { waitSeconds, betweenSeconds, rise, watchedCount } = proposal;
  const { shareBefore, shareAfter } = rise;
  await changeRow(center, line, (row) => ({
    ...row,
    proposal: { at, waitSeconds: seconds(waitSeconds), betweenSeconds, shareBefore, shareAfter, watchedCount },
  }));
}

export interface Accepted extends Line, ExpectationChange {
  file: string;
}

/**
 * Writes an expectation into the settings file, comments and all else left as they are, and keeps what it was before.
 * Throws BadInput where nothing was proposed and no seconds are given, or where they are given without a reason.
 */
export async function acceptExpectation(
  center: OperatedCenter,
  file: string,
  { waitSeconds, why, ...asked }: Line & { waitSeconds?: number; why?: string },
): Promise<Accepted> {
  const { queue, channel, segment } = asked;
  const line = linesOf(center, asked).find((one) => one.segment === segment);
  if (!line) throw new Error('linesOf gives at least one line');
  const stored = await readRow(center, line);
  const proposed = stored?.proposal?.waitSeconds;
  const after = waitSeconds ?? proposed;
  if (after === undefined)
    throw new BadInput(`Nothing is proposed for ${nameOf(asked)}. Run nohold expectation propose, or say --seconds.`);
  if (after !== proposed && !why)
    throw new BadInput(
      '--seconds: expected --why as well, where it is not what was proposed: it is kept beside the change.',
    );
  const text = readFileSync(file, 'utf8');
  const path = ['queues', queue, 'expectation', channel, ...(segment === undefined ? [] : ['segments', segment])];
  const changed = withNumberAt(text, [...path, 'waitSeconds'], after);
  if (changed === undefined) throw new BadInput(`${file}: expected ${path.join('.')}.waitSeconds.`);
  writeFileSync(file, changed);
  try {
    // What no settings file may say is not left in one.
    readSettings(file);
  } catch (error) {
    writeFileSync(file, text);
    throw error;
  }
  const change: ExpectationChange = {
    at: center.clock.now(),
    beforeSeconds: seconds(line.currentSeconds),
    afterSeconds: seconds(after),
    why: why ?? 'proposal',
  };
  await changeRow(center, line, (row) => ({ ...row, changes: [...row.changes, change] }));
  return { ...asked, file, ...change };
}

/** Figures of some weeks, as shares; undefined where nothing was counted. */
export interface Effect {
  offeredCount: number;
  metLiveShare: number | undefined;
  abandonmentShare: number | undefined;
  repeatShare: number | undefined;
  settledAtOnceShare: number | undefined;
}

export interface TrackedChange extends Line, ExpectationChange {
  before: Effect;
  since: Effect;
}

/** Weeks compared: so many days before the change, and since then at most as many. */
const comparedDays = 28;

/** Every accepted change, with the figures of its whole queue and channel in the weeks before and since. */
export async function trackedChanges(center: OperatedCenter, asked: Partial<Line>): Promise<TrackedChange[]> {
  const tracked: TrackedChange[] = [];
  for (const line of linesOf(center, asked)) {
    const { currentSeconds: _, ...named } = line;
    for (const change of (await readRow(center, line))?.changes ?? []) {
      const until = addSeconds(change.at, hours(24 * comparedDays));
      tracked.push({
        ...named,
        ...change,
        before: await effectOf(center, line, addSeconds(change.at, hours(-24 * comparedDays)), change.at),
        since: await effectOf(center, line, change.at, Math.min(until, center.clock.now()) as Instant),
      });
    }
  }
  return tracked;
}

async function effectOf(center: OperatedCenter, line: Line, from: Instant, until: Instant): Promise<Effect> {
  const days = await center.centerRows.days(line.queue, line.channel, utcDate(from), utcDate(until));
  const intervals = days.flatMap((day) => day.intervals);
  const sums = sumIntervals(intervals.filter(({ startsAt }) => startsAt >= from && startsAt < until));
  return {
    offeredCount: sums.offeredCount,
    metLiveShare: kpi.metLiveShare(sums),
    abandonmentShare: kpi.abandonmentShare(sums),
    repeatShare: kpi.repeatShare(sums),
    settledAtOnceShare: kpi.settledAtOnceShare(sums),
  };
}

async function readRow(
  { every }: OperatedCenter,
  { queue, channel, segment }: Line,
): Promise<ExpectationRow | undefined> {
  return (await every.get(expectationKey(queue, channel, segment))) as unknown as ExpectationRow | undefined;
}

const tries = 4;

async function changeRow(
  center: OperatedCenter,
  line: Line,
  change: (row: ExpectationRow) => ExpectationRow,
): Promise<void> {
  const { queue, channel, segment } = line;
  const own = segment === undefined ? {} : { segment };
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const before = await readRow(center, line);
    const fresh = { schemaVersion: expectationSchemaVersion, version: 0, queue, channel, ...own, changes: [] };
    const after = { ...change(before ?? fresh), version: (before?.version ?? 0) + 1 };
    const stored = { ...after, ...expectationKey(queue, channel, segment) } as unknown as StoredRow;
    if (await center.every.replace(stored, before?.version)) return;
  }
  throw new Error('the expectation changed while it was being changed; run it again');
}
