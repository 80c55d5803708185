import type { Channel } from '../contacts/channel.ts';
import type { QuoteFact } from '../prediction/quoteFact.ts';
import type { Instant, Seconds } from '../time/units.ts';
import type { CallbackKind } from './callback.ts';
import type { AllowanceUse, Feeling, Mark } from './journey.ts';

export const contactSchemaVersion = 1;

/** How a contact's wait for an agent ended. `waiting` while it has not. */
export type Outcome =
  | 'answered'
  | 'abandoned'
  | 'callback'
  | 'moved'
  | 'overflowed'
  | 'waiting'
  /** Left before asking for an agent: never counted as offered. */
  | 'menu-hang-up'
  /** A call the center placed: a callback's leg is counted with its callback, never as a contact of its own. */
  | 'outbound';

/** What the caller answered to an offer. `hold` is what silence means. */
export type Choice = 'callback' | 'hold' | 'keep' | 'live' | 'cancel' | 'move';

/**
 * What is known of one contact. Each fact is set by whoever knows it first and never changed by another order of
 * arrival; outcome and index keys are derived from the facts at each write (core/contacts). Unknown attributes of
 * a newer version are carried along untouched.
 */
export interface ContactRow {
  schemaVersion: number;
  /** Rises with each write: writers that read first write on the condition that it is still the one they read. */
  version: number;
  contactId: string;
  channel?: Channel;
  /** The queue the flow asked about, by its name in settings. */
  askedQueue?: string;
  /** The queue Connect put the contact into, by its name in settings. */
  queuedQueue?: string;
  /** Versioned HMAC of the customer's number; absent for anonymous callers. */
  customerKey?: string;
  /** Its customer was known, and is erased: counted as known, and nobody's. */
  erased?: boolean;
  initiationMethod?: string;
  previousContactId?: string;
  initialContactId?: string;
  initiatedAt?: Instant;
  /** First quote: the contact asked for an agent. */
  quotedAt?: Instant;
  queuedAt?: Instant;
  /** Connected to an agent. */
  answeredAt?: Instant;
  /** The far end of a call we placed picked up. */
  customerAnsweredAt?: Instant;
  endedAt?: Instant;
  /** After-contact work is over. */
  completedAt?: Instant;
  agentId?: string;
  disconnectReason?: string;

  /** What this contact was told and on which grounds, oldest first; at most `maxQuotes`. */
  quotes?: QuoteFact[];
  expectationSeconds?: Seconds;
  /** The group of customers it was quoted for, by its name in settings; absent: none. */
  segment?: string;
  /** Connect's own estimate beside the first quote, for the comparison. */
  ewtSeconds?: Seconds;
  /** When it was told that its wait is unknown: a bound told before is taken back by that. */
  toldUnknownAt?: Instant;
  offeredAt?: Instant;
  /** When it was sent a link by text. */
  linkSentAt?: Instant;
  /** The bound told with the latest offer: an offer is repeated only when a new bound is clearly beyond it. */
  offeredBoundSeconds?: Seconds;
  choice?: Choice;
  choseAt?: Instant;
  /** The callback this contact asked for, or whose leg it is. */
  callbackKey?: string;
  callbackId?: string;
  /** Raised when a callback of this contact is taken back before it began, so that its next one has another id. */
  callbackRound?: number;
  attempt?: number;
  /** On the contact that asked for a callback, once that is over: whether its promise was kept, and whether it rang in time. */
  callbackPromise?: 'kept' | 'broken' | 'withdrawn';
  callbackRungInTime?: boolean;
  callbackKind?: CallbackKind;
  /** Whether customer and agent spoke in it, in time or not, and when it was over. */
  callbackSpoke?: boolean;
  callbackOverAt?: Instant;
  /** On the contact that asked for a callback: when an agent took its place, and when that was over. */
  placeServedAt?: Instant;
  placeEndedAt?: Instant;
  /** Who took its place. */
  placeAgentId?: string;
  /** On a leg: when the customer confirmed to be a human who wants the call. */
  confirmedAt?: Instant;

  /** The customer's contact about the same matter in the seven days before, if there was one when this one asked. */
  repeatOf?: string;
  /** The caller was asked by a menu what it is about. */
  menuAsked?: boolean;
  /** What the agent said of the matter. */
  mark?: Mark;
  markedAt?: Instant;
  /** How the call was to its customer; absent where nothing analysed it, or it was neither. */
  felt?: Feeling;
  /** When its customer was asked two questions, and what they answered: solved, and how easy from 1 to 5. */
  surveyedAt?: Instant;
  surveySolved?: boolean;
  surveyEasy?: number;
  /** What the agent gave, oldest first. */
  allowances?: AllowanceUse[];

  /** 1 is served first; Connect's default is 5. */
  priority?: number;
  /** A waiting entry nobody confirmed is forgotten at this moment. */
  provisionalUntil?: Instant;
  /** The contact with which a kept place began: its start is the rank. */
  keepsPlaceSince?: Instant;
  /** Moved here from a contact on another channel, whose wait since then counts. */
  movedFrom?: string;
  rankedSince?: Instant;
  /** When the sweep last asked Connect whether this contact still waits. */
  checkedAt?: Instant;

  /** Derived at each write: where the contact waits or waited. */
  queue?: string;
  outcome?: Outcome;
  askedAt?: Instant;
  intervalKey?: string;
  rankAt?: Instant;
  waitingKey?: string;
  waitingRank?: string;
  /** Epoch seconds. */
  expiresAt: number;
}

/** A row of ten hours in a queue with a quote a minute still fits DynamoDB's 400 KB a hundred times over. */
export const maxQuotes = 20;

/** What the waiting index shows of a contact. */
export interface WaitingEntry {
  contactId: string;
  rank: string;
  rankAt: Instant;
  priority: number;
  queuedAt?: Instant;
  provisionalUntil?: Instant;
  /** Set when the place is kept by a callback: nobody is on the line. */
  keepsPlaceSince?: Instant;
  checkedAt?: Instant;
}

/** One page of who waits, first to be served first. `more` when the queue is longer than the page. */
export interface WaitingPage {
  entries: WaitingEntry[];
  more: boolean;
}

/** Of a contact's row: when it asked for an agent and what became of it. */
export const askedAttributes = ['askedAt', 'answeredAt', 'endedAt', 'choice', 'choseAt', 'expectationSeconds'] as const;
export type AskedContact = Pick<ContactRow, (typeof askedAttributes)[number]> & { askedAt: Instant };
