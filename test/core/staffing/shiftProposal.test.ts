import { beforeAll, describe, expect, test } from 'vitest';
import { loadSolver } from '../../../bin/highs.ts';
import type { SolveProgram } from '../../../core/staffing/integerProgram.ts';
import type { LineNeed } from '../../../core/staffing/shiftProgram.ts';
import { proposeShifts, type ShiftProposal } from '../../../core/staffing/shiftProposal.ts';
import { parseShiftRules } from '../../../core/staffing/shiftRules.ts';
import { RosterTime } from '../../../core/staffing/shiftStarts.ts';
import { instant, toIso } from '../../../core/time/units.ts';

let solve: SolveProgram;
beforeAll(async () => {
  solve = await loadSolver({ seconds: 20, gap: 0 });
});

/** A Monday in a zone without surprises. */
const monday = '2026-03-02T00:00:00Z';

interface Case {
  readonly rules: object;
  /** Agents needed per hour, by queue; from `from` on. */
  readonly needs: Readonly<Record<string, readonly number[]>>;
  readonly from?: string;
  readonly timeZone?: string;
}

function propose({ rules, needs, from = monday, timeZone = 'UTC' }: Case): ShiftProposal {
  const slots = Math.max(...Object.values(needs).map((agents) => agents.length));
  const start = instant(Date.parse(from));
  const time = new RosterTime(start, instant(start + slots * 3_600_000), 60, timeZone);
  const lines = Object.entries(needs).map(
    ([queue, agents]): LineNeed => ({
      queue,
      line: `${queue}#voice`,
      agents,
      openSlots: agents.map((count) => count > 0),
    }),
  );
  const parsed = parseShiftRules(rules, 'SHIFTS.json', { queues: Object.keys(needs), intervalMinutes: 60 });
  return proposeShifts({ rules: parsed, needs: lines, time }, solve);
}

function proposalOf(one: Case) {
  const made = propose(one);
  if (made.kind !== 'proposal') throw new Error(`expected a proposal, got ${JSON.stringify(made)}`);
  return made;
}

const aShape = (more: object = {}) => ({
  name: 'four',
  minutes: 240,
  starts: '00:00-23:00',
  everyMinutes: 60,
  ...more,
});
const aCrew = (more: object = {}) => ({ name: 'desk', agents: 10, queues: ['service'], ...more });

describe('known optima', () => {
  test('eight hours of two agents are four shifts of four hours', () => {
    const made = proposalOf({ rules: { shapes: [aShape()], crews: [aCrew()] }, needs: { service: Array(8).fill(2) } });
    expect(made.shifts).toHaveLength(4);
    expect(made.hours).toEqual({ paid: 16, lacking: 0, idle: 0, reserve: 0 });
    expect(made.proven).toBe(true);
  });

  test('a row of needs is covered by as few runs of five as begun from the left', () => {
    const needs = [17, 13, 15, 19, 14, 16, 11];
    const made = proposalOf({
      rules: {
        shapes: [aShape({ name: 'five', minutes: 300 })],
        crews: [aCrew({ agents: 60 })],
        costs: { lackingHour: 1000, idleHour: 0 },
      },
      needs: { service: [0, 0, 0, 0, ...needs, 0, 0, 0, 0] },
    });
    expect(made.hours.lacking).toBe(0);
    expect(made.shifts).toHaveLength(greedyShifts(needs, 5));
  });

  test('a break is placed where fewer are needed', () => {
    const made = proposalOf({
      rules: {
        shapes: [aShape({ minutes: 300, breaks: [{ minutes: 60, after: 60, until: 180 }] })],
        crews: [aCrew({ agents: 1 })],
      },
      needs: { service: [1, 1, 0, 1, 1] },
    });
    expect(made.shifts[0]?.breaks.map(({ startsAt }) => toIso(startsAt))).toEqual(['2026-03-02T02:00:00.000Z']);
    expect(made.hours).toEqual({ paid: 4, lacking: 0, idle: 0, reserve: 0 });
  });

  test('an agent is not worth a shift where lacking costs less than it', () => {
    const lone = { service: [0, 0, 1, 0, 0] };
    const rules = { shapes: [aShape()], crews: [aCrew()] };
    expect(proposalOf({ rules: { ...rules, costs: { lackingHour: 3 } }, needs: lone }).shifts).toHaveLength(0);
    expect(proposalOf({ rules: { ...rules, costs: { lackingHour: 9 } }, needs: lone }).shifts).toHaveLength(1);
  });

  test('hours that matter more are covered first', () => {
    const made = proposalOf({
      rules: {
        shapes: [aShape()],
        crews: [aCrew({ agents: 1 })],
        costsBetween: [{ between: '04:00-08:00', lackingHour: 20 }],
      },
      needs: { service: Array(8).fill(1) },
    });
    expect(made.shifts.map(({ startsAt }) => toIso(startsAt))).toEqual(['2026-03-02T04:00:00.000Z']);
    expect(made.hours.lacking).toBe(4);
  });

  test('a short peak is the reserve’s, a long one a shift’s', () => {
    const rules = {
      shapes: [aShape()],
      crews: [aCrew()],
      reserve: [{ name: 'office', agents: 2, queues: ['service'] }],
    };
    const short = proposalOf({ rules, needs: { service: [0, 2, 0, 0, 0] } });
    expect(short.shifts).toHaveLength(0);
    expect(short.hours.reserve).toBe(2);
    const long = proposalOf({ rules, needs: { service: [2, 2, 2, 2] } });
    expect(long.shifts).toHaveLength(2);
    expect(long.hours.reserve).toBe(0);
  });

  test('who serves two queues is counted in one of them at a time', () => {
    const made = proposalOf({
      rules: { shapes: [aShape()], crews: [aCrew({ queues: ['service', 'sales'], agents: 2 })] },
      needs: { service: [1, 1, 0, 0], sales: [0, 0, 1, 1] },
    });
    expect(made.shifts).toHaveLength(1);
    expect(made.hours).toEqual({ paid: 4, lacking: 0, idle: 0, reserve: 0 });
  });
});

