import { expect, test } from 'vitest';
import { erlangA } from '../../../core/queueing/erlangA.ts';
import { SettingsError } from '../../../core/settings/settingsError.ts';
import { differences } from '../../../core/simulation/comparison.ts';
import { estimate, studentQuantile } from '../../../core/simulation/estimate.ts';
import { reportsOf, runReplication, simulateScenario } from '../../../core/simulation/replications.ts';
import { parseScenario } from '../../../core/simulation/scenario.ts';

const aScenario = (queue: object = {}, scenario: object = {}) =>
  parseScenario(
    {
      seed: 5,
      replications: 6,
      horizonSeconds: 40_000,
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
    },
    'scenario.json',
  );

test("a steady scenario's figures hold the exact ones in their intervals", () => {
  const [report] = simulateScenario(aScenario());
  const exact = erlangA({ agents: 12, arrivalsPerSecond: 280 / 3600, handleSeconds: 180, patienceSeconds: 180 });
  const holds = (seen: { mean: number; halfWidth: number } | undefined, value: number) =>
    // Half as wide again: six replications, four figures asked at once.
    expect(Math.abs((seen?.mean ?? 0) - value)).toBeLessThan(1.5 * (seen?.halfWidth ?? 0));
  holds(report?.serviceLevel, exact.servedWithin(20));
  holds(report?.offered, (280 / 3600) * 34_000);
  holds(report?.abandoned, (280 / 3600) * 34_000 * exact.probabilityOfAbandoning);
  const ours = report?.predictors.find((figures) => figures.predictor === 'nohold');
  expect(Math.abs((ours?.covered90?.mean ?? 0) - 0.9)).toBeLessThan(0.02);
  expect(Math.abs((ours?.covered80?.mean ?? 0) - 0.8)).toBeLessThan(0.02);
});

test('everybody offered is answered or leaves', () => {
  const [report] = simulateScenario(aScenario({}, { replications: 2, horizonSeconds: 10_000 }));
  expect((report?.answered.mean ?? 0) + (report?.abandoned.mean ?? 0)).toBeCloseTo(report?.offered.mean ?? 0, 9);
});

test('two scenarios share their customers: a difference of nothing is nothing', () => {
  const short = { replications: 2, horizonSeconds: 10_000 };
  const [report] = simulateScenario(aScenario({}, short));
  expect(simulateScenario(aScenario({}, short))).toEqual([report]);
  const [more] = simulateScenario(aScenario({ agents: 13 }, short));
  expect(more?.abandoned.mean).toBeLessThan(report?.abandoned.mean ?? 0);
});

test('callbacks beyond a wait bring fewer abandoned', () => {
  const policy = { offerBeyondSeconds: 30, acceptedShare: 0.6 };
  const short = { replications: 2, horizonSeconds: 20_000 };
  const [offered] = simulateScenario(aScenario({ policy }, short));
  expect(offered?.abandoned.mean).toBeLessThan(0.9 * (simulateScenario(aScenario({}, short))[0]?.abandoned.mean ?? 0));
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
  expect(studentQuantile(0.975, 1)).toBeCloseTo(12.7062, 4);
  expect(studentQuantile(0.975, 2)).toBeCloseTo(4.30265, 5);
  expect(studentQuantile(0.9995, 99)).toBeCloseTo(3.3915, 3);
});

const aQueue = {
  name: 'service',
  arrivals: { kind: 'poisson', perHour: 10 },
  service: { kind: 'exponential', meanSeconds: 180 },
  patience: null,
  agents: 2,
};

/** The first mistake of a scenario, as it is said. */
function refusal(scenario: object): string {
  try {
    parseScenario({ horizonSeconds: 3600, queues: [aQueue], ...scenario }, 'scenario.json');
  } catch (error) {
    if (error instanceof SettingsError) return error.message.split('\n')[0] ?? '';
    throw error;
  }
  return 'accepted';
}

const withQueue = (queue: object) => refusal({ queues: [{ ...aQueue, ...queue }] });

