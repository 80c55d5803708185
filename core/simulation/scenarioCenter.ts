import { defaultWindowRule } from '../callbacks/windowRule.ts';
import type { Channel } from '../contacts/channel.ts';
import { ratio, seconds } from '../time/units.ts';
import type { Arrivals } from './arrivals.ts';
import type { CallbackTime, CenterScenario, Crew, TwinOffers, TwinProfile, TwinQueue } from './center.ts';
import type { Shift } from './line.ts';
import type { Scenario, ScenarioQueue } from './scenario.ts';

type Agents = Scenario['profiles'][number]['agents'];
type Policy = NonNullable<ScenarioQueue['policy']>;

/** One replication as the twin takes it; each has a seed of its own, far from those of neighbouring scenarios. */
export function centerOf(scenario: Scenario, replication: number): CenterScenario {
  const channels = new Map(scenario.queues.map(({ name, channel }) => [name, channel]));
  const own = scenario.queues.filter((queue) => queue.agents !== undefined);
  return {
    seed: scenario.seed + replication * 1_000_003,
    untilSeconds: scenario.horizonSeconds,
    warmupSeconds: scenario.warmupSeconds,
    queues: scenario.queues.map((queue) => queueOf(queue, scenario)),
    profiles: [
      ...own.map((queue) => ownProfile(queue)),
      ...scenario.profiles.map((profile) => profileOf(profile, channels)),
    ],
    crews: [
      ...own.map((queue) => crewOf(ownProfileId(queue), queue.agents ?? 0)),
      ...scenario.profiles.map((profile) => crewOf(profile.name, profile.agents)),
    ],
    scored: true,
  };
}

/** No profile of the scenario can have this id: its names are trimmed. */
const ownProfileId = (queue: ScenarioQueue): string => ` ${queue.name}`;

const ownProfile = (queue: ScenarioQueue): TwinProfile => ({
  id: ownProfileId(queue),
  concurrency: { voice: 1, chat: 1 },
  whileOn: [],
  queues: [{ queue: queue.name, channel: queue.channel, priority: 1, delaySeconds: 0 }],
});

function profileOf(profile: Scenario['profiles'][number], channels: ReadonlyMap<string, Channel>): TwinProfile {
  return {
    id: profile.name,
    concurrency: { voice: profile.voice, chat: profile.chat },
    whileOn: profile.whileOn,
    queues: profile.queues.map((entry) => ({ ...entry, channel: channels.get(entry.queue) ?? 'voice' })),
    ...(profile.paces && { paces: profile.paces }),
  };
}

const crewOf = (profile: string, agents: Agents): Crew => ({
  profile,
  agents: (typeof agents === 'number' ? [[0, agents] as const] : agents)
    .map(([fromSeconds, count]): Shift => ({ fromSeconds, agents: count }))
    .sort((one, other) => one.fromSeconds - other.fromSeconds),
});

function queueOf(queue: ScenarioQueue, scenario: Scenario): TwinQueue {
  const { name, channel, service, patience, thresholdSeconds, priorities, mostWaiting, retrials, policy } = queue;
  return {
    name,
    channel,
    arrivals: arrivalsOf(queue.arrivals, scenario.horizonSeconds),
    service,
    patience,
    thresholdSeconds,
    ...(priorities && { priorities }),
    ...(mostWaiting !== undefined && { mostWaiting }),
    ...(retrials && { retrials }),
    ...(policy && { offers: offersOf(policy, scenario.horizonSeconds) }),
  };
}

function offersOf(policy: Policy, horizonSeconds: number): TwinOffers {
  const { acceptedShare, unansweredShare, lostSeconds, attempts, retrySeconds, move, askAgainSeconds } = policy;
  return {
    expectation: { waitSeconds: seconds(policy.offerBeyondSeconds), confidence: ratio(policy.confidence) },
    promiseKeptShare: ratio(policy.promiseKeptShare),
    callback: {
      acceptedShare,
      time: timeOf(policy.callback, horizonSeconds),
      unansweredShare,
      lostSeconds,
      attempts,
      retrySeconds,
    },
    ...(askAgainSeconds !== undefined && { askAgainSeconds }),
    ...(move && { move }),
  };
}

function timeOf(callback: Policy['callback'], horizonSeconds: number): CallbackTime {
  if (callback.kind === 'keeps-place') return callback;
  const rule = { ...defaultWindowRule, reservedAgents: callback.reservedAgents };
  if (callback.kind === 'within') return { kind: 'within', withinSeconds: callback.withinSeconds, rule };
  const { lengthSeconds, capacity, aheadSeconds } = callback;
  const capacityAt = typeof capacity === 'number' ? () => capacity : stepsAt(capacity);
  const count = Math.ceil((horizonSeconds + aheadSeconds) / lengthSeconds);
  const windows = Array.from({ length: count }, (_, index) => ({
    fromSeconds: index * lengthSeconds,
    untilSeconds: (index + 1) * lengthSeconds,
    capacity: capacityAt(index * lengthSeconds),
  }));
  return { kind: 'windows', windows, aheadSeconds, rule };
}

function arrivalsOf(given: ScenarioQueue['arrivals'], untilSeconds: number): Arrivals {
  switch (given.kind) {
    case 'poisson':
      return { kind: 'steady', perSecond: given.perHour / 3600 };
    case 'steps': {
      const perHourAt = stepsAt(given.perHour);
      const most = Math.max(1e-9, ...given.perHour.map(([, perHour]) => perHour));
      return { kind: 'changing', perSecondAt: (at) => perHourAt(at) / 3600, mostPerSecond: most / 3600, untilSeconds };
    }
    case 'replay':
      return given;
    default:
      return given satisfies never;
  }
}

/** 0 before the first step. */
function stepsAt(steps: readonly (readonly [number, number])[]): (at: number) => number {
  const ordered = steps.toSorted(([one], [other]) => one - other);
  return (at) => ordered.findLast(([from]) => from <= at)?.[1] ?? 0;
}
