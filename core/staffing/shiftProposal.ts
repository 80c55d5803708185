import { addSeconds, type Instant, minutes } from '../time/units.ts';
import { type HardRule, hardRulesOf, ruleKey } from './hardRules.ts';
import type { SolveProgram } from './integerProgram.ts';
import { type ShiftProgram, type ShiftTask, shiftProgram } from './shiftProgram.ts';
import type { ShiftStart } from './shiftStarts.ts';

/** One agent's shift. Agents are numbered within their crew: who is who is the planner's to say. */
export interface ProposedShift {
  readonly crew: string;
  readonly agent: number;
  readonly queues: readonly string[];
  readonly shape: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly breaks: readonly { readonly startsAt: Instant; readonly endsAt: Instant }[];
}

/** One interval of one line under the proposal. */
export interface ProposedInterval {
  readonly line: string;
  readonly intervalStart: Instant;
  readonly neededAgents: number;
  /** Of the crews; whole but where a break is shorter than an interval or agents share lines. */
  readonly proposedAgents: number;
  readonly reserveAgents: number;
  readonly lackingAgents: number;
  readonly idleAgents: number;
}

export type ShiftProposal =
  | {
      readonly kind: 'proposal';
      readonly shifts: readonly ProposedShift[];
      readonly intervals: readonly ProposedInterval[];
      readonly hours: ProposalHours;
      /** Whether no roster can be cheaper by more than the solver's gap. */
      readonly proven: boolean;
    }
  /** No roster keeps all hard rules. These clash: leave out any one of them, and there is one. */
  | { readonly kind: 'clash'; readonly rules: readonly HardRule[]; readonly at: readonly ClashPlace[] }
  | { readonly kind: 'out-of-time' };

/** Where fewer can be there than the rules ask, with all else kept. */
export interface ClashPlace {
  readonly queue: string;
  readonly intervalStart: Instant;
}

export interface ProposalHours {
  readonly paid: number;
  readonly lacking: number;
  readonly idle: number;
  readonly reserve: number;
}

/** The cheapest roster within the rules, or what of them clashes. */
export function proposeShifts(task: ShiftTask, solve: SolveProgram): ShiftProposal {
  const built = shiftProgram(task);
  const outcome = solve(built.program);
  if (outcome.kind === 'unknown') return { kind: 'out-of-time' };
  if (outcome.kind === 'infeasible') {
    const rules = clashOf(task, solve);
    return { kind: 'clash', rules, at: placesOf(task, rules, solve) };
  }
  const amountOf = (unknown: number | undefined): number =>
    Math.max(0, unknown === undefined ? 0 : (outcome.values[unknown] ?? 0));
  const intervals = intervalsOf(task, built, amountOf);
  const shifts = shiftsOf(task, built, (unknown) => Math.round(amountOf(unknown)));
  return { kind: 'proposal', shifts, intervals, hours: hoursOf(task, shifts, intervals), proven: outcome.proven };
}

/** Rules are left out one by one; what cannot be left out without mending it all stays. */
function clashOf(task: ShiftTask, solve: SolveProgram): HardRule[] {
  const clashing = hardRulesOf(task.rules);
  const without = new Set<string>();
  for (const rule of [...clashing]) {
    without.add(ruleKey(rule));
    if (solve(withoutCosts(shiftProgram(task, without))).kind === 'infeasible')
      clashing.splice(clashing.indexOf(rule), 1);
    else without.delete(ruleKey(rule));
  }
  return clashing;
}

/** Whether there is any roster is quicker to tell than which is the best. */
const withoutCosts = ({ program }: ShiftProgram) => ({
  unknowns: program.unknowns.map((unknown) => ({ ...unknown, cost: 0 })),
  rows: program.rows,
});

/** The intervals in which least agents cannot be there: those lacking when the rule is a dear wish instead. */
function placesOf(task: ShiftTask, clash: readonly HardRule[], solve: SolveProgram): ClashPlace[] {
  return clash.flatMap((rule) => {
    if (rule.kind !== 'least-agents') return [];
    const agents = task.rules.leastAgents.find(({ queue }) => queue === rule.queue)?.agents ?? 0;
    const own = task.needs.filter(({ queue }) => queue === rule.queue);
    const slots = Array.from({ length: task.time.slots }, (_, slot) => own.some(({ openSlots }) => openSlots[slot]));
    const wished = {
      queue: rule.queue,
      line: rule.queue,
      openSlots: slots,
      agents: slots.map((open) => (open ? agents : 0)),
    };
    // Only who is lacking counts now, and the reserve is not there for it.
    const costs = { paidHour: 0, lackingHour: 1, idleHour: 0, reserveHour: 0 };
    const rules = { ...task.rules, costs, costsBetween: [], reserve: [] };
    const built = shiftProgram({ ...task, rules, needs: [wished] }, new Set([ruleKey(rule)]));
    const outcome = solve(built.program);
    if (outcome.kind !== 'solved') return [];
    return (built.lacking[0] ?? []).flatMap((unknown, slot) =>
      (outcome.values[unknown] ?? 0) > 1e-6 ? [{ queue: rule.queue, intervalStart: task.time.at(slot) }] : [],
    );
  });
}

