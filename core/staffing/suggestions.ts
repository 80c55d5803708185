import type { Instant } from '../time/units.ts';
import type { FreeSlot } from './freeSlots.ts';
import { lineKey } from './line.ts';
import type { PlannedWork } from './plan.ts';
import { contactsCarried } from './requirement.ts';

/** What a person could do about a gap, in minutes and agents; `from` and `until` are whole intervals. */
export type Suggestion =
  | {
      readonly kind: 'overtime';
      readonly agents: number;
      readonly minutes: number;
      readonly from: Instant;
      readonly until: Instant;
    }
  | {
      readonly kind: 'move-break';
      readonly agents: number;
      readonly minutes: number;
      readonly from: Instant;
      readonly until: Instant;
    }
  | {
      readonly kind: 'open-callbacks';
      readonly contacts: number;
      readonly minutes: number;
      readonly from: Instant;
      readonly until: Instant;
    }
  | {
      readonly kind: 'call-reserve';
      readonly agents: number;
      readonly minutes: number;
      readonly from: Instant;
      readonly until: Instant;
    };

/** Intervals in a row in which a line lacks agents. */
export interface Gap {
  readonly queue: string;
  readonly channel: PlannedWork['channel'];
  readonly from: Instant;
  readonly until: Instant;
  readonly minutes: number;
  /** The most lacking in one of its intervals. */
  readonly agents: number;
  /** Lacking agents times minutes. */
  readonly agentMinutes: number;
  /** Of missing the target, in the worst interval. */
  readonly probability: number;
  readonly suggestions: readonly Suggestion[];
}

export interface GapHelp {
  /** Agents of the reserve who may help this line and are on shift, at an instant. */
  readonly reserveAt: (line: string, at: Instant) => number;
  /** Agents of the line on a break at an instant. */
  readonly onBreakAt: (line: string, at: Instant) => number;
  /** Slots free for callbacks, by line. */
  readonly slots: Readonly<Record<string, readonly FreeSlot[]>>;
}

/** How probable a miss must be to be called a gap: below, the plan is as good as its forecast. */
export const gapFrom = 0.5;

/**
 * The gaps of a plan, each with what would close it: first what costs nothing (a break moved), then the reserve, then
 * callbacks into slots that are free later, then overtime for what is left.
 */
export function gapsOf(planned: readonly PlannedWork[], help: GapHelp): Gap[] {
  const byLine = Map.groupBy(planned, ({ queue, channel }) => lineKey(queue, channel));
  return [...byLine].flatMap(([line, intervals]) => runsOf(intervals).map((run) => gapOf(line, run, help)));
}

/** Maximal runs of neighbouring intervals with a gap. */
function runsOf(intervals: readonly PlannedWork[]): PlannedWork[][] {
  const runs: PlannedWork[][] = [];
  let last: PlannedWork | undefined;
  for (const interval of intervals) {
    if (interval.gapAgents <= 0 || interval.gapProbability < gapFrom) continue;
    const follows = last !== undefined && interval.intervalStart === endOf(last);
    if (follows) runs.at(-1)?.push(interval);
    else runs.push([interval]);
    last = interval;
  }
  return runs;
}

const endOf = ({ intervalStart, work }: PlannedWork): Instant =>
  (intervalStart + work.intervalSeconds * 1000) as Instant;

function gapOf(line: string, run: readonly PlannedWork[], help: GapHelp): Gap {
  const [first] = run;
  const last = run.at(-1);
  if (!first || !last) throw new Error('a gap has at least one interval');
  const [from, until] = [first.intervalStart, endOf(last)];
  const minutes = (until - from) / 60_000;
  const agents = Math.max(...run.map(({ gapAgents }) => gapAgents));
  return {
    queue: first.queue,
    channel: first.channel,
    from,
    until,
    minutes,
    agents,
    agentMinutes: run.reduce((sum, { gapAgents, work }) => sum + (gapAgents * work.intervalSeconds) / 60, 0),
    probability: Math.max(...run.map(({ gapProbability }) => gapProbability)),
    suggestions: suggest(line, run, { from, until, minutes, agents }, help),
  };
}

function suggest(
  line: string,
  run: readonly PlannedWork[],
  span: { from: Instant; until: Instant; minutes: number; agents: number },
  help: GapHelp,
): Suggestion[] {
  const suggestions: Suggestion[] = [];
  let lacking = span.agents;
  const { agents: _, ...time } = span;
  for (const [kind, helpAt] of [
    ['move-break', help.onBreakAt],
    ['call-reserve', help.reserveAt],
  ] as const) {
    const best = longestHelp(run, (at) => Math.min(lacking, helpAt(line, at)));
    if (best === undefined) continue;
    suggestions.push({ kind, ...best });
    // What helps for a part only leaves the rest of the gap as it was.
    if (best.from === span.from && best.until === span.until) lacking -= best.agents;
  }
  const contacts = callbacksWorthwhile(run, help.slots[line] ?? []);
  if (lacking > 0 && contacts > 0) suggestions.push({ kind: 'open-callbacks', contacts, ...time });
  if (lacking > 0) suggestions.push({ kind: 'overtime', agents: lacking, ...time });
  return suggestions;
}

/** The part of a gap in which help is there without a break, that gives the most agent minutes. */
function longestHelp(run: readonly PlannedWork[], helpAt: (at: Instant) => number) {
  let best: { agents: number; minutes: number; from: Instant; until: Instant } | undefined;
  for (const [index, first] of run.entries()) {
    let agents = Number.POSITIVE_INFINITY;
    for (const last of run.slice(index)) {
      agents = Math.min(agents, helpAt(last.intervalStart));
      if (agents === 0) break;
      const minutes = (endOf(last) - first.intervalStart) / 60_000;
      if (best === undefined || agents * minutes > best.agents * best.minutes)
        best = { agents, minutes, from: first.intervalStart, until: endOf(last) };
    }
  }
  return best;
}

/** Contacts beyond what the scheduled agents carry, as far as later slots have room for them. */
function callbacksWorthwhile(run: readonly PlannedWork[], slots: readonly FreeSlot[]): number {
  const last = run.at(-1);
  if (last?.channel !== 'voice') return 0;
  const beyond = run.reduce((sum, { work, scheduledAgents }) => {
    const carried = contactsCarried(beyondTarget, work, Math.max(1, scheduledAgents));
    return sum + Math.max(0, work.contacts.mean - carried);
  }, 0);
  const room = slots.filter(({ startsAt }) => startsAt >= endOf(last)).reduce((sum, { free }) => sum + free, 0);
  return Math.floor(Math.min(beyond, room));
}

/** Only who would be lost is worth moving: a wait of some minutes for one customer in five is what holding is for. */
const beyondTarget = { kind: 'abandoned', atMost: 0.05 } as const;
