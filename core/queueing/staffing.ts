import { erlangA, type ImpatientLoad, type ImpatientQueue } from './erlangA.ts';
import { patientQueue } from './erlangC.ts';

/**
 * What a service level promises. The definitions part by a quarter of the agents where patience is short, so none is a
 * default: `served` counts answers within the threshold among all offered contacts; `waited` counts those who waited no
 * longer, given up or answered; `potential` asks it of a customer who never gives up; `abandoned` limits who gives up.
 */
export type StaffingTarget =
  | { readonly kind: 'served'; readonly ratio: number; readonly thresholdSeconds: number }
  | { readonly kind: 'waited'; readonly ratio: number; readonly thresholdSeconds: number }
  | { readonly kind: 'potential'; readonly ratio: number; readonly thresholdSeconds: number }
  | { readonly kind: 'abandoned'; readonly atMost: number };

export interface Demand {
  readonly arrivalsPerSecond: number;
  readonly handleSeconds: number;
  /** Infinity for customers who never give up. */
  readonly patienceSeconds: number;
  /** Doubt about the arrival rate: its coefficient of variation (gamma). 0 where the rate is known. */
  readonly rateVariation?: number;
}

/**
 * The fewest agents that meet the target. Exact: steady-state Erlang A (Erlang C where nobody gives up), searched by
 * doubling and halving from the offered load. Throws RangeError for an impossible ratio.
 * Known answer: 360 contacts per 30 min of 240 s, 80/20, patient → 54; with 180 s of patience → 50.
 */
export function agentsFor(target: StaffingTarget, demand: Demand): number {
  const share = target.kind === 'abandoned' ? target.atMost : target.ratio;
  if (!(share > 0 && share < 1)) throw new RangeError(`expected a share between 0 and 1, got ${share}`);
  return fewest((agents) => meetsTarget(target, demand, agents), demand.arrivalsPerSecond * demand.handleSeconds);
}

/** The least whole number from 1 that meets; searched outward from `near`. What meets must go on meeting above. */
export function fewest(meets: (agents: number) => boolean, near: number): number {
  let enough = Math.max(1, Math.ceil(near));
  let tooFew = 0;
  while (!meets(enough)) [tooFew, enough] = [enough, enough + Math.max(1, Math.ceil(Math.sqrt(enough)))];
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (meets(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

/** Agents to schedule so that `required` are there when `shrinkage` of paid time goes elsewhere. Applied once. */
export function scheduledAgents(required: number, shrinkage: number): number {
  if (!(shrinkage >= 0 && shrinkage < 1))
    throw new RangeError(`expected a shrinkage from 0 to below 1, got ${shrinkage}`);
  return Math.ceil(required / (1 - shrinkage) - 1e-9);
}

function meetsTarget(target: StaffingTarget, demand: Demand, agents: number): boolean {
  if (demand.patienceSeconds === Number.POSITIVE_INFINITY) {
    if (target.kind === 'abandoned') return true;
    if (demand.arrivalsPerSecond * demand.handleSeconds >= agents) return false;
    return patientQueue({ ...demand, agents }).serviceLevel(target.thresholdSeconds) >= target.ratio;
  }
  const measure = averageOverRate(demand, agents, (queue) => achieved(target, queue));
  return target.kind === 'abandoned' ? measure <= target.atMost : measure >= target.ratio;
}

/** What the target asks of a queue, as the queue does it: a share to be at least `ratio`, or for `abandoned` at most. */
export function achieved(target: StaffingTarget, queue: ImpatientQueue): number {
  switch (target.kind) {
    case 'served':
      return queue.servedWithin(target.thresholdSeconds);
    case 'waited':
      return 1 - queue.waitLongerThan(target.thresholdSeconds);
    case 'potential':
      return 1 - queue.potentialWaitLongerThan(target.thresholdSeconds);
    case 'abandoned':
      return queue.probabilityOfAbandoning;
    default:
      return target satisfies never;
  }
}

/**
 * The mean of a measure per contact when the day's arrival rate is gamma distributed with the demand's variation: busy
 * days count for more, since more contacts see them. Trapezoid rule on ln(rate), exact to 1e-9. Source: Whitt 2006.
 */
export function averageOverRate(demand: Demand, agents: number, measure: (queue: ImpatientQueue) => number): number {
  const load = (rateFactor: number): ImpatientLoad => ({
    agents,
    arrivalsPerSecond: demand.arrivalsPerSecond * rateFactor,
    handleSeconds: demand.handleSeconds,
    patienceSeconds: demand.patienceSeconds,
  });
  const variation = demand.rateVariation ?? 0;
  if (variation === 0) return measure(erlangA(load(1)));
  const shape = 1 / variation ** 2;
  const steps = 80;
  let [weighted, weights] = [0, 0];
  for (let step = -steps; step <= steps; step++) {
    const logFactor = (8 * variation * step) / steps;
    const factor = Math.exp(logFactor);
    // Gamma density, once more by the factor for contacts instead of days, once more for d(factor) = factor · d(log).
    const weight = Math.exp((shape + 1) * logFactor - shape * (factor - 1));
    weights += weight;
    weighted += weight * measure(erlangA(load(factor)));
  }
  return weighted / weights;
}