test('a mistake is told with its path, its value and what was expected', () => {
  expect(withQueue({})).toBe('accepted');
  expect(withQueue({ agents: -1 })).toBe(
    'scenario.json queues[0].agents: expected agents from 0 to 100000, got -1. Write 0.',
  );
  expect(withQueue({ agents: 'many' })).toContain(
    'agents: expected a whole number of agents, or a list of [fromSecond',
  );
  expect(withQueue({ agents: undefined })).toBe(
    'scenario.json queues[0].agents: expected a number of agents, or a profile that serves the queue, got nothing. Write 1.',
  );
  expect(withQueue({ service: { kind: 'normal', meanSeconds: 1 } })).toContain('queues[0].service');
  expect(withQueue({ patience: { kind: 'exponential', meanSeconds: -1 } })).toBe(
    'scenario.json queues[0].patience.meanSeconds: expected seconds above 0, got -1.',
  );
  expect(withQueue({ agent: 3 })).toContain('queues[0].agent: expected one of the keys');
  expect(withQueue({ agent: 3 })).toContain('Write "agents".');
  expect(withQueue({ policy: { offerBeyondSeconds: 9, acceptedShare: 30 } })).toContain('Write 0.3.');
  expect(refusal({ warmupSeconds: 4000 })).toContain('warmupSeconds: expected fewer seconds than horizonSeconds');
  expect(refusal({ queues: [aQueue, aQueue] })).toContain('queues[1].name: expected a name no other queue has');
  expect(refusal({ profiles: [{ name: 'all', agents: 1, queues: [{ queue: 'sales' }] }] })).toBe(
    'scenario.json profiles[0].queues[0].queue: expected one of the queues "service", got "sales".',
  );
});

test('a scenario with skills, chat, retrials, windows and a move says all of it', () => {
  const center = parseScenario(
    {
      replications: 2,
      horizonSeconds: 7200,
      queues: [
        {
          ...aQueue,
          agents: undefined,
          arrivals: {
            kind: 'steps',
            perHour: [
              [0, 60],
              [3600, 90],
            ],
          },
          patience: { kind: 'lognormal', meanSeconds: 200 },
          retrials: { share: 0.5, afterSeconds: { kind: 'exponential', meanSeconds: 60 } },
          policy: {
            offerBeyondSeconds: 20,
            acceptedShare: 0.3,
            callback: { kind: 'windows', lengthSeconds: 900, capacity: 4, aheadSeconds: 3600 },
            move: { queue: 'chat', acceptedShare: 0.2 },
          },
        },
        { ...aQueue, name: 'chat', channel: 'chat', agents: [[0, 1]] },
      ],
      profiles: [
        {
          name: 'both',
          agents: 3,
          chat: 2,
          paces: [1, 0.8],
          queues: [{ queue: 'service' }, { queue: 'chat', priority: 2 }],
        },
      ],
    },
    'scenario.json',
  );
  const [service, chat] = simulateScenario(center);
  expect(service?.callback.mean).toBeGreaterThan(0);
  expect(service?.moved.mean).toBeGreaterThan(0);
  expect(service?.returned.mean).toBeGreaterThan(0);
  expect(service?.offers?.callbacksSpoke.mean).toBeGreaterThan(0);
  expect(chat?.offered.mean).toBeGreaterThan(service?.moved.mean ?? 0);
});

test('a difference over pairs is far narrower than the figures it is of', () => {
  const [few, more] = [aScenario(), aScenario({ agents: 13 })];
  const runsOf = (scenario: typeof few) =>
    Array.from({ length: scenario.replications }, (_, replication) => runReplication(scenario, replication));
  const [one, other] = [runsOf(few), runsOf(more)];
  const [difference] = differences([few, more], [one, other]);
  expect(difference?.figures.offered).toEqual({ mean: 0, halfWidth: 0 });
  const apart = reportsOf(more, other)[0]?.abandoned.halfWidth ?? 0;
  const paired = difference?.figures.abandoned;
  expect((paired?.mean ?? 0) + (paired?.halfWidth ?? 0)).toBeLessThan(0);
  expect(paired?.halfWidth).toBeLessThan(apart);
});
