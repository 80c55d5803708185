import { expect, test } from 'vitest';
import { type ForetoldWait, predictorsOfDays, sumPredictions } from '../../../core/prediction/dayScore.ts';
import { memorylessPatience } from '../../../core/prediction/patience.ts';
import { plannedStaffing } from '../../../core/prediction/plannedStaffing.ts';
import { sharedAheadOf } from '../../../core/prediction/sharedQueues.ts';
import { addSeconds, instant, seconds } from '../../../core/time/units.ts';

const noon = instant(Date.UTC(2026, 2, 10, 12));
const later = (second: number) => addSeconds(noon, seconds(second));
const patience = memorylessPatience(100);

const wait = (waitedSeconds: number, served = true): ForetoldWait => ({
  forecast: { meanSeconds: 60, interval80: [30, 100], interval90: [20, 120], rivals: { ql: 80, ewt: 50 } },
  waitedSeconds,
  served,
  toldBoundSeconds: 100,
  lastAnsweredWaitSeconds: 70,
});
const dayOf = (...intervals: ForetoldWait[][]) => ({
  intervals: intervals.map((waits) => ({ predictions: sumPredictions(waits, patience) }) as never),
});
const of = (predictor: string, day: ReturnType<typeof dayOf>) =>
  predictorsOfDays([day]).find((one) => one.predictor === predictor);

test('who was served speaks for those like them who left: by hand', () => {
  const day = dayOf([wait(50), wait(110), wait(40, false)]);
  const [light, heavy] = [Math.exp(0.5), Math.exp(1.1)];
  const ours = of('nohold', day);
  expect(ours).toMatchObject({ contacts: 3, served: 2 });
  expect(ours?.biasSeconds).toBeCloseTo((10 * light - 50 * heavy) / (light + heavy), 9);
  expect(ours?.covered80).toBeCloseTo(light / (light + heavy), 9);
  expect(ours?.covered90).toBe(1);
  expect(ours?.keptShare).toBeCloseTo(light / (light + heavy), 9);
  expect(ours?.meanToldSeconds).toBeCloseTo(100, 9);
});

test('a rival is held to its number as it is, and has no interval', () => {
  const day = dayOf([wait(50), wait(110)]);
  expect(of('ql', day)).toMatchObject({ covered80: undefined, meanToldSeconds: 80 });
  expect(of('les', day)?.meanToldSeconds).toBe(70);
  expect(of('ewt', day)?.keptShare).toBeLessThan(1);
  expect(of('qlm', day)).toBeUndefined();
});

test('two intervals add up to the day that one interval of both would be', () => {
  const [first, second] = [[wait(50), wait(20, false)], [wait(110)]];
  const whole = of('nohold', dayOf([...first, ...second]));
  const parts = of('nohold', dayOf(first, second));
  for (const [name, value] of Object.entries(whole ?? {})) {
    if (typeof value === 'number') expect(parts?.[name as keyof typeof parts]).toBeCloseTo(value, 9);
  }
});

test('a day in which nobody waited, and a row of an earlier version, say nothing', () => {
  expect(predictorsOfDays([dayOf([]), { intervals: [{} as never] }])).toEqual([]);
});

test('of those who wait for agents one shares, so many are ahead; what an old pulse says counts for nothing', () => {
  const figures = [
    { queue: 'sales', channel: 'voice' as const, contactsInQueue: 6 },
    { queue: 'service', channel: 'voice' as const, contactsInQueue: 9 },
    { queue: 'sales', channel: 'chat' as const, contactsInQueue: 9 },
  ];
  const pulse = { schemaVersion: 1, at: noon, figures };
  expect(sharedAheadOf('service', 'voice', pulse, { sales: 0.5 }, later(60))).toBe(3);
  expect(sharedAheadOf('service', 'voice', pulse, { sales: 0.5 }, later(600))).toBe(0);
  expect(sharedAheadOf('service', 'voice', pulse, undefined, noon)).toBe(0);
});

test('the plan is restated for the agents who are there; what lies behind, far ahead or at nobody is left out', () => {
  const step = (second: number, agents: number) => ({ startsAt: later(second), agents });
  const plan = {
    generatedAt: noon,
    agents: [step(-3600, 20), step(-600, 10), step(600, 20), step(1200, 0), step(9000, 5)],
    freeSlots: [],
  };
  expect(plannedStaffing(plan, noon, 9)).toEqual([{ inSeconds: 600, agents: 18 }]);
  expect(plannedStaffing(plan, noon, 0)).toEqual([]);
  expect(plannedStaffing(undefined, noon, 9)).toEqual([]);
});
