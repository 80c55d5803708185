import type { Channel } from '../contacts/channel.ts';
import type { Instant, Seconds } from '../time/units.ts';
import type { Outcome } from './contact.ts';

export const journeySchemaVersion = 1;

/** What the agent said of a matter when the contact was over. `promised`: will ring the customer by a named time. */
export type Mark = 'solved' | 'not-yet' | 'promised';

/** How a conversation was to the customer, as far as its analysis tells. Neither: it says nothing. */
export type Feeling = 'positive' | 'negative';

/** Something an agent gave a customer by themselves. With a reason: beyond the rule. */
export interface AllowanceUse {
  /** Its name in settings. */
  name: string;
  at: Instant;
  /** One of the reasons of settings. */
  reason?: string;
  raisesPriority?: true;
}

/**
 * One contact as it stands in its customer's journey: facts of the contact's own row, in short. Made anew from that row
 * whenever it changes, so that the same row always makes the same digest.
 */
export interface ContactDigest {
  contactId: string;
  channel: Channel;
  queue: string;
  /** When it asked for an agent, or began. */
  at: Instant;
  outcome: Outcome;
  /** It lasts still: nothing of the rest but `movedFrom` is known. */
  isOpen?: true;
  /** Until an agent, an offer taken, or the end. */
  waitSeconds?: Seconds;
  /** Whether the bound it was told came true. Absent: none was told, or it left before. */
  told?: 'kept' | 'broken';
  /** Of a contact that took a callback, or after which one was promised by an agent: how that stands. */
  callback?: 'open' | 'kept' | 'broken' | 'withdrawn';
  /** Who spoke with the customer, in it or in its callback. */
  agentId?: string;
  /** The contact on another channel it goes on from. */
  movedFrom?: string;
  /** The contact an agent passed on as this one. */
  transferredFrom?: string;
  /** The caller was asked by a menu what it is about. */
  menu?: true;
  mark?: Mark;
  felt?: Feeling;
  allowances?: readonly AllowanceUse[];
}

/** What is known of one customer: their contacts of the last weeks, across channels, oldest first. */
export interface Journey {
  digests: readonly ContactDigest[];
}

/** Contacts kept in one journey: more than any customer makes in a month who is not a machine. */
export const mostDigests = 40;

/** A journey is forgotten when its last contact is so long over, or earlier where settings keep contacts for less. */
export const journeyDays = 31;
