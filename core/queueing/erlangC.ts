import { erlangB } from './erlangB.ts';

/** Contacts arriving at random at a steady rate, agents alike. */
export interface Load {
  readonly agents: number;
  readonly arrivalsPerSecond: number;
  readonly handleSeconds: number;
}

/** A queue that nobody leaves, in its steady state. Waits are of all offered contacts unless they say otherwise. */
export interface PatientQueue {
  readonly probabilityOfWait: number;
  readonly occupancy: number;
  /** ASA: here every contact is answered. */
  readonly meanWaitSeconds: number;
  readonly meanQueueLength: number;
  waitLongerThan(seconds: number): number;
  /** Share answered within `seconds`. */
  serviceLevel(thresholdSeconds: number): number;
  /** The wait not exceeded with probability p in [0, 1). */
  waitQuantileSeconds(p: number): number;
}

/**
 * Probability that an arriving contact has to wait (Erlang C, M/M/n: nobody gives up).
 *
 * Throws RangeError when the offered load is not below the agents: such a queue never settles; use erlangA.
 * Source: Gans, Koole & Mandelbaum, M&SOM 5(2), 2003. Known answer: 20 erlangs, 25 agents → 0.2091028266.
 */
export function erlangC(offeredLoadErlangs: number, agents: number): number {
  if (!(offeredLoadErlangs < agents)) {
    throw new RangeError(`expected fewer than ${agents} erlangs for ${agents} agents, got ${offeredLoadErlangs}`);
  }
  const blocked = erlangB(offeredLoadErlangs, agents);
  return (agents * blocked) / (agents - offeredLoadErlangs * (1 - blocked));
}

/** The queue of Erlang C. Throws RangeError unless arrivals × handle time stay below the agents. */
export function patientQueue(load: Load): PatientQueue {
  const offered = load.arrivalsPerSecond * load.handleSeconds;
  const probabilityOfWait = erlangC(offered, load.agents);
  const clearedPerSecond = (load.agents - offered) / load.handleSeconds;
  const waitLongerThan = (seconds: number) =>
    seconds < 0 ? 1 : probabilityOfWait * Math.exp(-clearedPerSecond * seconds);
  return {
    probabilityOfWait,
    occupancy: offered / load.agents,
    meanWaitSeconds: probabilityOfWait / clearedPerSecond,
    meanQueueLength: (load.arrivalsPerSecond * probabilityOfWait) / clearedPerSecond,
    waitLongerThan,
    serviceLevel: (thresholdSeconds) => 1 - waitLongerThan(thresholdSeconds),
    waitQuantileSeconds: (p) => Math.max(0, Math.log(probabilityOfWait / (1 - p)) / clearedPerSecond),
  };
}

/** Mean waits of two classes at the same agents, when the first is always taken first and nobody is interrupted. */
export interface PriorityWaits {
  readonly firstMeanSeconds: number;
  readonly secondMeanSeconds: number;
}

/**
 * Two-class priority without interruption or abandonment (M/M/n, common handle time). `load.arrivalsPerSecond` counts
 * both classes, `firstArrivalsPerSecond` the preferred one. Throws RangeError where Erlang C does.
 * Source: Kella & Yechiali 1985. Known answer: 100 agents, rates 19 and 76 → 0.00625255 and 0.12505108 handle times.
 */
export function priorityWaits(load: Load, firstArrivalsPerSecond: number): PriorityWaits {
  const offered = load.arrivalsPerSecond * load.handleSeconds;
  const free = 1 - offered / load.agents;
  const freeOfFirst = 1 - (firstArrivalsPerSecond * load.handleSeconds) / load.agents;
  const firstMeanSeconds = (erlangC(offered, load.agents) * load.handleSeconds) / (load.agents * freeOfFirst);
  return { firstMeanSeconds, secondMeanSeconds: firstMeanSeconds / free };
}
