import type { Channel } from '../contacts/channel.ts';
import type { Instant } from '../time/units.ts';

export const linkSchemaVersion = 1;

/** What a link is for; nothing else can be done with it. */
export type LinkPurpose =
  /** Minted inside a contact that waits: a callback at a time that suits, or a chat in the contact's place. */
  | 'continue'
  /** Minted with a callback: move it or take it back. */
  | 'manage'
  /** Two questions after a contact. */
  | 'survey'
  /** The page of a chat that has begun. Used as often as its customer writes. */
  | 'chat';

/** What its holder asked of a link, once. */
export type LinkUse =
  /** Without a time: the earliest that can be kept. */
  | { kind: 'callback'; startsAt?: Instant }
  | { kind: 'chat' }
  | { kind: 'move'; startsAt: Instant }
  | { kind: 'cancel' }
  /** `easy` from 1, very hard, to 5. */
  | { kind: 'survey'; solved: boolean; easy: number };

/** What came of it: whoever asks again is answered from here. Tokens are made anew from the ids of the links. */
export type LinkResult =
  | { kind: 'callback'; startsAt: Instant; promisedBy: Instant; manageLinkId: string; manageUntil: Instant }
  /** The customer has a callback by another way already; it stays as it is. */
  | { kind: 'open-callback'; promisedBy: Instant }
  | { kind: 'chat'; chatLinkId: string; chatUntil: Instant }
  | { kind: 'cancelled' }
  /** Answered; not solved: called by then, where that may be promised. */
  | { kind: 'surveyed'; promisedBy?: Instant };

/** One signed link: whom it was given to, what it may do, and what it has done. */
export interface LinkRow {
  schemaVersion: number;
  version: number;
  /** 128 bits that nobody can guess. */
  linkId: string;
  purpose: LinkPurpose;
  queue: string;
  /** The contact it was minted for, and how that reached the center. */
  channel: Channel;
  sourceContactId: string;
  customerKey?: string;
  /** AES-256-GCM ciphertext of the number a callback rings. */
  numberCipher?: string;
  /** On a `manage` link: its callback. */
  callbackKey?: string;
  callbackId?: string;
  /** On a `chat` link: the chat, and the ciphertext of the token that speaks for its customer. */
  chatContactId?: string;
  participantCipher?: string;
  validUntil: Instant;
  /** Somebody has begun to use it so: a retry goes on with this and with nothing else. */
  claimed?: { use: LinkUse; at: Instant };
  /** Written together with the mark that it is used: both or neither. */
  used?: { at: Instant; use: LinkUse; result: LinkResult };
  /** Epoch seconds. */
  expiresAt: number;
}

export const keptAnswerSchemaVersion = 1;

/** What a request with an Idempotency-Key was answered, so that the same one is answered the same for a day. */
export interface KeptAnswer {
  schemaVersion: number;
  /** Keyed hash of the route and the key. */
  requestId: string;
  /** Keyed hash of what was asked: another question under the same key is refused. */
  fingerprint: string;
  status: number;
  location?: string;
  body: string;
  /** Epoch seconds. */
  expiresAt: number;
}
