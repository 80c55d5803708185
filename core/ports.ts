import type { Channel } from './contacts/channel.ts';
import type { JourneyRows } from './journeyPorts.ts';
import type { CallbackRow } from './rows/callback.ts';
import type { DayRow, DirectoryRow, FreezeRow, ModelRow, OptOutRow, PulseRow, QueueFigures } from './rows/center.ts';
import type { AskedContact, ContactRow, WaitingPage } from './rows/contact.ts';
import type { Journey } from './rows/journey.ts';
import type { KeptAnswer, LinkRow } from './rows/link.ts';
import type { CenterMetric, QueueMetric } from './rows/metrics.ts';
import type { Instant } from './time/units.ts';

/** What core's callers may ask of the world. Faults are thrown as Fault (adapters/fault.ts); outcomes are returned. */

export interface Clock {
  now(): Instant;
}

/** `conflict`: somebody else wrote first; read again. */
export type Written = 'written' | 'conflict';

/** Facts a flow's Lambda adds without reading first: `once` only where absent, `latest` always, `drop` removed. */
export interface Note {
  once?: Partial<ContactRow>;
  latest?: Partial<ContactRow>;
  drop?: readonly (keyof ContactRow)[];
}

export interface ContactRows extends JourneyRows {
  /** Strongly consistent. */
  get(contactId: string): Promise<ContactRow | undefined>;
  /** The same for up to 100 contacts in one request; those without a row are left out. */
  getMany(contactIds: readonly string[]): Promise<ReadonlyMap<string, ContactRow>>;
  /** Writes the whole row when the stored one still has `expectedVersion` (undefined: when there is none). */
  replace(row: ContactRow, expectedVersion: number | undefined): Promise<Written>;
  /**
   * Adds facts in one write, making the row when there is none. With `unlessOver` nothing is written to a contact
   * that an agent answered or that ended. Gives the row before (undefined: there was none) and after.
   */
  note(contactId: string, note: Note, unlessOver?: boolean): Promise<Noted>;
}

export type Noted = { kind: 'noted'; before: ContactRow | undefined; after: ContactRow } | { kind: 'over' };

export interface WaitingRows {
  /** First to be served first; from an index, hence seconds behind. */
  waiting(queue: string, channel: Channel, limit: number): Promise<WaitingPage>;
}

/**
 * quote-wait's one read: its own contact, the customer's callback and journey, the queue's model, the center's pulse, whether
 * dialling is frozen, and what is booked into the queue's windows.
 */
export interface QuoteRows {
  readForQuote(keys: {
    contactId: string;
    callbackKey: string | undefined;
    queue: string;
    channel: Channel;
    /** Every name of the customer under which a journey may lie; none: it is not read. */
    journeyOf?: readonly string[];
  }): Promise<{
    contact: ContactRow | undefined;
    journey: Journey;
    callback: CallbackRow | undefined;
    model: ModelRow | undefined;
    pulse: PulseRow | undefined;
    frozen: boolean;
    booked: BookedWindows;
  }>;
}

/** Callbacks booked into each window of a queue, by the window's start; a window without any is absent. */
export type BookedWindows = ReadonlyMap<Instant, number>;

export interface WindowBooking {
  queue: string;
  startsAt: Instant;
  callbackId: string;
  /** Most callbacks the window takes. */
  capacity: number;
  /** Windows that are over, forgotten with this write. */
  forget: readonly Instant[];
}

export interface WindowRows {
  bookedWindows(queue: string): Promise<BookedWindows>;
  /** Takes a place on condition that one is left. The same callback has one place in a window, however often it asks. */
  bookWindow(booking: WindowBooking): Promise<'booked' | 'full'>;
  releaseWindow(queue: string, startsAt: Instant, callbackId: string): Promise<void>;
}

/** All that a booking looks at before it promises, in one read. Strongly consistent. */
export interface BookingRows {
  readForBooking(keys: { callbackKey: string; customerKey: string; queue: string }): Promise<BookingFacts>;
}

