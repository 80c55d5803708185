import type { Channel } from '../contacts/channel.ts';
import { type Patience, survival } from '../prediction/patience.ts';
import { type Estimate, estimate } from './estimate.ts';
import type { QueueFigures } from './queueFigures.ts';
import { runReplication } from './replications.ts';
import { parseScenario, type Scenario } from './scenario.ts';

/** One queue and channel as it stands at this moment. */
export interface QueueToday {
  readonly queue: string;
  readonly channel: Channel;
  readonly arrivalsPerHour: number;
  /** With an agent or waiting for one: they come first. */
  readonly underWay: number;
  readonly handleSeconds: number;
  readonly patienceSeconds: number;
  readonly expectationSeconds: number;
  readonly confidence: number;
  readonly promiseKeptShare: number;
  /** Whether callers are offered a callback that keeps their place. */
  readonly offersCallback: boolean;
  readonly thresholdSeconds: number;
}

/** Agents who are here and serve the same queues. */
export interface CrewToday {
  readonly queues: readonly string[];
  readonly agents: number;
  /** Chats at a time. */
  readonly chats: number;
}

export interface CenterToday {
  readonly queues: readonly QueueToday[];
  readonly crews: readonly CrewToday[];
}

/** What is to be tried on one queue. */
export interface WhatIf {
  readonly queue: string;
  /** More agents who serve this queue alone; below 0, so many of its agents go. */
  readonly agentsAdded: number;
  /** Its arrivals times this. */
  readonly arrivalsFactor: number;
  /** `as-now` leaves what is offered as it is. */
  readonly offers: 'as-now' | 'none' | 'callback';
}

export const comparedFigures = [
  'waitP80Seconds',
  'meanWaitSeconds',
  'abandonedShare',
  'callbackShare',
  'serviceLevel',
  'metLive',
  'expectationMet',
] as const;

export type ComparedFigure = (typeof comparedFigures)[number];

/** One figure of one queue, before and after, each with the half width of its 95 % interval. */
export interface Compared {
  readonly figure: ComparedFigure;
  readonly before: Estimate;
  readonly after: Estimate;
  /** After less before, pair by pair of the same customers. */
  readonly difference: Estimate;
}

export interface QueueCompared {
  readonly queue: string;
  readonly channel: Channel;
  readonly figures: readonly Compared[];
}

/** Source: Hathaway, Emadi & Deshpande, Management Science 67, 2021: 37 % of callers take a callback that is offered. */
const acceptedShare = 0.37;
/** Handle times of the Technion bank's regular calls. */
const handleCv = 1.11;
/** So soon everybody has come who is there at the beginning. */
const burstSeconds = 5;

/** The center after the change. Agents who go leave the crew that serves the fewest other queues first. */
export function changed(today: CenterToday, { queue, agentsAdded, arrivalsFactor, offers }: WhatIf): CenterToday {
  const queues = today.queues.map((line) =>
    line.queue !== queue
      ? line
      : {
          ...line,
          arrivalsPerHour: line.arrivalsPerHour * arrivalsFactor,
          offersCallback: offers === 'as-now' ? line.offersCallback : offers === 'callback' && line.channel === 'voice',
        },
  );
  return { queues, crews: agentsAdded >= 0 ? joined(today, queue, agentsAdded) : left(today, queue, -agentsAdded) };
}

function joined({ crews }: CenterToday, queue: string, agents: number): CrewToday[] {
  const chats = Math.max(1, ...crews.filter((crew) => crew.queues.includes(queue)).map((crew) => crew.chats));
  return agents === 0 ? [...crews] : [...crews, { queues: [queue], agents, chats }];
}

function left({ crews }: CenterToday, queue: string, agents: number): CrewToday[] {
  let toGo = agents;
  const gone = new Map<CrewToday, number>();
  const serving = crews.filter((crew) => crew.queues.includes(queue));
  for (const crew of serving.toSorted((one, other) => one.queues.length - other.queues.length)) {
    const go = Math.min(toGo, crew.agents);
    gone.set(crew, go);
    toGo -= go;
  }
  return crews.map((crew) => ({ ...crew, agents: crew.agents - (gone.get(crew) ?? 0) }));
}