type AmountOf = (unknown: number | undefined) => number;

function intervalsOf(task: ShiftTask, built: ShiftProgram, amountOf: AmountOf): ProposedInterval[] {
  return task.needs.flatMap((need, at) =>
    need.agents.map((neededAgents, slot) => {
      const lackingAgents = rounded(amountOf(built.lacking[at]?.[slot]));
      const idleAgents = rounded(amountOf(built.idle[at]?.[slot]));
      let reserveAgents = 0;
      for (const [key, slots] of built.helping)
        if (key.endsWith(` ${need.line}`)) reserveAgents += rounded(amountOf(slots[slot]));
      return {
        line: need.line,
        intervalStart: task.time.at(slot),
        neededAgents,
        proposedAgents: rounded(neededAgents - lackingAgents + idleAgents - reserveAgents),
        reserveAgents,
        lackingAgents,
        idleAgents,
      };
    }),
  );
}

const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

interface Worker {
  freeAt: number;
  had: number;
}

/** The flow taken apart into agents: each start takes those who are rested, the longest free first. */
function shiftsOf(task: ShiftTask, built: ShiftProgram, countOf: AmountOf): ProposedShift[] {
  const shifts: ProposedShift[] = [];
  for (const [crew, { name, agents, queues }] of task.rules.crews.entries()) {
    const workers = Array.from({ length: agents }, (): Worker => ({ freeAt: 0, had: 0 }));
    const mine = built.starts.flatMap((start, index) => (start.crew === crew ? [{ start, index }] : []));
    for (const { start, index } of mine.sort((a, b) => a.start.slot - b.start.slot)) {
      const breaks = breaksOf(start, built.breaks[index] ?? [], countOf);
      const layers = built.begun[index] ?? [];
      for (const [had, unknown] of layers.entries())
        for (let count = countOf(unknown); count > 0; count--) {
          const worker = rested(workers, start.slot, built.counted[crew] ? had : undefined);
          const agent = workers.indexOf(worker) + 1;
          worker.freeAt = start.backAt;
          worker.had += 1;
          const startsAt = task.time.at(start.slot);
          shifts.push({
            crew: name,
            agent,
            queues,
            shape: start.shape.name,
            startsAt,
            endsAt: addSeconds(startsAt, minutes(start.shape.minutes)),
            breaks: breaks.map((begins, at) => {
              const from = addSeconds(startsAt, minutes(begins.shift() ?? 0));
              return { startsAt: from, endsAt: addSeconds(from, minutes(start.shape.breaks[at]?.minutes ?? 0)) };
            }),
          });
        }
    }
  }
  return shifts.sort((a, b) => a.startsAt - b.startsAt || (a.crew < b.crew ? -1 : 1) || a.agent - b.agent);
}

function rested(workers: readonly Worker[], slot: number, had: number | undefined): Worker {
  let found: Worker | undefined;
  for (const worker of workers)
    if (worker.freeAt <= slot && (had === undefined || worker.had === had) && worker.freeAt < (found?.freeAt ?? 1e9))
      found = worker;
  if (!found) throw new Error('the flow of a crew has more agents than the crew');
  return found;
}

/** Where the breaks of a start begin, one entry an agent, for each of its breaks. */
function breaksOf(start: ShiftStart, unknowns: readonly (readonly number[])[], countOf: AmountOf): number[][] {
  return start.breaks.map((places, at) =>
    places.flatMap((begins, place) => Array.from({ length: countOf(unknowns[at]?.[place]) }, () => begins)),
  );
}

function hoursOf(
  { rules, time }: ShiftTask,
  shifts: readonly ProposedShift[],
  intervals: readonly ProposedInterval[],
): ProposalHours {
  const unpaid = new Map(
    rules.shapes.map(({ name, breaks }) => [name, breaks.reduce((sum, one) => sum + (one.paid ? 0 : one.minutes), 0)]),
  );
  const slotHours = time.intervalMinutes / 60;
  const sum = (of: (one: ProposedInterval) => number) =>
    slotHours * intervals.reduce((total, one) => total + of(one), 0);
  return {
    paid: shifts.reduce(
      (total, { startsAt, endsAt, shape }) => total + (endsAt - startsAt) / 3_600_000 - (unpaid.get(shape) ?? 0) / 60,
      0,
    ),
    lacking: sum(({ lackingAgents }) => lackingAgents),
    idle: sum(({ idleAgents }) => idleAgents),
    reserve: sum(({ reserveAgents }) => reserveAgents),
  };
}