export interface BookingFacts {
  /** The ledger's slot, open or just closed. */
  slot: CallbackRow | undefined;
  optedOut: boolean;
  frozen: boolean;
  model: ModelRow | undefined;
  booked: BookedWindows;
}

/** Customers who do not want to be called. */
export interface OptOutRows {
  optOut(customerKey: string): Promise<OptOutRow | undefined>;
  putOptOut(row: OptOutRow): Promise<void>;
}

export interface CallbackRows {
  /** The row in the ledger's slot, open or just closed. Strongly consistent. */
  get(callbackKey: string): Promise<CallbackRow | undefined>;
  /** Replaces the row on condition of its version; undefined: the slot is empty. */
  replace(row: CallbackRow, expectedVersion: number | undefined): Promise<Written>;
  /** Writes history first, idempotently, then replaces the row on condition of its version. */
  close(row: CallbackRow, expectedVersion: number): Promise<Written>;
  /** Writes history alone, idempotently; a newer row there stays. */
  remember(row: CallbackRow): Promise<void>;
  /**
   * Raises the version of this callback, so that whoever read it before comes too late to change it; only while it is open
   * and nobody has asked for its end. Gives the row as it is then; undefined: it was not written.
   */
  touch(callbackKey: string, callbackId: string): Promise<CallbackRow | undefined>;
  /** Open rows, however far off, those due first first. */
  open(limit: number): Promise<CallbackRow[]>;
}

/** What is known of a customer's contact without reading its row. */
export type CustomerContact = Pick<ContactRow, 'contactId' | 'initiatedAt' | 'outcome'>;

export interface CenterRows extends WindowRows, OptOutRows, BookingRows {
  directory(): Promise<DirectoryRow | undefined>;
  putDirectory(row: DirectoryRow): Promise<void>;
  /** Undefined: nobody has ever frozen the dialling. Strongly consistent. */
  freeze(): Promise<FreezeRow | undefined>;
  putFreeze(row: FreezeRow): Promise<void>;
  pulse(): Promise<PulseRow | undefined>;
  /** Only a newer pulse replaces an older one: one sweep wins. */
  putPulse(row: PulseRow): Promise<Written>;
  model(queue: string, channel: Channel): Promise<ModelRow | undefined>;
  /** Writes the model; a plan's extract in the same row stays where `row` has none. */
  putModel(row: ModelRow): Promise<void>;
  day(queue: string, channel: Channel, date: string): Promise<DayRow | undefined>;
  /** Of every date from `from` until `until`, YYYY-MM-DD, both included; dates without a row are left out. */
  days(queue: string, channel: Channel, from: string, until: string): Promise<DayRow[]>;
  putDay(row: DayRow): Promise<void>;
  /** Contacts that asked for an agent in the interval that begins at `startsAt`; newest first, at most `limit`. */
  contactsOf(queue: string, channel: Channel, startsAt: Instant, limit: number): Promise<ContactRow[]>;
  /** Contacts that asked for an agent from `since` until the end of its interval; newest first, at most `limit`. */
  askedSince(queue: string, channel: Channel, since: Instant, limit: number): Promise<AskedContact[]>;
  /** The customer's contacts, newest first, at most `limit`; from an index, hence seconds behind. */
  contactsOfCustomer(customerKey: string, limit: number): Promise<CustomerContact[]>;
  /** Up to where intervals were rolled up; undefined: never. */
  rolledUpUntil(): Promise<Instant | undefined>;
  putRolledUpUntil(until: Instant): Promise<void>;
  /**
   * Spends one of `limit` from a named budget that is forgotten after `until`. `on` says what for: the same thing is paid
   * for once, however often it is tried. A budget is spent always with `on` or always without.
   */
  spend(budget: string, limit: number, until: Instant, on?: string): Promise<'spent' | 'exhausted'>;
}

export interface LinkRows {
  /** Strongly consistent. */
  get(linkId: string): Promise<LinkRow | undefined>;
  /** Writes the whole row on condition of its version; undefined: only where there is none. */
  replace(row: LinkRow, expectedVersion: number | undefined): Promise<Written>;
}

