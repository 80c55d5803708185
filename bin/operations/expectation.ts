import { readFileSync, writeFileSync } from 'node:fs';
import type { Channel } from '../../core/contacts/channel.ts';
import { lineIn } from '../../core/contacts/journey.ts';
import { type ExpectationProposal, proposeExpectation } from '../../core/expectation/propose.ts';
import { waitedFacts } from '../../core/expectation/waitedFact.ts';
import * as kpi from '../../core/kpi/figures.ts';
import { sumIntervals } from '../../core/kpi/sums.ts';
import type { StoredRow } from '../../core/operations/ports.ts';
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
}

export interface Proposed extends Line {
  /** What settings say now. */
  currentSeconds: number;
  proposal: ExpectationProposal;
}

/** Queues and channels that have an expectation, or the ones asked for. Throws BadInput where there is none. */
function linesOf({ settings }: OperatedCenter, asked: Partial<Line>): (Line & { currentSeconds: number })[] {
  const lines = Object.entries(settings.queues).flatMap(([queue, { expectation }]) =>
    (['voice', 'chat'] as const).flatMap((channel) => {
      const currentSeconds = expectation[channel]?.waitSeconds;
      return currentSeconds === undefined ? [] : [{ queue, channel, currentSeconds }];
    }),
  );
  const wanted = lines.filter(
    ({ queue, channel }) => (asked.queue ?? queue) === queue && (asked.channel ?? channel) === channel,
  );
  if (wanted.length > 0) return wanted;
  const known = lines.map(({ queue, channel }) => `${queue} ${channel}`).join(', ');
  throw new BadInput(
    `--queue ${asked.queue ?? ''} --channel ${asked.channel ?? ''}: expected a queue and channel with an expectation in settings: ${known}.`,
  );
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
    const own = contacts.filter(
      ({ queue, channel, askedAt }) => queue === line.queue && channel === line.channel && (askedAt ?? 0) >= since,
    );
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
  { queue, channel, waitSeconds, why }: Line & { waitSeconds?: number; why?: string },
): Promise<Accepted> {
  const [line] = linesOf(center, { queue, channel });
  if (!line) throw new Error('linesOf gives at least one line');
  const stored = await readRow(center, line);
  const proposed = stored?.proposal?.waitSeconds;
  const after = waitSeconds ?? proposed;
  if (after === undefined)
    throw new BadInput(
      `Nothing is proposed for ${queue} ${channel}. Run nohold expectation propose, or say --seconds.`,
    );
  if (after !== proposed && !why)
    throw new BadInput(
      '--seconds: expected --why as well, where it is not what was proposed: it is kept beside the change.',
    );
  const text = readFileSync(file, 'utf8');
  const changed = withNumberAt(text, ['queues', queue, 'expectation', channel, 'waitSeconds'], after);
  if (changed === undefined)
    throw new BadInput(`${file}: expected queues.${queue}.expectation.${channel}.waitSeconds.`);
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
  return { queue, channel, file, ...change };
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

/** Every accepted change, with the figures of the weeks before and since. */
export async function trackedChanges(center: OperatedCenter, asked: Partial<Line>): Promise<TrackedChange[]> {
  const tracked: TrackedChange[] = [];
  for (const line of linesOf(center, asked)) {
    const { queue, channel } = line;
    for (const change of (await readRow(center, line))?.changes ?? []) {
      const until = addSeconds(change.at, hours(24 * comparedDays));
      tracked.push({
        queue,
        channel,
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

async function readRow({ every }: OperatedCenter, { queue, channel }: Line): Promise<ExpectationRow | undefined> {
  return (await every.get(expectationKey(queue, channel))) as unknown as ExpectationRow | undefined;
}

const tries = 4;

async function changeRow(
  center: OperatedCenter,
  line: Line,
  change: (row: ExpectationRow) => ExpectationRow,
): Promise<void> {
  const { queue, channel } = line;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const before = await readRow(center, line);
    const fresh = { schemaVersion: expectationSchemaVersion, version: 0, queue, channel, changes: [] };
    const after = { ...change(before ?? fresh), version: (before?.version ?? 0) + 1 };
    const stored = { ...after, ...expectationKey(queue, channel) } as unknown as StoredRow;
    if (await center.every.replace(stored, before?.version)) return;
  }
  throw new Error('the expectation changed while it was being changed; run it again');
}