/**
 * The next `horizonSeconds` of the center for the twin: arrivals go on as they were lately, who is here stays, and who
 * is under way comes within the first five seconds.
 */
export function scenarioOfToday(
  { queues, crews }: CenterToday,
  options: { seed: number; replications: number; horizonSeconds: number },
): Scenario {
  return parseScenario(
    {
      ...options,
      queues: queues.map((line) => ({
        ...scenarioQueue(line),
        ...(crews.some((crew) => crew.queues.includes(line.queue)) ? {} : { agents: 0 }),
      })),
      profiles: crews.map((crew, index) => ({
        name: `${index + 1}: ${crew.queues.join(', ')}`,
        agents: crew.agents,
        voice: 1,
        chat: crew.chats,
        queues: queues
          .filter(({ queue }) => crew.queues.includes(queue))
          .map(({ queue, channel }) => ({ queue: lineName(queue, channel) })),
      })),
    },
    "today's state",
  );
}

const lineName = (queue: string, channel: Channel): string => `${queue}, ${channel}`;

function scenarioQueue(line: QueueToday): object {
  const burst = (line.underWay * 3600) / burstSeconds;
  return {
    name: lineName(line.queue, line.channel),
    channel: line.channel,
    arrivals: {
      kind: 'steps',
      perHour: [
        [0, burst + line.arrivalsPerHour],
        [burstSeconds, line.arrivalsPerHour],
      ],
    },
    service: { kind: 'lognormal', meanSeconds: line.handleSeconds, cv: handleCv },
    patience: { kind: 'exponential', meanSeconds: line.patienceSeconds },
    thresholdSeconds: line.thresholdSeconds,
    // The wait is told either way; nobody takes what is not offered.
    policy: {
      offerBeyondSeconds: line.expectationSeconds,
      confidence: line.confidence,
      promiseKeptShare: line.promiseKeptShare,
      acceptedShare: line.offersCallback ? acceptedShare : 0,
    },
  };
}

/** How long customers of this patience wait at the mean, were there nobody to answer: the area below their survival. */
export const meanPatienceSeconds = (patience: Patience): number =>
  patience.leavingPerSecond.reduce((sum, rate, span) => {
    const from = patience.fromSeconds[span] ?? 0;
    const until = patience.fromSeconds[span + 1] ?? Number.POSITIVE_INFINITY;
    return sum + (survival(patience, from) * (1 - Math.exp(-rate * (until - from)))) / rate;
  }, 0);

const readingOf: Readonly<Record<ComparedFigure, (run: QueueFigures) => number>> = {
  waitP80Seconds: ({ waitQuantiles }) => waitQuantiles.p80,
  meanWaitSeconds: (run) => run.meanWaitSeconds,
  abandonedShare: ({ abandoned, offered }) => abandoned / Math.max(1, offered),
  callbackShare: ({ callback, offered }) => callback / Math.max(1, offered),
  serviceLevel: (run) => run.serviceLevel,
  metLive: ({ offers }) => offers?.metLive ?? 0,
  expectationMet: ({ offers }) => offers?.expectationMet ?? 0,
};

/**
 * Runs both centers on the same customers, so that what chance has in common to both cancels out of the difference.
 * `done` hears of each replication, as a share of the whole. At least two replications; pure.
 */
export function compareToday(
  sides: readonly [CenterToday, CenterToday],
  options: { seed: number; replications: number; horizonSeconds: number },
  done: (share: number) => void = () => {},
): QueueCompared[] {
  const runs = sides.map((side, place) => {
    const scenario = scenarioOfToday(side, options);
    return Array.from({ length: options.replications }, (_, replication) => {
      const run = runReplication(scenario, replication);
      done((place * options.replications + replication + 1) / (2 * options.replications));
      return run;
    });
  });
  return sides[0].queues.map(({ queue, channel }, index) => ({
    queue,
    channel,
    figures: comparedFigures.map((figure): Compared => {
      const [before = [], after = []] = runs.map((side) =>
        side.flatMap((run) => run[index] ?? []).map(readingOf[figure]),
      );
      return {
        figure,
        before: estimate(before),
        after: estimate(after),
        difference: estimate(after.map((value, pair) => value - (before[pair] ?? 0))),
      };
    }),
  }));
}
