import type { Channel } from '../contacts/channel.ts';
import type { Instant, Seconds } from '../time/units.ts';

export const callbackSchemaVersion = 1;

export type OpenState =
  /** Promised; Connect's own callback contact is not bound yet. */
  | 'ACCEPTED'
  /** Bound to a callback contact in Connect's queue. */
  | 'CREATED'
  /** The dialler's: waits for its due time. */
  | 'PENDING'
  /** The intent to place attempt n is committed; whether the call exists is not known yet. */
  | 'DIALING'
  /** The call of attempt n exists. */
  | 'DIALED';

export type TerminalState =
  /** Customer and agent spoke. */
  | 'COMPLETED'
  /** Every attempt went unanswered. */
  | 'EXHAUSTED'
  /** Taken back: by the customer, or because an agent was faster. */
  | 'CANCELLED'
  /** Could not be made before it lapsed. */
  | 'EXPIRED'
  /** The number cannot be called. */
  | 'REJECTED';

export type CallbackState = OpenState | TerminalState;

/** How one settled attempt ended. What follows from each is core/callbacks/disposition.ts. */
export type Disposition =
  /** Answered and confirmed, and an agent was there. */
  | 'spoke'
  | 'not-answered'
  /** Something picked up and pressed no key: a voice mailbox, or a human who does not want to talk. */
  | 'not-confirmed'
  /** The customer confirmed and no agent came. */
  | 'no-agent'
  /** There is no such number. */
  | 'invalid'
  /** The number may not or will not be called: by Connect's rules, the carrier's, ours, or the customer's own wish. */
  | 'blocked'
  /** It never rang. */
  | 'lost'
  /** Taken out of the queue before it rang, to be made at another time. */
  | 'moved';

/** Where a callback was asked for. */
export type Door = 'voice' | 'chat' | 'email' | 'task' | 'web';

/** Who consented to be called is the row's customer; here is when, how, to which words, and where the number may be. */
export interface Consent {
  at: Instant;
  /** The contact, or the request of another door, in which it was given. */
  contactId: string;
  door: Door;
  /** `web-form`: somebody wrote the number down; `login`: the customer's identity provider vouches for it. */
  how: 'key-press' | 'web-form' | 'link' | 'login';
  /** Version of the words consented to. */
  wording: string;
  /** Time zones the number may be in: whose hours the calls keep. Absent from rows of an earlier version. */
  zones?: readonly string[];
}

/** When a callback is made, and until when it is promised. */
export interface CallbackTiming {
  kind: CallbackKind;
  notBefore: Instant;
  promisedBy: Instant;
  /** Start of the booked window, of the kind `window`. */
  windowStartsAt?: Instant;
}

/**
 * `keeps-place`: Connect's queue, agent first. `window`: at a time that suits, booked against the plan. `next-opening`: in
 * the first hour of it, where no plan says more. The latter two are the dialler's, customer first.
 */
export type CallbackKind = 'keeps-place' | 'window' | 'next-opening';

export interface Attempt {
  attempt: number;
  at: Instant;
  contactId?: string;
  disposition?: Disposition;
}

/** One promised callback. Its key is the number to dial and the line of business, so a second open one cannot exist. */
export interface CallbackRow {
  schemaVersion: number;
  version: number;
  callbackKey: string;
  callbackId: string;
  customerKey: string;
  lineOfBusiness: string;
  queue: string;
  channel: Channel;
  state: CallbackState;
  /** Why the state is what it is, one word or a few. */
  reason?: string;
  kind: CallbackKind;
  /** Start of the booked window, of the kind `window`. */
  windowStartsAt?: Instant;
  /** The attempt in progress, or the next one while PENDING; from 1. */
  attempt: number;
  attempts: Attempt[];
  acceptedAt: Instant;
  /** Since when the row is in its state. */
  since: Instant;
  promisedBy: Instant;
  /** The promise that a closing broke: by it the callback is judged, however it is kept later. */
  firstPromisedBy?: Instant;
  /** Moved: by whom, and to which time once Connect's contact, if there is one, has ended. */
  movedBy?: 'closing' | 'customer';
  movesTo?: CallbackTiming;
  /** Not dialled before: the opening, the window, or a retry's pause. */
  notBefore: Instant;
  /** Not dialled after: then it is EXPIRED. */
  expiresBy: Instant;
  sourceContactId: string;
  /** Start of the contact whose place is kept. */
  placeSince: Instant;
  /** The callback contact in progress. */
  contactId?: string;
  confirmedAt?: Instant;
  cancelRequestedAt?: Instant;
  /** When a telephone rang for it first: the promise to ring, apart from the promise to speak. */
  firstRungAt?: Instant;
  spokeAt?: Instant;
  /** How long the customer, there and ready, waited for the agent. */
  gapSeconds?: Seconds;
  /** Who promised it by themselves: asked for first. */
  agentId?: string;
  /** The open callback of another number that this one takes the place of. */
  replaces?: { callbackKey: string; callbackId: string };
  /** AES-256-GCM ciphertext of the E.164 number; opened by the dialler only. */
  numberCipher: string;
  consent: Consent;
  /** Acceptances for this number in the last 24 hours, this one included: the budget per number and day. */
  recentAcceptances: Instant[];
  /** Present while open. */
  dueKey?: string;
  /** When the sweep must look at the row next. */
  dueAt?: Instant;
  /** Epoch seconds; present once terminal. */
  expiresAt?: number;
}
