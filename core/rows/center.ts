import type { Channel } from '../contacts/channel.ts';
import type { EffortCounts, FollowUpCounts } from '../contacts/effort.ts';
import type { SurveyCounts } from '../contacts/survey.ts';
import type { Offer } from '../offers/decision.ts';
import type { DeflectionCounts } from '../offers/deflection.ts';
import type { PredictorSums } from '../prediction/dayScore.ts';
import type { PlanExtract } from '../staffing/freeSlots.ts';
import type { Instant, Seconds } from '../time/units.ts';
import type { Door } from './callback.ts';

export const centerSchemaVersion = 1;

/** What settings' names are called at Connect; written at each deployment. */
export interface DirectoryRow {
  schemaVersion: number;
  instanceArn: string;
  /** Queue name → queue ARN. */
  queues: Record<string, string>;
  /** `chats`: by queue, where a chat for it starts. `textLink`: what becomes of the contact that a text is. */
  flows: { callbackOutbound: string; chats?: Record<string, string> | undefined; textLink?: string | undefined };
  /** Members of the reserve by user name: their user, their own routing profile, and the one in which they help. */
  reserve?: Record<string, { userArn: string; homeProfileArn: string; helpProfileArn: string }>;
  /** Where the command line finds what it operates on; absent in a row that an older version wrote. */
  operations?: OperatedPlaces;
}

export interface OperatedPlaces {
  /** The secret under which customers are named. */
  keysSecretArn: string;
  deadLetters: DeadLetterPlace[];
}

/** A queue in which what failed is kept. */
export interface DeadLetterPlace {
  name: string;
  url: string;
  /** What its bodies are: how a letter is judged before it is sent back. */
  holds: 'contact-events' | 'due-callbacks' | 'scheduled-runs' | 'alarms';
  /** The queue whose function shall work on it again; absent where nothing is ever sent back. */
  returnsTo?: string | undefined;
}

/**
 * The switch that stops all dialling, one row. While it is frozen nothing is dialled and no callback is offered or
 * accepted; what was promised stays in the ledger and goes on when it is not. Never deleted: it says who last turned it.
 */
export interface FreezeRow {
  schemaVersion: number;
  frozen: boolean;
  at: Instant;
  /** Why, in the operator's words. */
  reason: string;
}

/** One queue and channel as Connect's real-time metrics show it. A figure Connect did not give is absent: never 0. */
export interface QueueFigures {
  queue: string;
  channel: Channel;
  contactsInQueue?: number;
  oldestAgeSeconds?: Seconds;
  agentsStaffed?: number;
  agentsAvailable?: number;
  agentsOnContact?: number;
  agentsAfterContactWork?: number;
  ewtSeconds?: Seconds;
}

/** The center at a glance, one row: refreshed once a minute off the caller's path. */
export interface PulseRow {
  schemaVersion: number;
  at: Instant;
  figures: QueueFigures[];
}

/** The wait model of one queue and channel, made by roll-up from the contacts themselves. */
export interface ModelRow {
  schemaVersion: number;
  queue: string;
  channel: Channel;
  at: Instant;
  /** core/prediction's WaitModel, stored whole; read with readWaitModel. */
  model: unknown;
  /** Written by plan-staffing, kept by roll-up. Absent: nothing is planned. */
  plan?: PlanExtract;
  /** To which share of contacts each offer is made, by what came of it; absent: to all. */
  offerShares?: Partial<Record<Offer, number>>;
}

/** A customer who does not want to be called: obeyed at every door and again at dial time. */
export interface OptOutRow {
  schemaVersion: number;
  customerKey: string;
  at: Instant;
  door: Door;
  /** The customer changed their mind and told a person. The row stays, as evidence of both. */
  lifted?: { at: Instant; reason: string };
}

/** A day of one queue and channel, by interval; recomputed from contacts, never incremented. */
export interface DayRow {
  schemaVersion: number;
  queue: string;
  channel: Channel;
  /** YYYY-MM-DD, UTC: each interval carries its own start, so any zone's day can be put together from two rows. */
  date: string;
  intervals: IntervalFigures[];
  /** Epoch seconds. */
  expiresAt: number;
}

/** Effort and what followed are absent from rows of an earlier version; what followed is known 7 and 30 days later. */
export interface IntervalFigures extends Partial<EffortCounts>, Partial<FollowUpCounts>, Partial<SurveyCounts> {
  startsAt: Instant;
  offeredCount: number;
  answeredCount: number;
  abandonedCount: number;
  /** Gave up within serviceLevel.shortAbandonSeconds: dialled by mistake. */
  abandonedShortCount: number;
  callbackCount: number;
  movedCount: number;
  overflowedCount: number;
  waitingCount: number;
  answeredWithinThresholdCount: number;
  abandonedWithinThresholdCount: number;
  callbackWithinThresholdCount: number;
  /** Of answered contacts. */
  waitSeconds: Seconds;
  abandonedWaitSeconds: Seconds;
  handleSeconds: Seconds;
  handledCount: number;
  promisesKeptCount: number;
  promisesBrokenCount: number;
  expectationMetLiveCount: number;
  expectationMissedLiveCount: number;
  /** Of the contacts that took a callback, once it is over. Absent from rows of an earlier version. */
  callbacksKeptCount?: number;
  callbacksBrokenCount?: number;
  /** Rang by the time promised, whether anybody answered or not. */
  callbacksRungInTimeCount?: number;
  /** What came of each offer taken, two days later. */
  deflections?: Partial<Record<Offer, DeflectionCounts>>;
  /** How our forecasts and the rivals' did on the contacts whose wait is known; absent in rows of an earlier version. */
  predictions?: PredictorSums[];
  /** Waits of all offered contacts, answered or not. Absent in rows of older versions. */
  waitedSeconds?: Seconds;
  /** Agents who answered a contact of the interval. */
  agentsSeenCount?: number;
  /** Contacts an agent answered, by how much of the expectation was left: between the bounds of core/contacts/margin.ts. */
  marginCounts?: readonly number[];
  /** The most agents Connect showed as serving while the interval ran; kept when it is computed anew. */
  agentsStaffedCount?: number;
}
