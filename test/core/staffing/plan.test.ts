import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IntervalForecast, VolumeForecast } from '../../../core/forecasting/forecast.ts';
import type { Line } from '../../../core/staffing/line.ts';
import { type PlanInput, planAgents, rememberedStaffing } from '../../../core/staffing/plan.ts';
import { shareAgents } from '../../../core/staffing/sharing.ts';
import { freeSlotsOf, planExtract } from '../../../core/staffing/slots.ts';
import { gapsOf } from '../../../core/staffing/suggestions.ts';
import { addSeconds, type Instant, instant, minutes } from '../../../core/time/units.ts';

const halfHour = 1_800_000;
const ten = instant(Date.parse('2026-03-10T10:00:00Z'));

const aLine = (more: Partial<Line> = {}): Line => ({
  queue: 'service',
  channel: 'voice',
  target: { kind: 'potential', ratio: 0.8, thresholdSeconds: 60 },
  contactsPerAgent: 1,
  availableShare: 0.8,
  patienceSeconds: 400,
  ...more,
});

function aForecast(means: readonly number[], queue = 'service'): IntervalForecast[] {
  return means.map((mean, index) => ({
    intervalStart: instant(ten + index * halfHour),
    queue,
    channel: 'voice' as const,
    mean,
    quantiles: { '0.1': mean * 0.8, '0.5': mean, '0.9': mean * 1.2 },
    ahtSeconds: 240,
  }));
}

const volume = (intervals: readonly IntervalForecast[]): VolumeForecast => ({
  schemaVersion: 1,
  method: 'test',
  generatedAt: ten,
  intervalSeconds: 1800,
  knownUntil: ten,
  flags: [],
  intervals,
});

const plan = (means: readonly number[], agents: number, more: Partial<PlanInput> = {}) =>
  planAgents({
    forecast: volume(aForecast(means)),
    lines: { 'service#voice': aLine() },
    scheduledAt: () => [{ lines: ['service#voice'], agents }],
    ...more,
  });