export interface KeptAnswers {
  get(requestId: string): Promise<KeptAnswer | undefined>;
  /** The first answer stays. */
  keep(answer: KeptAnswer): Promise<Written>;
}

/** Names and signs links, under keys of which the two latest versions are good. */
export interface LinkKeys {
  /** 128 bits that nobody can guess and the same seed gives again: a link minted twice is one link. */
  idOf(seed: string): Promise<string>;
  /** The token that stands in the link's address. */
  sign(linkId: string, validUntil: Instant): Promise<string>;
  read(token: string, now: Instant): Promise<ReadToken>;
}

export type ReadToken = { kind: 'valid'; linkId: string; validUntil: Instant } | { kind: 'expired' | 'forged' };

/** A dial the dialler shall make; carries no number. */
export interface DueCallback {
  callbackKey: string;
  callbackId: string;
  attempt: number;
}

export interface DueCallbacks {
  /** Each comes to the dialler in its turn, at the dialler's pace from now on; the first is turn `firstTurn`, from 0. */
  send(due: readonly DueCallback[], firstTurn?: number): Promise<void>;
}

/** A contact as Connect itself describes it. */
export interface ContactAtConnect {
  contactId: string;
  initiationMethod?: string;
  initialContactId?: string;
  previousContactId?: string;
  channel?: Channel;
  queueArn?: string;
  initiatedAt?: Instant;
  queuedAt?: Instant;
  answeredAt?: Instant;
  customerAnsweredAt?: Instant;
  endedAt?: Instant;
  agentId?: string;
  disconnectReason?: string;
}

/** `refused` never placed a call; `busy` may be tried again later; any other failure is a Fault and ambiguous. */
export type Placed =
  | { kind: 'placed'; contactId: string }
  | { kind: 'refused'; reason: string }
  | { kind: 'busy'; reason: string };

export interface OutboundCall {
  name: string;
  clientToken: string;
  number: string;
  flowId: string;
  queueArn: string;
  ringSeconds: number;
  attributes: Record<string, string>;
}

export interface ContactCenter {
  /** Undefined: Connect knows no such contact. */
  describe(contactId: string): Promise<ContactAtConnect | undefined>;
  /** The call placed under this opaque name, if the search already shows it. */
  findByName(name: string, from: Instant, to: Instant): Promise<ContactAtConnect | undefined>;
  place(call: OutboundCall): Promise<Placed>;
  /** Best effort: a contact that is over already is no fault. */
  stop(contactId: string): Promise<void>;
  /** One call for up to 100 queues. */
  figures(queues: Readonly<Record<string, string>>): Promise<QueueFigures[]>;
}

/** The customer under a versioned key; the number only as ciphertext. */
export interface Customers {
  keyOf(number: string): Promise<string>;
  /** Every key the number has or had. */
  keysOf(number: string): Promise<string[]>;
  encrypt(number: string): Promise<string>;
  decrypt(cipher: string): Promise<string>;
}

/** What settle-deployment ties together at Connect after each deployment, because CloudFormation cannot. */
export interface Bindings {
  associateNumber(instanceArn: string, phoneNumberArn: string, flowArn: string): Promise<void>;
  disassociateNumber(instanceArn: string, phoneNumberArn: string): Promise<void>;
  associateEmailAddress(instanceArn: string, emailAddressArn: string, flowArn: string): Promise<void>;
  disassociateEmailAddress(instanceArn: string, emailAddressArn: string): Promise<void>;
  associateQuickConnects(instanceArn: string, queueArn: string, quickConnectArns: readonly string[]): Promise<void>;
}

export interface Metrics {
  ofQueue(queue: string, channel: Channel, values: Partial<Record<QueueMetric, number>>): void;
  ofCenter(values: Partial<Record<CenterMetric, number>>): void;
}

/** Ids, states and durations only: what may be logged is a list, so a phone number cannot slip in. */
export interface LogFields {
  contactId?: string;
  callbackId?: string;
  queue?: string;
  channel?: string;
  state?: string;
  reason?: string;
  operation?: string;
  attempt?: number;
  count?: number;
  durationMilliseconds?: number;
}

export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
