import { betaKernel, incompleteBeta } from './beta.ts';
import { erlangB, requireAgents } from './erlangB.ts';
import type { Load } from './erlangC.ts';

/** As Erlang C, with customers who give up after an exponential time of mean `patienceSeconds`. */
export interface ImpatientLoad extends Load {
  readonly patienceSeconds: number;
}

/**
 * A queue that customers leave, in its steady state. Three waits are told apart: the *actual* wait ends with the agent
 * or with giving up; the *potential* wait is that of a customer who would never give up; *answered* contacts have theirs.
 */
export interface ImpatientQueue {
  /** Of finding every agent busy. */
  readonly probabilityOfWait: number;
  readonly probabilityOfAbandoning: number;
  readonly occupancy: number;
  readonly meanQueueLength: number;
  /** Mean actual wait of all offered contacts, those answered at once included. */
  readonly meanWaitSeconds: number;
  /** The potential wait of those who find every agent busy. */
  readonly potentialWait: { readonly meanSeconds: number; readonly variance: number };
  /** Mean squared error of two predictions for those who find every agent busy: the exact mean, and one that ignores patience. */
  readonly squaredError: { readonly exactMean: number; readonly withoutPatience: number };
  waitLongerThan(seconds: number): number;
  potentialWaitLongerThan(seconds: number): number;
  /** Share of all offered contacts that are answered within the threshold. */
  servedWithin(thresholdSeconds: number): number;
  /** Share of the answered contacts that are answered within the threshold. */
  servedWithinOfAnswered(thresholdSeconds: number): number;
  /** The actual wait not exceeded with probability p in [0, 1). */
  waitQuantileSeconds(p: number): number;
}

/**
 * The steady state of M/M/n+M (Erlang A): any load, also above the agents. 1 to 100,000 agents, relative error 1e-13.
 *
 * Probabilities are summed outward from the most likely state, so nothing overflows; a wait behind i others is the
 * log-Beta law of logBeta.ts, whose tails follow from i to i + 1 by one term each: no quadrature.
 * Throws RangeError unless agents is a whole number ≥ 1 and the rest is positive and finite.
 * Source: Garnett, Mandelbaum & Reiman 2002; Mandelbaum & Zeltyn 2007. Known answer: 50 agents, 48 contacts a minute,
 * 1 minute handled, 2 minutes of patience → 3.0912 % abandon, mean wait 3.7095 s.
 */
export function erlangA(load: ImpatientLoad): ImpatientQueue {
  requireAgents(load.agents);
  for (const value of [load.agents, load.arrivalsPerSecond, load.handleSeconds, load.patienceSeconds]) {
    if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`expected agents, arrivals, handle time and patience above 0, got ${JSON.stringify(load)}`);
    }
  }
  const leaving = 1 / load.patienceSeconds;
  const clearing = load.agents / load.handleSeconds;
  const lengths = queueLengths(load);
  // The states with an agent free weigh together as much as Erlang B says, against the state of agents busy, none waiting.
  const blocked = erlangB(load.arrivalsPerSecond * load.handleSeconds, load.agents);
  const free = (lengths[0] ?? 0) * (1 / blocked - 1);
  const total = sum(lengths) + free;
  const waiting = lengths.map((weight) => weight / total);
  const probabilityOfWait = sum(waiting);
  const answeredAtOnce = free < Number.POSITIVE_INFINITY ? free / total : 1;
  const meanQueueLength = waiting.reduce((total, share, length) => total + share * length, 0);
  const probabilityOfAbandoning = (leaving * meanQueueLength) / load.arrivalsPerSecond;
  const potentialWaitLongerThan = (seconds: number) => potentialTail(waiting, clearing / leaving, leaving, seconds);
  const waitLongerThan = (seconds: number) => Math.exp(-leaving * seconds) * potentialWaitLongerThan(seconds);
  const servedWithin = (seconds: number) =>
    answeredAtOnce + servedFromQueue(waiting, clearing / leaving, leaving, seconds);
  // A plan asks thousands of queues, and of none its moments.
  let moments: ReturnType<typeof potentialMoments> | undefined;
  const momentsOf = () => (moments ??= potentialMoments(lengths, clearing, leaving));
  return {
    probabilityOfWait,
    probabilityOfAbandoning,
    occupancy: (load.arrivalsPerSecond * (1 - probabilityOfAbandoning)) / clearing,
    meanQueueLength,
    meanWaitSeconds: meanQueueLength / load.arrivalsPerSecond,
    get potentialWait() {
      return momentsOf().potentialWait;
    },
    get squaredError() {
      return momentsOf().squaredError;
    },
    waitLongerThan,
    potentialWaitLongerThan,
    servedWithin,
    servedWithinOfAnswered: (seconds) => servedWithin(seconds) / (1 - probabilityOfAbandoning),
    waitQuantileSeconds: (p) => tailRoot(waitLongerThan, 1 - p, load.patienceSeconds),
  };
}

