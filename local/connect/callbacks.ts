import { type CallbackTerms, type Contact, created } from './contact.ts';
import type { Flow } from './language.ts';
import type { Switchboard } from './switchboard.ts';

export interface CallbackWish {
  readonly queueId: string | null;
  /** The creation flow: it decides whether the callback is queued. */
  readonly flow: Flow | undefined;
  readonly delaySeconds: number;
  readonly maximumAttempts: number;
  readonly retryDelaySeconds: number;
}

/** Queued callbacks, agent-first: an agent takes one, then the customer is rung. */
export interface CallbackDesk {
  create(
    source: Contact,
    wish: CallbackWish,
  ): { kind: 'created'; contactId: string } | { kind: 'refused'; cause: string };
  /** The agent who took the callback has heard the whisper: the customer's phone rings. */
  ringCustomer(contact: Contact, onAnswer: () => void): void;
  /** Waits for its time, or its turn, as one of an earlier run did. */
  resume(contact: Contact): void;
}

/** Connect drops a callback nobody took after seven days. */
const LIFE_SECONDS = 7 * 24 * 3600;

export function createCallbackDesk(board: Switchboard): CallbackDesk {
  function create(source: Contact, wish: CallbackWish): ReturnType<CallbackDesk['create']> {
    const queue = board.resources.queues.get(wish.queueId ?? '');
    const number = source.callbackNumber ?? source.customerNumber;
    if (queue === undefined) return refuse(source, 'no queue');
    if (number === null) return refuse(source, 'no number to call');
    if (board.queues.isFull(queue)) return refuse(source, `${queue.name} is full`);
    const terms = { maximumAttempts: wish.maximumAttempts, retryDelaySeconds: wish.retryDelaySeconds, attempt: 1 };
    const contact = open(source, number, queue.id, terms);
    board.note(source, {
      kind: 'callback-created',
      callbackContactId: contact.id,
      number,
      queue: queue.name,
    });
    if (wish.flow === undefined) waitUntilDue(contact, wish.delaySeconds);
    else board.lines.route(contact, wish.flow);
    return { kind: 'created', contactId: contact.id };
  }

  function refuse(source: Contact, cause: string): { kind: 'refused'; cause: string } {
    board.note(source, { kind: 'callback-refused', cause });
    return { kind: 'refused', cause };
  }

  function open(previous: Contact, number: string, queueId: string, terms: CallbackTerms): Contact {
    const outbound = board.resources.numbers.get(board.resources.queues.get(queueId)?.outboundNumberId ?? '');
    const contact = board.book.create({
      channel: 'VOICE',
      initiationMethod: 'CALLBACK',
      stage: 'flow',
      person: board.lines.personAt(number),
      onLine: false,
      customerNumber: number,
      systemNumber: outbound?.number ?? previous.systemNumber,
      previous,
    });
    contact.targetQueueId = queueId;
    contact.callback = terms;
    board.note(contact, created(contact));
    board.later(contact, LIFE_SECONDS, () => board.lines.end(contact, 'EXPIRED'));
    board.events.publish(contact, 'INITIATED');
    return contact;
  }

  function waitUntilDue(contact: Contact, delaySeconds: number): void {
    contact.stage = 'scheduled';
    contact.scheduledAt = (board.now() + delaySeconds * 1000) as typeof contact.scheduledAt;
    board.later(contact, delaySeconds, () => board.queues.enqueue(contact));
  }

  function ringCustomer(contact: Contact, onAnswer: () => void): void {
    contact.stage = 'ringing';
    board.lines.ring(contact, {
      kind: 'native',
      seconds: board.options.callbackRingSeconds,
      onAnswer,
      onSilence: () => tryAgain(contact),
    });
  }

  function tryAgain(contact: Contact): void {
    const { callback, customerNumber, queueId } = contact;
    if (callback === null || customerNumber === null || queueId === null) return;
    if (callback.attempt >= callback.maximumAttempts) return;
    const again = open(contact, customerNumber, queueId, { ...callback, attempt: callback.attempt + 1 });
    waitUntilDue(again, callback.retryDelaySeconds);
  }

  function resume(contact: Contact): void {
    const ageSeconds = (board.now() - contact.initiatedAt) / 1000;
    board.later(contact, Math.max(0, LIFE_SECONDS - ageSeconds), () => board.lines.end(contact, 'EXPIRED'));
    if (contact.stage === 'scheduled')
      waitUntilDue(contact, Math.max(0, ((contact.scheduledAt ?? board.now()) - board.now()) / 1000));
    else board.queues.requeue(contact);
  }

  return { create, ringCustomer, resume };
}
