import type { WindowRule } from '../callbacks/windowRule.ts';
import type { Channel } from '../contacts/channel.ts';
import type { Expectation } from '../offers/decision.ts';
import type { QueueState } from '../prediction/queueState.ts';
import type { RoutingProfile } from '../routing/idleAgents.ts';
import type { Ratio } from '../time/units.ts';
import type { Arrivals } from './arrivals.ts';
import type { Shift } from './line.ts';
import type { TimeLaw } from './timeLaw.ts';

/** A whole center: queues, agents with routing profiles, and what is done about waits. Times in seconds from the start. */
export interface CenterScenario {
  readonly seed: number;
  /** Nobody new arrives later; who is waiting then still has their turn. */
  readonly untilSeconds: number;
  /** Contacts that ask earlier only fill the center: they are in no figure. @default 0 */
  readonly warmupSeconds?: number;
  readonly queues: readonly TwinQueue[];
  readonly profiles: readonly TwinProfile[];
  readonly crews: readonly Crew[];
  /** Which predictors are asked about everyone who must wait, and held to what came of it. @default none */
  readonly scored?: boolean;
}

export interface TwinProfile extends RoutingProfile {
  /** How fast each contact goes on while the agent has 1, 2, … at hand. @default 1 however many */
  readonly paces?: readonly number[];
}

/** Agents with one routing profile, on a schedule. Who leaves finishes the contacts in hand. */
export interface Crew {
  readonly profile: string;
  /** Earliest first; before the first nobody works. */
  readonly agents: readonly Shift[];
}

export interface TwinQueue {
  readonly name: string;
  readonly channel: Channel;
  readonly arrivals: Arrivals;
  readonly service: TimeLaw;
  /** Null: nobody ever gives up. */
  readonly patience: TimeLaw | null;
  /** Shares of the arrivals that are served before or after the others of the queue (1 first … 10 last, 5 the rest). */
  readonly priorities?: readonly { readonly priority: number; readonly share: number }[];
  /** More contacts may not wait: the next one overflows. @default no end */
  readonly mostWaiting?: number;
  readonly retrials?: Retrials;
  readonly offers?: TwinOffers;
  /** Answered within it counts for the service level. */
  readonly thresholdSeconds: number;
}

/** Customers who gave up and try again: offered anew. */
export interface Retrials {
  readonly share: number;
  readonly afterSeconds: TimeLaw;
  /** At most so many times each. */
  readonly most: number;
}

/** What is offered to one who would wait longer than expected, and what customers make of it. */
export interface TwinOffers {
  readonly expectation: Expectation;
  /** Share of told bounds that shall come true. */
  readonly promiseKeptShare: Ratio;
  /** How often one who holds is asked again. @default on arrival only */
  readonly askAgainSeconds?: number;
  readonly callback?: TwinCallback;
  /** Another queue, commonly of another channel, that some move to. */
  readonly move?: { readonly queue: string; readonly acceptedShare: number };
}

export interface TwinCallback {
  /** Of those it is offered to. */
  readonly acceptedShare: number;
  readonly time: CallbackTime;
  /** Share of calls that nobody answers, and the agent's time each of them costs. */
  readonly unansweredShare: number;
  readonly lostSeconds: number;
  /** Calls placed before it is given up. */
  readonly attempts: number;
  readonly retrySeconds: number;
}

export type CallbackTime =
  /** Served when the turn of the place in the queue comes. */
  | { readonly kind: 'keeps-place' }
  /** Any time from now until so much later, live contacts first. */
  | { readonly kind: 'within'; readonly withinSeconds: number; readonly rule: WindowRule }
  /** The earliest window with room left; where none begins within `aheadSeconds`, no callback is offered. */
  | {
      readonly kind: 'windows';
      readonly windows: readonly TwinWindow[];
      readonly aheadSeconds: number;
      readonly rule: WindowRule;
    };

export interface TwinWindow {
  readonly fromSeconds: number;
  readonly untilSeconds: number;
  readonly capacity: number;
}

/** What somebody who steers the center sees of it, and nothing that happens later. */
export interface CenterView {
  readonly at: number;
  /** The queue as a newcomer would find it; give it to `predictWait`. */
  state(queue: string): QueueState;
  figures(queue: string): QueueNow;
  /** Agents at work with this profile now, and how many of them have nothing in hand. */
  agents(profile: string): { readonly staffed: number; readonly idle: number };
}

/** One queue at one moment. The counts are since the start. */
export interface QueueNow {
  readonly waiting: number;
  /** 0 when nobody waits. */
  readonly oldestWaitSeconds: number;
  readonly offered: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly answeredWithinThreshold: number;
}

/** So many agents, those with nothing in hand first, change their routing profile; contacts in hand they finish. */
export interface AgentMove {
  readonly from: string;
  readonly to: string;
  readonly agents: number;
}

/** Steers the center while it runs: looks each `everySeconds` and may move agents between profiles. */
export interface Control {
  readonly everySeconds: number;
  decide(view: CenterView): readonly AgentMove[];
}

export type Fate = 'answered' | 'abandoned' | 'callback' | 'moved' | 'overflowed' | 'waiting';

/** One contact, once its wait is over. */
export interface ClosedContact {
  readonly queue: string;
  readonly askedAtSeconds: number;
  /** Until the agent, giving up, or accepting an offer; of one still waiting, until the end. */
  readonly waitSeconds: number;
  readonly fate: Fate;
  /** The bound told on arrival; undefined when none was. */
  readonly toldBoundSeconds: number | undefined;
  /** Mean of the predicted wait at the moment of the offer, waited time included; undefined when nothing was offered. */
  readonly offeredAtSeconds: number | undefined;
}

/** A callback once nothing more will be done for it; `startedAfterSeconds`: from its acceptance to the last call. */
export interface ClosedCallback {
  readonly queue: string;
  readonly acceptedAtSeconds: number;
  readonly startedAfterSeconds: number;
  /** Its latest allowed start, from the acceptance. */
  readonly promisedWithinSeconds: number;
  readonly spoke: boolean;
}

export interface CenterHooks {
  readonly control?: Control;
  closed?(contact: ClosedContact): void;
  called?(callback: ClosedCallback): void;
}
