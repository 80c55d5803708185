import type { Channel } from '../contacts/channel.ts';
import type { CenterMetric, QueueMetric } from '../rows/metrics.ts';

/** Shares from 0 to 1 that a queue aims at on one channel; undefined: it aims at none. */
export interface Objectives {
  /** Told bounds that come true. */
  readonly promisesKept: number | undefined;
  /** Contacts served within their expectation, or by a callback that came true. */
  readonly expectationMet: number | undefined;
}

export type ObjectivesOf = (queue: string, channel: Channel) => Objectives;

type Counts = Partial<Record<QueueMetric, number>>;

/**
 * What one more outcome of a queue does to the center's objectives: 0 where it is good, 1 / (1 − objective) where it is
 * not. The mean over some time is the burn rate of all queues together, each weighed by its contacts: 1 where exactly
 * as many fail as may, 4 where four times as many do. Outcomes come one by one; nothing is given for other counts.
 * Source: Beyer et al., The Site Reliability Workbook (2018), chapter 5, "Alerting on SLOs".
 */
export function burnOf(counts: Counts, objectives: Objectives): Partial<Record<CenterMetric, number>> {
  const promise = burn(counts.PromisesKept, counts.PromisesBroken, objectives.promisesKept);
  const expectation = burn(counts.ExpectationMet, counts.ExpectationMissed, objectives.expectationMet);
  return {
    ...(promise === undefined ? {} : { PromiseBurn: promise }),
    ...(expectation === undefined ? {} : { ExpectationBurn: expectation }),
  };
}

function burn(good = 0, bad = 0, objective: number | undefined): number | undefined {
  if (objective === undefined || good + bad === 0) return undefined;
  return bad / (good + bad) / (1 - objective);
}

const mostOutcomes = 2000;

/**
 * The fewest outcomes from which on a center that fails exactly as many as it may reaches a burn rate by chance with a
 * probability below `chance`. Failures are taken to come one by one (binomial law). Known answer: an objective of 0.9, a
 * burn rate of 4 and 1 in 2880 → 21 outcomes.
 */
export function outcomesToTell(objective: number, burnRate: number, chance: number): number {
  const mayFail = 1 - objective;
  for (let outcomes = mostOutcomes; outcomes > 0; outcomes -= 1) {
    const failures = Math.ceil(burnRate * mayFail * outcomes - 1e-9);
    if (atLeast(failures, outcomes, mayFail) >= chance) return outcomes + 1;
  }
  return 1;
}

/** P(at least `failures` of `outcomes`) where each fails with this probability. */
function atLeast(failures: number, outcomes: number, probability: number): number {
  if (failures > outcomes) return 0;
  const logWays = logFactorial(outcomes) - logFactorial(failures) - logFactorial(outcomes - failures);
  const odds = probability / (1 - probability);
  let mass = Math.exp(logWays + failures * Math.log(probability) + (outcomes - failures) * Math.log(1 - probability));
  let tail = 0;
  // Beyond the mean each count is less likely than the one before: what can no longer be added is left out.
  for (let count = failures; count <= outcomes && mass > tail * Number.EPSILON; count += 1) {
    tail += mass;
    mass *= ((outcomes - count) / (count + 1)) * odds;
  }
  return tail;
}

const logFactorials = [0];

function logFactorial(count: number): number {
  for (let next = logFactorials.length; next <= count; next += 1)
    logFactorials.push((logFactorials[next - 1] ?? 0) + Math.log(next));
  return logFactorials[count] ?? 0;
}
