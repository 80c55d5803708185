import { z } from 'zod';
import type { ArrivalRate } from './arrivals.ts';
import type { LineScenario, Shift } from './line.ts';
import type { CallbackPolicy } from './trial.ts';

const positive = z.number().positive();
const share = z.number().min(0).max(1);

const timeLaw = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exponential'), meanSeconds: positive }),
  z.strictObject({ kind: z.literal('lognormal'), meanSeconds: positive, cv: z.number().min(0).max(20) }),
  z.strictObject({ kind: z.literal('deterministic'), meanSeconds: positive }),
  z.strictObject({ kind: z.literal('erlang'), meanSeconds: positive, stages: z.int().min(1).max(1000) }),
  z.strictObject({ kind: z.literal('hyperexponential'), meanSeconds: positive, cv: z.number().gt(1).max(20) }),
  z.strictObject({ kind: z.literal('empirical'), seconds: z.array(positive).min(1) }),
]);

const steps = (value: z.ZodType<number>) => z.array(z.tuple([z.number().min(0), value])).min(1);

const arrivals = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('poisson'), perHour: positive }),
  /** A rate for each step: [fromSecond, contacts per hour]. */
  z.strictObject({ kind: z.literal('steps'), perHour: steps(z.number().min(0)) }),
]);

const queue = z.strictObject({
  name: z.string().min(1),
  arrivals,
  service: timeLaw,
  patience: timeLaw.nullable(),
  agents: z.union([z.int().min(1), steps(z.int().min(0))]),
  /** The threshold of the service level that is reported. */
  thresholdSeconds: positive.default(20),
  /** Callbacks that keep their place, offered beyond a predicted wait. @default none are offered */
  policy: z
    .strictObject({
      offerBeyondSeconds: z.number().min(0),
      acceptedShare: share,
      unansweredShare: share.default(0.07),
      lostSeconds: z.number().min(0).default(30),
    })
    .optional(),
});

/** A what-if: SCENARIO.json. */
export const scenarioSchema = z
  .strictObject({
    seed: z.int().min(0).default(1),
    replications: z.int().min(2).max(1000).default(10),
    horizonSeconds: positive.max(366 * 86_400),
    warmupSeconds: z.number().min(0).default(0),
    queues: z.array(queue).min(1),
  })
  .refine((scenario) => scenario.warmupSeconds < scenario.horizonSeconds, {
    path: ['warmupSeconds'],
    message: 'expected less than horizonSeconds: nothing would be left to report',
  });

export type Scenario = z.output<typeof scenarioSchema>;
export type ScenarioQueue = Scenario['queues'][number];

/** One replication of one queue as the simulator takes it. */
export function lineOf(queue: ScenarioQueue, scenario: Scenario, seed: number): LineScenario {
  const { rate, mostPerSecond } = arrivalRate(queue.arrivals);
  // Six deviations above the mean of the busiest rate: an array's length, never reached before the horizon.
  const most = mostPerSecond * scenario.horizonSeconds;
  return {
    seed,
    customers: Math.ceil(most + 6 * Math.sqrt(most) + 20),
    untilSeconds: scenario.horizonSeconds,
    arrivals: rate,
    service: queue.service,
    patience: queue.patience,
    agents: typeof queue.agents === 'number' ? queue.agents : queue.agents.map(shiftOf),
    ...(queue.policy && { callbacks: queue.policy }),
  };
}

export const policyOf = (queue: ScenarioQueue): CallbackPolicy | undefined => queue.policy;

const shiftOf = ([fromSeconds, agents]: [number, number]): Shift => ({ fromSeconds, agents });

function arrivalRate(given: ScenarioQueue['arrivals']): { rate: ArrivalRate; mostPerSecond: number } {
  if (given.kind === 'poisson') {
    const perSecond = given.perHour / 3600;
    return { rate: { kind: 'steady', perSecond }, mostPerSecond: perSecond };
  }
  const ordered = given.perHour.toSorted(([one], [other]) => one - other);
  const mostPerSecond = Math.max(1e-9, ...ordered.map(([, perHour]) => perHour)) / 3600;
  const perSecondAt = (at: number) => (ordered.findLast(([from]) => from <= at)?.[1] ?? 0) / 3600;
  return { rate: { kind: 'changing', perSecondAt, mostPerSecond }, mostPerSecond };
}
