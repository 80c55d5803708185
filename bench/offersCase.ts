import type { CallbackTime, CenterScenario } from '../core/simulation/center.ts';
import { simulateCenter } from '../core/simulation/simulateCenter.ts';
import { ratio, seconds } from '../core/time/units.ts';

/*
 * The surge: 100 agents; 88 contacts per handle time for 16 handle times, then 125 for 8, again and again; patience twice
 * a contact; 37.5 % accept a callback; 7 % of those called do not answer, which costs a tenth of a contact.
 */
export const unit = 300;
const cycle = { calm: 16, surge: 8, calmRate: 88, surgeRate: 125 };
const length = cycle.calm + cycle.surge;
const meanRate = (cycle.calm * cycle.calmRate + cycle.surge * cycle.surgeRate) / length;

export interface OfferPolicy {
  readonly name: string;
  /** In handle times; undefined: nothing is offered. */
  readonly expectation?: number;
  readonly time?: CallbackTime;
  /** Waiting customers are asked again so often, in handle times. */
  readonly askAgain?: number;
}

export interface OfferTask {
  readonly policy: OfferPolicy;
  readonly seed: number;
  readonly arrivals: number;
}

/** Shares of the offered contacts, and waits in handle times. */
export interface OfferRun {
  readonly offered: number;
  readonly abandoned: number;
  readonly served: number;
  readonly liveMean: number;
  readonly liveP95: number;
  readonly callbackMean: number;
  readonly callbackP95: number;
  /** The longest from acceptance to the call; the shortest predicted wait that an offer was made at. */
  readonly latestCallback: number;
  readonly leastOffer: number;
}

export function runOffers({ policy, seed, arrivals }: OfferTask): OfferRun {
  let latestCallback = 0;
  let leastOffer = Number.POSITIVE_INFINITY;
  const { queues } = simulateCenter(surgeCenter(policy, seed, arrivals), {
    closed({ offeredAtSeconds }) {
      if (offeredAtSeconds !== undefined) leastOffer = Math.min(leastOffer, offeredAtSeconds / unit);
    },
    called({ startedAfterSeconds }) {
      latestCallback = Math.max(latestCallback, startedAfterSeconds / unit);
    },
  });
  const [figures] = queues;
  if (!figures) throw new Error('the surge has one queue');
  const { offers } = figures;
  return {
    offered: offers?.offeredShare ?? 0,
    abandoned: figures.abandoned / figures.offered,
    served: offers?.served ?? figures.answered / figures.offered,
    liveMean: figures.meanWaitSeconds / unit,
    liveP95: figures.waitQuantiles.p95 / unit,
    callbackMean: (offers?.callbackMeanSeconds ?? 0) / unit,
    callbackP95: (offers?.callbackP95Seconds ?? 0) / unit,
    latestCallback,
    leastOffer,
  };
}

function surgeCenter(policy: OfferPolicy, seed: number, arrivals: number): CenterScenario {
  const rateAt = (at: number) => ((at / unit) % length < cycle.calm ? cycle.calmRate : cycle.surgeRate) / unit;
  return {
    seed,
    untilSeconds: (arrivals / meanRate) * unit,
    queues: [
      {
        name: 'surge',
        channel: 'voice',
        arrivals: { kind: 'changing', perSecondAt: rateAt, mostPerSecond: cycle.surgeRate / unit },
        service: { kind: 'exponential', meanSeconds: unit },
        patience: { kind: 'exponential', meanSeconds: 2 * unit },
        thresholdSeconds: 20,
        ...(policy.expectation !== undefined &&
          policy.time && {
            offers: {
              expectation: { waitSeconds: seconds(policy.expectation * unit), confidence: ratio(0.5) },
              promiseKeptShare: ratio(0.8),
              ...(policy.askAgain !== undefined && { askAgainSeconds: policy.askAgain * unit }),
              callback: {
                acceptedShare: 0.375,
                time: policy.time,
                unansweredShare: 0.07,
                lostSeconds: 0.1 * unit,
                attempts: 1,
                retrySeconds: unit,
              },
            },
          }),
      },
    ],
    profiles: [
      {
        id: 'all',
        concurrency: { voice: 1, chat: 0 },
        whileOn: [],
        queues: [{ queue: 'surge', channel: 'voice', priority: 1, delaySeconds: 0 }],
      },
    ],
    crews: [{ profile: 'all', agents: [{ fromSeconds: 0, agents: 100 }] }],
  };
}
