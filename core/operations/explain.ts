import { promiseOf } from '../callbacks/promise.ts';
import { promiseAmong } from '../prediction/quoteFact.ts';
import type { CallbackRow } from '../rows/callback.ts';
import type { ContactRow } from '../rows/contact.ts';
import { addSeconds, type Instant } from '../time/units.ts';

/** One thing that happened, in plain words, with all that is known of it. */
export interface StoryLine {
  at: Instant;
  /** The contact or callback it happened to. */
  of: string;
  what: string;
  detail: Record<string, unknown>;
}

/** Everything known of a contact and of what came of it, in the order in which it happened. */
export interface ContactStory {
  contactId: string;
  /** The versioned key of the customer: what `erase --customer` takes. Never the number. */
  customerKey: string | undefined;
  lines: StoryLine[];
  /** Facts without a moment of their own, and attributes of a newer version. */
  standing: Record<string, unknown>;
  promises: PromiseSaid[];
}

export interface PromiseSaid {
  of: string;
  told: string;
  until: Instant;
  /** `open` while it can still be kept. */
  state: 'kept' | 'broken' | 'open' | 'withdrawn';
}

/** What a line tells by itself, or nobody needs to see. */
const told = new Set([
  ...['schemaVersion', 'version', 'contactId', 'customerKey', 'initiatedAt', 'quotedAt', 'queuedAt', 'answeredAt'],
  ...['customerAnsweredAt', 'endedAt', 'completedAt', 'quotes', 'toldUnknownAt', 'offeredAt', 'choice', 'choseAt'],
  ...['placeServedAt', 'placeEndedAt', 'confirmedAt', 'checkedAt', 'expiresAt', 'disconnectReason', 'agentId'],
  ...['initiationMethod', 'previousContactId', 'initialContactId', 'callbackKey', 'askedAt', 'intervalKey', 'rankAt'],
  ...['waitingKey', 'waitingRank'],
]);

/** The story as it stands at `now`: a bound that has passed while the contact still waits is broken. */
export function storyOf(
  contact: ContactRow,
  related: readonly ContactRow[],
  callbacks: readonly CallbackRow[],
  now: Instant,
): ContactStory {
  const contacts = [contact, ...related.filter(({ contactId }) => contactId !== contact.contactId)];
  const lines = [...contacts.flatMap(linesOfContact), ...callbacks.flatMap(linesOfCallback)];
  return {
    contactId: contact.contactId,
    customerKey: contact.customerKey,
    lines: lines.sort((a, b) => a.at - b.at),
    standing: Object.fromEntries(Object.entries(contact).filter(([name]) => !told.has(name))),
    promises: [...contacts.flatMap((row) => promiseOfContact(row, now)), ...callbacks.map(promiseOfCallback)],
  };
}

function linesOfContact(row: ContactRow): StoryLine[] {
  const of = row.contactId;
  const line = (at: Instant | undefined, what: string, detail: Record<string, unknown> = {}): StoryLine[] =>
    at === undefined ? [] : [{ at, of, what, detail: known(detail) }];
  const { channel, initiationMethod, previousContactId, initialContactId, agentId, disconnectReason } = row;
  return [
    ...line(row.initiatedAt, 'began', { channel, initiationMethod, previousContactId, initialContactId }),
    ...line(row.quotedAt, 'asked for an agent', { queue: row.askedQueue, expectationSeconds: row.expectationSeconds }),
    ...(row.quotes ?? []).flatMap((quote) =>
      line(quote.askedAt, quote.toldBoundSeconds === null ? 'quoted without a bound' : 'told a bound', {
        toldBoundSeconds: quote.toldBoundSeconds ?? undefined,
        purpose: quote.purpose,
        inputs: quote.basis,
      }),
    ),
    ...line(row.toldUnknownAt, 'told that the wait is not known'),
    ...line(row.offeredAt, 'offered a callback for the first time', { latestBoundSeconds: row.offeredBoundSeconds }),
    ...line(row.choseAt, `chose ${row.choice}`, { callbackId: row.callbackId }),
    ...line(row.queuedAt, 'stood in the queue', { queue: row.queuedQueue, priority: row.priority }),
    ...line(row.customerAnsweredAt, 'the far end picked up'),
    ...line(row.confirmedAt, 'the customer confirmed'),
    ...line(row.answeredAt, 'connected to an agent', { agentId }),
    ...line(row.placeServedAt, 'its place in the queue was served'),
    ...line(row.placeEndedAt, 'who took its place was done'),
    ...line(row.endedAt, 'ended', { disconnectReason, outcome: row.outcome }),
    ...line(row.completedAt, 'the agent was done with it'),
    ...line(row.checkedAt, 'Connect was asked whether it still waits'),
  ];
}

function linesOfCallback(row: CallbackRow): StoryLine[] {
  const of = row.callbackId;
  const { kind, queue, promisedBy, notBefore, expiresBy, sourceContactId, consent, lineOfBusiness } = row;
  const lines: StoryLine[] = [
    {
      at: row.acceptedAt,
      of,
      what: 'callback promised',
      detail: {
        kind,
        queue,
        lineOfBusiness,
        sourceContactId,
        promisedBy,
        notBefore,
        expiresBy,
        wording: consent?.wording,
      },
    },
    ...row.attempts.map(({ attempt, at, contactId, disposition }) => ({
      at,
      of,
      what: `attempt ${attempt}`,
      detail: known({ contactId, disposition }),
    })),
  ];
  const say = (at: Instant | undefined, what: string): void => {
    if (at !== undefined) lines.push({ at, of, what, detail: {} });
  };
  say(row.confirmedAt, 'the customer confirmed the call');
  say(row.cancelRequestedAt, 'its end was asked for');
  say(row.spokeAt, 'customer and agent spoke');
  lines.push({ at: row.since, of, what: `callback is ${row.state}`, detail: known({ reason: row.reason }) });
  return lines;
}

function promiseOfContact(row: ContactRow, now: Instant): PromiseSaid[] {
  const promise = promiseAmong(row.quotes ?? []);
  if (promise === undefined || promise.toldBoundSeconds === null) return [];
  const until = addSeconds(promise.askedAt, promise.toldBoundSeconds);
  const state =
    row.answeredAt === undefined ? unansweredPromise(row, until, now) : row.answeredAt <= until ? 'kept' : 'broken';
  return [{ of: row.contactId, told: `an agent within ${promise.toldBoundSeconds} s`, until, state }];
}

/** Who left, or took a callback, before the bound passed took the promise back; who waited beyond it was let down. */
function unansweredPromise(
  { choice, choseAt, endedAt }: ContactRow,
  until: Instant,
  now: Instant,
): PromiseSaid['state'] {
  const left = choice === 'callback' && choseAt !== undefined ? choseAt : endedAt;
  if (left === undefined) return now <= until ? 'open' : 'broken';
  return left <= until ? 'withdrawn' : 'broken';
}

const promiseOfCallback = (row: CallbackRow): PromiseSaid => ({
  of: row.callbackId,
  told: 'a call back',
  until: row.promisedBy,
  state: promiseOf(row),
});

const known = (detail: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(detail).filter(([, value]) => value !== undefined));
