import { readFileSync } from 'node:fs';
import { sayRule } from '../../core/staffing/hardRules.ts';
import { lineKey } from '../../core/staffing/line.ts';
import type { PlannedWork } from '../../core/staffing/plan.ts';
import type { LineNeed } from '../../core/staffing/shiftProgram.ts';
import { type ProposedInterval, proposeShifts, type ShiftProposal } from '../../core/staffing/shiftProposal.ts';
import { parseShiftRules, type ShiftRules } from '../../core/staffing/shiftRules.ts';
import { RosterTime } from '../../core/staffing/shiftStarts.ts';
import { type Instant, instant, toIso } from '../../core/time/units.ts';
import { loadSolver, type SolverLimits } from '../highs.ts';
import { BadInput } from '../outcome.ts';

export interface ShiftsAsked {
  readonly path: string;
  readonly planned: readonly PlannedWork[];
  readonly queues: readonly string[];
  readonly timeZone: string;
  readonly isOpenAt: (queue: string, at: Instant) => boolean;
  readonly limits: SolverLimits;
}

export type Proposed = Extract<ShiftProposal, { kind: 'proposal' }>;

/** The cheapest roster for a plan. Throws BadInput or SettingsError where the rules are wrong, or clash. */
export async function proposedShifts(asked: ShiftsAsked): Promise<Proposed> {
  const { path, planned, queues, timeZone, limits } = asked;
  const intervalMinutes = (planned[0]?.work.intervalSeconds ?? 1800) / 60;
  const rules = parseShiftRules(readJson(path), path, { queues, intervalMinutes });
  const starts = planned.map(({ intervalStart }) => intervalStart);
  const until = instant(Math.max(...starts) + intervalMinutes * 60_000);
  const time = new RosterTime(instant(Math.min(...starts)), until, intervalMinutes, timeZone);
  const task = { rules, time, needs: needsOf(asked, time) };
  const proposal = proposeShifts(task, await loadSolver(limits));
  switch (proposal.kind) {
    case 'proposal':
      return proposal;
    case 'clash':
      throw new BadInput(sayClash(path, proposal, rules));
    case 'out-of-time':
      throw new BadInput(
        `${path}: no roster was found in ${limits.seconds} s. Give --solve-seconds more, or fewer starts (everyMinutes), breaks or days.`,
      );
    default:
      return proposal satisfies never;
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof SyntaxError ? `is not JSON: ${error.message}` : 'cannot be read';
    throw new BadInput(`${path} ${reason}. docs/staffing.md shows a SHIFTS.json.`);
  }
}

/** Agents to schedule, shrinkage counted; intervals a forecast leaves out need nobody. */
function needsOf({ planned, isOpenAt }: ShiftsAsked, time: RosterTime): LineNeed[] {
  const byLine = Map.groupBy(planned, ({ queue, channel }) => lineKey(queue, channel));
  return [...byLine].map(([line, intervals]) => {
    const agents = new Array<number>(time.slots).fill(0);
    for (const { intervalStart, scheduledAgents, gapAgents } of intervals)
      agents[Math.round((intervalStart - time.from) / (time.intervalMinutes * 60_000))] = scheduledAgents + gapAgents;
    const queue = intervals[0]?.queue ?? '';
    return { line, queue, agents, openSlots: agents.map((_, slot) => isOpenAt(queue, time.at(slot))) };
  });
}

function sayClash(path: string, { rules, at }: Extract<ShiftProposal, { kind: 'clash' }>, all: ShiftRules): string {
  const places = at.slice(0, 6).map(({ queue, intervalStart }) => `  "${queue}" ${toIso(intervalStart)}`);
  return [
    `${path}: no roster keeps all of these rules. Any of them changed may make one possible:`,
    ...rules.map((rule) => `  ${sayRule(rule, all)}`),
    ...(rules.length === 0 ? ['  the shapes themselves: none fits into the time of the forecast'] : []),
    ...(places.length > 0 ? ['Too few can be there at:', ...places] : []),
    ...(at.length > places.length ? [`  and ${at.length - places.length} more intervals`] : []),
  ].join('\n');
}

const clock = (at: Instant): string => toIso(at).slice(0, 16);
const hours = (value: number): string => `${value.toFixed(1)} h`;

/** What of the plan's need is lacking and idle under the present schedule, in agent hours. */
function scheduledHours(planned: readonly PlannedWork[]): { lacking: number; idle: number } {
  let [lacking, idle] = [0, 0];
  for (const { gapAgents, work } of planned) {
    lacking += (Math.max(0, gapAgents) * work.intervalSeconds) / 3600;
    idle += (Math.max(0, -gapAgents) * work.intervalSeconds) / 3600;
  }
  return { lacking, idle };
}

export function sayProposal(proposal: Proposed, planned: readonly PlannedWork[]): string {
  const before = scheduledHours(planned);
  const { hours: now } = proposal;
  const shapes = Map.groupBy(proposal.shifts, ({ crew, shape, startsAt }) => `${clock(startsAt)}  ${crew}, ${shape}`);
  return [
    'proposed shifts (start UTC, crew, shape, agents, breaks):',
    ...[...shapes].map(([name, shifts]) => {
      const breaks = shifts.map((shift) => shift.breaks.map(({ startsAt }) => clock(startsAt).slice(11)).join('+'));
      const told = [
        ...Map.groupBy(
          breaks.filter((text) => text !== ''),
          (text) => text,
        ),
      ].map(([text, same]) => `${same.length} × ${text}`);
      return `  ${name.padEnd(40)} ${String(shifts.length).padStart(3)}  ${told.join(', ')}`;
    }),
    `${proposal.shifts.length} shifts, ${hours(now.paid)} paid; lacking ${hours(now.lacking)}, idle ${hours(now.idle)}, reserve ${hours(now.reserve)}`,
    `the schedule as it is: lacking ${hours(before.lacking)}, idle ${hours(before.idle)}`,
    ...lackingWhere(proposal.intervals),
    proposal.proven ? '' : 'The time for solving was up: a cheaper roster may exist.',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function lackingWhere(intervals: readonly ProposedInterval[]): string[] {
  const lacking = intervals.filter(({ lackingAgents }) => lackingAgents > 1e-6);
  if (lacking.length === 0) return [];
  const shown = lacking
    .slice(0, 6)
    .map(({ line, intervalStart, lackingAgents }) => `${clock(intervalStart)} ${line} ${lackingAgents.toFixed(1)}`);
  const more = lacking.length > shown.length ? ` and ${lacking.length - shown.length} more` : '';
  return [`still lacking: ${shown.join(', ')}${more}`];
}

export function jsonProposal({ shifts, intervals, hours: told, proven }: Proposed) {
  return {
    proven,
    hours: told,
    shifts: shifts.map((shift) => ({
      ...shift,
      startsAt: toIso(shift.startsAt),
      endsAt: toIso(shift.endsAt),
      breaks: shift.breaks.map(({ startsAt, endsAt }) => ({ startsAt: toIso(startsAt), endsAt: toIso(endsAt) })),
    })),
    proposedAgents: intervals.map((one) => ({ ...one, intervalStart: toIso(one.intervalStart) })),
  };
}