describe('the plan', () => {
  test('shrinkage is counted once: required are available, scheduled are paid', () => {
    const [interval] = plan([100], 30);
    expect(interval).toMatchObject({
      requiredAgents: 13,
      scheduledAgents: 30,
      gapAgents: Math.ceil(13 / 0.8) - 30,
    });
  });

  test('a closed queue needs nobody and wastes who is scheduled', () => {
    const [interval] = plan([100], 3, { isOpenAt: () => false });
    expect(interval).toMatchObject({ requiredAgents: 0, gapAgents: -3, gapProbability: 0, wasteAgents: 3 });
  });

  test('agents of two queues go where the need is, and count once', () => {
    const forecast = volume([...aForecast([100]), ...aForecast([10], 'sales')]);
    const lines = { 'service#voice': aLine(), 'sales#voice': aLine({ queue: 'sales' }) };
    const scheduledAt = () => [{ lines: ['service#voice', 'sales#voice'], agents: 22 }];
    const planned = planAgents({ forecast, lines, scheduledAt });
    expect(planned.map(({ queue }) => queue)).toEqual(['sales', 'service']);
    expect(planned.reduce((sum, { scheduledAgents }) => sum + scheduledAgents, 0)).toBe(22);
    expect(planned.every(({ gapAgents }) => Math.abs(gapAgents) <= 1)).toBe(true);
  });

  test('after a rush the work of the rush is still there', () => {
    const [, first, second] = planAgents({
      forecast: volume(aForecast([300, 300, 100]).map((one) => ({ ...one, ahtSeconds: 1200 }))),
      lines: { 'service#voice': aLine() },
      scheduledAt: () => [],
    });
    const [, , alone] = planAgents({
      forecast: volume(aForecast([100, 100, 100]).map((one) => ({ ...one, ahtSeconds: 1200 }))),
      lines: { 'service#voice': aLine() },
      scheduledAt: () => [],
    });
    expect(second?.requiredAgents).toBeGreaterThan(alone?.requiredAgents ?? 0);
    expect(second?.requiredAgents).toBeLessThan(first?.requiredAgents ?? 0);
  });

  test('what earlier plans worked out changes nothing, nor does leaving out what is not asked for', () => {
    const forecast = volume(aForecast([300, 300, 100, 80]).map((one) => ({ ...one, ahtSeconds: 1200 })));
    const lines = { 'service#voice': aLine() };
    const input = { forecast, lines, scheduledAt: () => [{ lines: ['service#voice'], agents: 40 }] };
    const whole = planAgents(input);
    const staffing = rememberedStaffing();
    planAgents({ ...input, staffing });
    expect(planAgents({ ...input, staffing })).toEqual(whole);
    const span = { from: addSeconds(instant(ten), minutes(45)), until: addSeconds(instant(ten), minutes(90)) };
    expect(planAgents({ ...input, staffing, span })).toEqual(whole.slice(1, 3));
  });

  test('whatever a forecast holds, a plan comes of it: whole agents, none negative, no NaN', () => {
    const any = fc.oneof(
      fc.double({ min: -10, max: 3000 }),
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 0, 1e5),
    );
    const interval = fc.record({ mean: any, low: any, middle: any, high: any, ahtSeconds: any, patienceSeconds: any });
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 3 }), fc.integer({ min: 0, max: 50 }), (intervals, agents) => {
        const forecast = intervals.map(({ mean, low, middle, high, ahtSeconds, patienceSeconds }, index) => ({
          intervalStart: instant(ten + index * halfHour),
          queue: 'service',
          channel: 'voice' as const,
          mean,
          quantiles: { '0.1': low, '0.5': middle, '0.9': high },
          ahtSeconds,
          patienceSeconds,
        }));
        const planned = plan([], agents, { forecast: volume(forecast) });
        expect(planned).toHaveLength(forecast.length);
        for (const { requiredAgents, scheduledAgents, gapAgents, gapProbability, wasteAgents } of planned) {
          for (const whole of [requiredAgents, scheduledAgents, wasteAgents]) {
            expect(Number.isSafeInteger(whole) && whole >= 0).toBe(true);
          }
          expect(Number.isSafeInteger(gapAgents)).toBe(true);
          expect(gapProbability >= 0 && gapProbability <= 1).toBe(true);
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe('agents of several skills', () => {
  test('the specialist stays, the others fill up what is left', () => {
    const shared = shareAgents(
      [
        { lines: ['a'], agents: 10 },
        { lines: ['a', 'b'], agents: 10 },
      ],
      { a: 10, b: 10 },
    );
    expect(shared).toEqual({ a: 10, b: 10 });
  });

  test('nobody is lost and nobody is made', () => {
    const lines = ['a', 'b', 'c'];
    const group = fc.record({
      lines: fc.uniqueArray(fc.constantFrom(...lines), { minLength: 1 }),
      agents: fc.integer({ min: 0, max: 30 }),
    });
    fc.assert(
      fc.property(
        fc.array(group, { maxLength: 4 }),
        fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 3, maxLength: 3 }),
        (groups, needs) => {
          const shared = shareAgents(groups, Object.fromEntries(lines.map((line, index) => [line, needs[index] ?? 0])));
          const total = groups.reduce((sum, { agents }) => sum + agents, 0);
          expect(Object.values(shared).reduce((sum, agents) => sum + agents, 0)).toBe(total);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('gaps and what would close them', () => {
  const nothing = { reserveAt: () => 0, onBreakAt: () => 0, slots: {} };

  test('intervals in a row are one gap, told in agents and minutes', () => {
    const gaps = gapsOf(plan([20, 150, 160, 20], 15), nothing);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toMatchObject({ queue: 'service', minutes: 60, from: ten + halfHour, until: ten + 3 * halfHour });
    expect(gaps[0]?.probability).toBeGreaterThan(0.9);
    expect(gaps[0]?.suggestions).toEqual([
      { kind: 'overtime', agents: gaps[0]?.agents, minutes: 60, from: ten + halfHour, until: ten + 3 * halfHour },
    ]);
  });

  test('a break is moved first, then the reserve called, then later slots opened; overtime is for the rest', () => {
    const later = { startsAt: instant(ten + 4 * halfHour), endsAt: instant(ten + 5 * halfHour), free: 9 };
    const [gap] = gapsOf(plan([20, 150, 160, 20], 15), {
      reserveAt: () => 2,
      onBreakAt: () => 1,
      slots: { 'service#voice': [later] },
    });
    const kinds = gap?.suggestions.map(({ kind }) => kind);
    expect(kinds).toEqual(['move-break', 'call-reserve', 'open-callbacks', 'overtime']);
    expect(gap?.suggestions.at(2)).toMatchObject({ contacts: 9 });
    expect(gap?.suggestions.at(-1)).toMatchObject({ agents: (gap?.agents ?? 0) - 3 });
  });

  test('a plan that fits has none', () => {
    expect(gapsOf(plan([100, 100], 24), nothing)).toEqual([]);
  });
});

describe('slots for callbacks', () => {
  test('what the agents carry beyond a high forecast', () => {
    const planned = plan([100, 100], 30);
    expect(freeSlotsOf(planned, aLine())[0]?.free).toBeGreaterThan(10);
    expect(freeSlotsOf(planned, aLine())[0]?.free).toBeLessThan(100);
  });

  test('too few agents, or a closed queue: no slot, and never a negative one', () => {
    expect(freeSlotsOf(plan([100], 5), aLine())[0]?.free).toBe(0);
    expect(freeSlotsOf(plan([100], 50, { isOpenAt: () => false }), aLine())[0]?.free).toBe(0);
  });

  test('the extract names changes of agents only, from now on', () => {
    const planned = plan([100, 100, 100], 30, {
      scheduledAt: (at: Instant) => [{ lines: ['service#voice'], agents: at >= ten + 2 * halfHour ? 20 : 30 }],
    });
    const extract = planExtract(planned, aLine(), {
      generatedAt: ten,
      flag: 'cold-start',
      from: instant(ten + halfHour + 1),
      until: instant(ten + 10 * halfHour),
    });
    expect(extract).toMatchObject({
      flag: 'cold-start',
      agents: [
        { startsAt: ten + halfHour, agents: 24 },
        { startsAt: ten + 2 * halfHour, agents: 16 },
      ],
    });
    expect(extract.freeSlots).toHaveLength(2);
  });

  test('a night is one slot of the extract, without room', () => {
    const isOpenAt = (_: string, at: Instant) => at < ten + halfHour || at >= ten + 4 * halfHour;
    const planned = plan([100, 100, 100, 100, 100], 50, { isOpenAt });
    const { freeSlots } = planExtract(planned, aLine(), {
      generatedAt: ten,
      flag: undefined,
      from: ten,
      until: instant(ten + 5 * halfHour),
    });
    const [first, night, last] = freeSlots;
    expect(freeSlots).toHaveLength(3);
    expect(night).toEqual({ startsAt: ten + halfHour, endsAt: ten + 4 * halfHour, free: 0 });
    expect([first, last].every((slot) => (slot?.free ?? 0) > 0)).toBe(true);
  });
});