/**
 * Weights of i contacts waiting, i = 0, 1, …, while every agent is busy: relative to the most likely queue length, until
 * the rest no longer counts.
 */
function queueLengths(load: ImpatientLoad): number[] {
  const departures = (length: number) => load.agents / load.handleSeconds + length / load.patienceSeconds;
  const mode = Math.max(0, Math.floor((load.arrivalsPerSecond - departures(0)) * load.patienceSeconds));
  const weights: number[] = new Array(mode + 1).fill(0);
  weights[mode] = 1;
  for (let length = mode, weight = 1; length > 0 && weight > 0; length--) {
    weight *= departures(length) / load.arrivalsPerSecond;
    weights[length - 1] = weight;
  }
  for (let length = mode + 1, weight = 1, total = sum(weights); weight > 1e-18 * total; length++) {
    weight *= load.arrivalsPerSecond / departures(length);
    weights.push(weight);
    total += weight;
  }
  return weights;
}

function potentialMoments(lengths: readonly number[], clearing: number, leaving: number) {
  const all = sum(lengths);
  let [mean, exactMean, withoutPatience] = [0, 0, 0];
  let [ownMean, ownVariance] = [0, 0];
  const means = lengths.map((weight, ahead) => {
    const rate = clearing + ahead * leaving;
    ownMean += 1 / rate;
    ownVariance += 1 / (rate * rate);
    mean += (weight / all) * ownMean;
    exactMean += (weight / all) * ownVariance;
    withoutPatience += (weight / all) * (ownVariance + (ownMean - (ahead + 1) / clearing) ** 2);
    return ownMean;
  });
  const between = lengths.reduce(
    (total, weight, ahead) => total + (weight / all) * ((means[ahead] ?? 0) - mean) ** 2,
    0,
  );
  return {
    potentialWait: { meanSeconds: mean, variance: exactMean + between },
    squaredError: { exactMean, withoutPatience },
  };
}

/** Σ share_i · I_x(a, i + 1), x = e^(-leaving·t): the wait behind i others outlasts t. */
function potentialTail(waiting: readonly number[], a: number, leaving: number, seconds: number): number {
  if (seconds <= 0) return seconds < 0 ? 1 : sum(waiting);
  const x = Math.exp(-leaving * seconds);
  const y = -Math.expm1(-leaving * seconds);
  let longer = Math.exp(-a * leaving * seconds);
  let total = 0;
  waiting.forEach((share, ahead) => {
    if (ahead > 0) longer += betaKernel(x, y, a, ahead) / ahead;
    total += share * longer;
  });
  return total;
}

/** Σ share_i · a/(a + i + 1) · P(Beta(a + 1, i + 1) ≥ x): answered from the queue within t, from the longest queue down. */
function servedFromQueue(waiting: readonly number[], a: number, leaving: number, seconds: number): number {
  if (seconds <= 0) return 0;
  const x = Math.exp(-leaving * seconds);
  const y = -Math.expm1(-leaving * seconds);
  let within = incompleteBeta(y, x, waiting.length, a + 1);
  let total = 0;
  for (let ahead = waiting.length - 1; ahead >= 0; ahead--) {
    total += ((waiting[ahead] ?? 0) * a * within) / (a + ahead + 1);
    if (ahead > 0) within += betaKernel(y, x, ahead, a + 1) / ahead;
  }
  return total;
}

/** Where a falling tail reaches `level`; 0 when it starts below. Bisection over a doubling bracket. */
function tailRoot(tail: (seconds: number) => number, level: number, scaleSeconds: number): number {
  if (tail(0) <= level) return 0;
  let low = 0;
  let high = scaleSeconds;
  while (tail(high) > level) [low, high] = [high, high * 2];
  for (let round = 0; round < 100 && high - low > 1e-15 * high; round++) {
    const middle = (low + high) / 2;
    if (tail(middle) > level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