/** Cover of a line of needs by runs of `length`, begun as late as possible: the fewest there are. */
function greedyShifts(needs: readonly number[], length: number): number {
  const begun: number[] = [];
  let count = 0;
  for (const [at, need] of needs.entries()) {
    const there = begun.slice(Math.max(0, at - length + 1), at).reduce((sum, one) => sum + one, 0);
    begun[at] = Math.max(0, need - there);
    count += begun[at] ?? 0;
  }
  return count;
}

describe('agents are people', () => {
  const week = Array.from({ length: 7 * 24 }, (_, hour) => (hour % 24 >= 8 && hour % 24 < 12 ? 1 : 0));

  test('nobody works two shifts a day, or before they are rested', () => {
    const made = proposalOf({
      rules: { shapes: [aShape({ minutes: 480 })], crews: [aCrew({ agents: 3 })] },
      needs: { service: Array(48).fill(1) },
    });
    for (const shifts of Map.groupBy(made.shifts, ({ agent }) => agent).values())
      for (const [index, shift] of shifts.entries()) {
        const next = shifts[index + 1];
        if (!next) continue;
        expect((next.startsAt - shift.endsAt) / 60_000).toBeGreaterThanOrEqual(660);
        expect(toIso(next.startsAt).slice(0, 10)).not.toBe(toIso(shift.startsAt).slice(0, 10));
      }
    // Three people, rested eleven hours: at most two shifts each in two days.
    expect(made.shifts.length).toBeLessThanOrEqual(6);
    expect(made.hours.lacking).toBe(0);
  });

  test('a week of one agent a day takes two people where each works five shifts', () => {
    const rules = (agents: number) => ({
      shapes: [aShape({ starts: '08:00' })],
      crews: [aCrew({ agents, mostShifts: 5 })],
    });
    const one = proposalOf({ rules: rules(1), needs: { service: week } });
    expect(one.shifts).toHaveLength(5);
    expect(one.hours.lacking).toBe(8);
    const two = proposalOf({ rules: rules(2), needs: { service: week } });
    expect(two.hours.lacking).toBe(0);
    for (const shifts of Map.groupBy(two.shifts, ({ agent }) => agent).values())
      expect(shifts.length).toBeLessThanOrEqual(5);
  });

  test('starts are by the clock on the wall, also on the day it is moved', () => {
    const made = proposalOf({
      rules: { shapes: [aShape({ starts: '08:00' })], crews: [aCrew()] },
      needs: { service: Array.from({ length: 48 }, (_, hour) => (hour > 0 ? 1 : 0)) },
      from: '2026-03-28T00:00:00Z',
      timeZone: 'Europe/Vienna',
    });
    expect([...new Set(made.shifts.map(({ startsAt }) => toIso(startsAt).slice(0, 13)))]).toEqual([
      '2026-03-28T07',
      '2026-03-29T06',
    ]);
  });
});

describe('what clashes is said', () => {
  test('two at all times, and a crew of one', () => {
    const made = propose({
      rules: {
        shapes: [aShape()],
        crews: [aCrew({ agents: 1 })],
        leastAgents: [{ queue: 'service', agents: 2 }],
      },
      needs: { service: [1, 1, 1, 1] },
    });
    expect(made).toMatchObject({
      kind: 'clash',
      rules: [
        { kind: 'least-agents', queue: 'service' },
        { kind: 'crew-size', crew: 'desk' },
      ],
    });
  });

  test('an hour no shape reaches is named', () => {
    const made = propose({
      rules: {
        shapes: [aShape({ starts: '00:00' })],
        crews: [aCrew()],
        leastAgents: [{ queue: 'service', agents: 1 }],
      },
      needs: { service: [1, 1, 1, 1, 1, 0] },
    });
    if (made.kind !== 'clash') throw new Error(`expected a clash, got ${made.kind}`);
    expect(made.rules).toEqual([{ kind: 'least-agents', queue: 'service' }]);
    expect(made.at.map(({ intervalStart }) => toIso(intervalStart))).toEqual(['2026-03-02T04:00:00.000Z']);
  });

  test('shifts owed that rest does not leave room for', () => {
    const made = propose({
      rules: { shapes: [aShape()], crews: [aCrew({ agents: 2, leastShifts: 2, restMinutes: 2880 })] },
      needs: { service: Array(48).fill(1) },
    });
    expect(made).toMatchObject({
      kind: 'clash',
      rules: [
        { kind: 'least-shifts', crew: 'desk' },
        { kind: 'rest', crew: 'desk' },
      ],
    });
  });
});
