import { expect, test } from 'vitest';
import { erlangA } from '../../../core/queueing/erlangA.ts';
import { estimate, simulateScenario } from '../../../core/simulation/replications.ts';
import { scenarioSchema } from '../../../core/simulation/scenario.ts';

const aScenario = (queue: object = {}, scenario: object = {}) =>
  scenarioSchema.parse({
    seed: 5,
    replications: 6,
    horizonSeconds: 60_000,
    warmupSeconds: 6000,
    queues: [
      {
        name: 'service',
        arrivals: { kind: 'poisson', perHour: 280 },
        service: { kind: 'exponential', meanSeconds: 180 },
        patience: { kind: 'exponential', meanSeconds: 180 },
        agents: 12,
        ...queue,
      },
    ],
    ...scenario,
  });

test("a steady scenario's figures hold the exact ones in their intervals", () => {
  const [report] = simulateScenario(aScenario());
  const exact = erlangA({ agents: 12, arrivalsPerSecond: 280 / 3600, handleSeconds: 180, patienceSeconds: 180 });
  const holds = (seen: { mean: number; halfWidth: number } | undefined, value: number) =>
    // Half as wide again: six replications, four figures asked at once.
    expect(Math.abs((seen?.mean ?? 0) - value)).toBeLessThan(1.5 * (seen?.halfWidth ?? 0));
  holds(report?.serviceLevel, exact.servedWithin(20));
  holds(report?.offered, (280 / 3600) * 54_000);
  holds(report?.abandoned, (280 / 3600) * 54_000 * exact.probabilityOfAbandoning);
  const ours = report?.predictors.find((figures) => figures.predictor === 'nohold');
  expect(Math.abs((ours?.covered90?.mean ?? 0) - 0.9)).toBeLessThan(0.02);
  expect(Math.abs((ours?.covered80?.mean ?? 0) - 0.8)).toBeLessThan(0.02);
});

test('everybody offered is answered or leaves', () => {
  const [report] = simulateScenario(aScenario());
  expect((report?.answered.mean ?? 0) + (report?.abandoned.mean ?? 0)).toBeCloseTo(report?.offered.mean ?? 0, 9);
});

test('two scenarios share their customers: a difference of nothing is nothing', () => {
  expect(simulateScenario(aScenario())).toEqual(simulateScenario(aScenario()));
  const more = simulateScenario(aScenario({ agents: 13 }))[0];
  expect(more?.abandoned.mean).toBeLessThan(simulateScenario(aScenario())[0]?.abandoned.mean ?? 0);
});

test('callbacks beyond a wait bring fewer abandoned', () => {
  const policy = { offerBeyondSeconds: 30, acceptedShare: 0.6 };
  const [offered] = simulateScenario(aScenario({ policy }));
  expect(offered?.abandoned.mean).toBeLessThan(0.8 * (simulateScenario(aScenario())[0]?.abandoned.mean ?? 0));
});

test('progress is told to the end', () => {
  const shares: number[] = [];
  simulateScenario(aScenario({}, { replications: 2, horizonSeconds: 7000 }), (share) => shares.push(share));
  expect(shares).toEqual([0.5, 1]);
});

test("the intervals are Student's", () => {
  const { mean, halfWidth } = estimate([1, 2, 3, 4, 5]);
  expect(mean).toBe(3);
  expect(halfWidth).toBeCloseTo(2.7764 * Math.sqrt(2.5 / 5), 2);
  expect(estimate(Array.from({ length: 10 }, (_, index) => index)).halfWidth).toBeCloseTo(
    2.2622 * Math.sqrt(82.5 / 9 / 10),
    3,
  );
});

test.each([
  [{ agents: 0 }, 'queues.0.agents'],
  [{ service: { kind: 'normal', meanSeconds: 1 } }, 'queues.0.service'],
  [{ patience: { kind: 'exponential', meanSeconds: -1 } }, 'queues.0.patience.meanSeconds'],
  [{ agent: 3 }, 'queues.0'],
])('%j is refused at %s', (queue, path) => {
  const result = scenarioSchema.safeParse({
    horizonSeconds: 3600,
    queues: [
      {
        name: 'service',
        arrivals: { kind: 'poisson', perHour: 10 },
        service: { kind: 'exponential', meanSeconds: 180 },
        patience: null,
        agents: 2,
        ...queue,
      },
    ],
  });
  expect(result.error?.issues.map((issue) => issue.path.join('.')).join()).toContain(path);
});
