import { type Channel, isLive, type LiveChannel } from '../../core/contacts/channel.ts';
import { type RandomStream, randomStream } from '../../core/random/stream.ts';
import { addSeconds, type Instant, minutes, type Seconds, seconds } from '../../core/time/units.ts';
import { callerNumber, extraCallerNumber, extraNumbers } from './numbers.ts';
import { type CallbackShares, drawChoices, type PlannedContact, seenCallbackShares, type Traffic } from './traffic.ts';

/** A queue as far as its traffic depends on it. */
export interface ServedQueue {
  readonly name: string;
  readonly channels: readonly Channel[];
  isOpenAt(at: Instant): boolean;
  /** Full-time equivalents on shift: an agent of two queues counts half in each. */
  agentsAt(at: Instant): number;
}

/** More voice contacts than a queue can serve, for a while, on top of what the day brings anyway. */
export interface Surge {
  readonly queue: string;
  readonly from: Instant;
  readonly lastsSeconds: Seconds;
  /** Callers within the first half minute, per agent on shift: what makes the line visible at once. */
  readonly burstPerAgent: number;
  /** Further offered load per agent on shift while the surge lasts. */
  readonly addedLoadPerAgent: number;
}

export interface DayOptions {
  readonly seed: number;
  readonly queues: readonly ServedQueue[];
  readonly from: Instant;
  readonly until: Instant;
  readonly surge?: Surge;
  /** True: agents are busy from the first moment on, as on any day that did not begin just now. */
  readonly underWay: boolean;
  readonly shares?: CallbackShares;
}

/**
 * Handle times by channel. Voice: regular calls of the Technion bank, mean 194 s, coefficient of variation 1.11,
 * lognormal. A chat takes longer and an agent holds several.
 */
const handle = { voice: { meanSeconds: 194, cv: 1.11 }, chat: { meanSeconds: 420, cv: 0.9 } } as const;
/** Exponential maximum-likelihood patience of the same bank's regular callers; chatters look away and come back. */
const patienceMeanSeconds = { voice: seconds(438), chat: seconds(900) } as const;
/** Of a queue's agents, the share of work that comes by chat where the queue serves both. */
const chatShare = 0.2;
/** Share of the agents' time that contacts ask for at the quietest, and what the swell of the day adds at most. */
const quietLoad = 0.62;
const swellLoad = 0.22;
const stepSeconds = minutes(5);

/** Traffic that keeps the center's own agents busy, most of the time within what they can do. Same seed, same day. */
export function generatedDay(options: DayOptions): Traffic {
  const planned: Omit<PlannedContact, 'from' | 'sourceId'>[] = [];
  for (const queue of options.queues) {
    for (const channel of queue.channels.filter(isLive)) {
      const chance = randomStream(options.seed, `generated ${queue.name} ${channel} ${options.from}`);
      const arrivals = [
        ...(options.underWay ? alreadyThere(queue, channel, options.from, chance) : []),
        ...usualArrivals(queue, channel, options, chance),
        ...(channel === 'voice' && options.surge?.queue === queue.name
          ? surgeArrivals(queue, options.surge, chance)
          : []),
      ];
      for (const at of arrivals) planned.push(contactAt(at, queue.name, channel, chance, options.shares));
    }
  }
  planned.sort((a, b) => a.at - b.at);
  const contacts = planned
    .filter((contact) => contact.at < options.until)
    .map((contact, index) => ({ ...contact, sourceId: `generated-${index + 1}`, from: callerNumber(index) }));
  return { startsAt: options.from, endsAt: options.until, contacts, staffing: undefined, neverQueued: 0 };
}

/** Callers who come on top of whatever the day brings: `perHour` of one queue, for so long. Same seed and moment, same callers. */
export function extraCallers(options: {
  readonly seed: number;
  readonly queue: string;
  readonly from: Instant;
  readonly lastsSeconds: Seconds;
  readonly perHour: number;
}): Traffic {
  const { seed, queue, from, lastsSeconds, perHour } = options;
  const chance = randomStream(seed, `extra ${queue} ${from}`);
  const loadAgents = (perHour * handle.voice.meanSeconds) / 3600;
  const contacts = arrivalsIn(from, lastsSeconds, loadAgents, 'voice', chance).map((at, index) => ({
    ...contactAt(at, queue, 'voice', chance),
    sourceId: `extra-${index + 1}`,
    from: extraCallerNumber(Math.floor(extraNumbers * chance.uniform()) + index),
  }));
  return { startsAt: from, endsAt: addSeconds(from, lastsSeconds), contacts, staffing: undefined, neverQueued: 0 };
}

function contactAt(
  at: Instant,
  queue: string,
  channel: LiveChannel,
  chance: RandomStream,
  shares = seenCallbackShares,
) {
  return {
    at,
    queue,
    channel,
    patienceSeconds: seconds(chance.exponential(patienceMeanSeconds[channel])),
    handleSeconds: seconds(Math.max(10, chance.lognormal(handle[channel].meanSeconds, handle[channel].cv))),
    ...drawChoices(chance, shares),
  };
}

function usualArrivals(queue: ServedQueue, channel: LiveChannel, day: DayOptions, chance: RandomStream): Instant[] {
  const arrivals: Instant[] = [];
  for (let from = day.from; from < day.until; from = addSeconds(from, stepSeconds)) {
    if (!queue.isOpenAt(from)) continue;
    const loadAgents = (quietLoad + swellLoad * swellAt(from)) * agentsFor(queue, channel, from);
    arrivals.push(...arrivalsIn(from, stepSeconds, loadAgents, channel, chance));
  }
  return arrivals;
}

function alreadyThere(queue: ServedQueue, channel: LiveChannel, from: Instant, chance: RandomStream): Instant[] {
  return queue.isOpenAt(from) ? atOnce(from, Math.round(agentsFor(queue, channel, from) * quietLoad), chance) : [];
}

function surgeArrivals(queue: ServedQueue, surge: Surge, chance: RandomStream): Instant[] {
  const agents = queue.agentsAt(surge.from);
  return [
    ...atOnce(surge.from, Math.ceil(surge.burstPerAgent * agents), chance),
    ...arrivalsIn(surge.from, surge.lastsSeconds, surge.addedLoadPerAgent * agents, 'voice', chance),
  ];
}

function agentsFor(queue: ServedQueue, channel: LiveChannel, at: Instant): number {
  if (queue.channels.filter(isLive).length === 1) return queue.agentsAt(at);
  return queue.agentsAt(at) * (channel === 'chat' ? chatShare : 1 - chatShare);
}

/** 0 to 1, rising and falling within two and a half hours: the load of a real day is never flat for long. */
const swellAt = (at: Instant): number => (1 - Math.cos((2 * Math.PI * (at / 1000)) / 9000)) / 2;

function arrivalsIn(
  from: Instant,
  forSeconds: Seconds,
  loadAgents: number,
  channel: LiveChannel,
  chance: RandomStream,
): Instant[] {
  if (loadAgents <= 0) return [];
  const meanGapSeconds = handle[channel].meanSeconds / loadAgents;
  const arrivals: Instant[] = [];
  for (let after = chance.exponential(meanGapSeconds); after < forSeconds; after += chance.exponential(meanGapSeconds))
    arrivals.push(addSeconds(from, seconds(after)));
  return arrivals;
}

/** So many callers within the same half minute. */
const atOnce = (from: Instant, callers: number, chance: RandomStream): Instant[] =>
  Array.from({ length: callers }, () => addSeconds(from, seconds(30 * chance.uniform())));
