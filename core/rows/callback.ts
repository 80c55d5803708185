import type { Channel } from '../contacts/channel.ts';
import type { Instant } from '../time/units.ts';

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

/** How one settled attempt ended. */
export type Disposition = 'spoke' | 'not-answered' | 'not-confirmed' | 'no-agent' | 'refused' | 'lost';

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
  /** `keeps-place`: Connect's queue, agent first. `next-opening`: the dialler's, customer first. */
  kind: 'keeps-place' | 'next-opening';
  /** The attempt in progress, or the next one while PENDING; from 1. */
  attempt: number;
  attempts: Attempt[];
  acceptedAt: Instant;
  /** Since when the row is in its state. */
  since: Instant;
  promisedBy: Instant;
  /** Not dialled before: the opening, or a retry's pause. */
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
  spokeAt?: Instant;
  /** AES-256-GCM ciphertext of the E.164 number; opened by the dialler only. */
  numberCipher: string;
  consent: { at: Instant; contactId: string; how: 'key-press'; wording: string };
  /** Acceptances for this number in the last 24 hours, this one included: the budget per number and day. */
  recentAcceptances: Instant[];
  /** Present while open. */
  dueKey?: string;
  /** When the sweep must look at the row next. */
  dueAt?: Instant;
  /** Epoch seconds; present once terminal. */
  expiresAt?: number;
}
