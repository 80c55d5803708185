import { defaultWindowRule } from '../../../core/callbacks/windowRule.ts';
import type {
  CenterScenario,
  TwinCallback,
  TwinOffers,
  TwinProfile,
  TwinQueue,
} from '../../../core/simulation/center.ts';
import { ratio, seconds } from '../../../core/time/units.ts';

/** A queue of 14 erlangs, 180 s handled and as long a patience; each option written in a test matters. */
export const aQueue = (options: Partial<TwinQueue> = {}): TwinQueue => ({
  name: 'service',
  channel: 'voice',
  arrivals: { kind: 'steady', perSecond: 14 / 180 },
  service: { kind: 'exponential', meanSeconds: 180 },
  patience: { kind: 'exponential', meanSeconds: 180 },
  thresholdSeconds: 20,
  ...options,
});

export const aProfile = (options: Partial<TwinProfile> = {}): TwinProfile => ({
  id: 'all',
  concurrency: { voice: 1, chat: 1 },
  whileOn: [],
  queues: [{ queue: 'service', channel: 'voice', priority: 1, delaySeconds: 0 }],
  ...options,
});

export const serves = (queue: string, options: Partial<TwinProfile['queues'][number]> = {}) => ({
  queue,
  channel: 'voice' as const,
  priority: 1,
  delaySeconds: 0,
  ...options,
});

export const crewOf = (profile: string, agents: number) => ({ profile, agents: [{ fromSeconds: 0, agents }] });

export const aCenter = (options: Partial<CenterScenario> = {}): CenterScenario => ({
  seed: 1,
  untilSeconds: 100_000,
  queues: [aQueue()],
  profiles: [aProfile()],
  crews: [crewOf('all', 10)],
  ...options,
});

export const someOffers = (callback: Partial<TwinCallback> = {}, options: Partial<TwinOffers> = {}): TwinOffers => ({
  expectation: { waitSeconds: seconds(60), confidence: ratio(0.5) },
  promiseKeptShare: ratio(0.8),
  callback: {
    acceptedShare: 0.4,
    time: { kind: 'within', withinSeconds: 1800, rule: defaultWindowRule },
    unansweredShare: 0.07,
    lostSeconds: 20,
    attempts: 2,
    retrySeconds: 300,
    ...callback,
  },
  ...options,
});
