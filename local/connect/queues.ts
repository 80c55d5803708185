import { type Channel, channels } from '../../core/contacts/channel.ts';
import { addSeconds, type Instant, type Seconds } from '../../core/time/units.ts';
import type { Contact } from './contact.ts';
import { ofWire } from './log.ts';
import type { Queue } from './resources.ts';
import type { Switchboard } from './switchboard.ts';

/** Where contacts wait, and how they come to an agent. */
export interface QueueDesk {
  isFull(queue: Queue): boolean;
  /** Into its target queue, from now. */
  enqueue(contact: Contact): void;
  /** Back to the place it had in an earlier run. */
  requeue(contact: Contact): void;
  /** A contact that has ended waits no longer. */
  leave(contact: Contact): void;
  rerank(contact: Contact): void;
  /** Offers this agent what they can take. */
  serve(username: string): void;
  /** The agent takes the contact they were offered. */
  accept(contact: Contact): void;
  miss(contact: Contact): void;
  callbacksIn(queueId: string, channel: Channel): number;
  /** The channel of `contact` as core/routing calls it. */
  channelOf(contact: Contact): Channel;
}

/** A change of rank reaches a contact that is queued already after this long, at the least. */
const RERANK_DELAY_SECONDS = 60;

export function createQueueDesk(board: Switchboard): QueueDesk {
  const callbacks = new Map<string, Set<string>>();
  const { router } = board;

  const channelOf = (contact: Contact): Channel => ofWire(contact.channel);

  function callbacksOf(queueId: string, channel: Channel): Set<string> {
    const key = `${queueId}#${channel}`;
    const found = callbacks.get(key) ?? new Set<string>();
    callbacks.set(key, found);
    return found;
  }

  const isFull = ({ id, maxContacts }: Queue): boolean =>
    maxContacts !== undefined &&
    channels.reduce((sum, channel) => sum + router.line(id, channel).size, 0) >= maxContacts;

  /** A callback keeps the place of the call it comes from; everybody else's age counts from being queued. */
  function rankAt(contact: Contact): Instant {
    const keepsPlace = contact.callback !== null || board.options.ordinaryRank === 'contact-age';
    const since = keepsPlace ? contact.placeSince : (contact.enqueuedAt ?? board.now());
    return addSeconds(since, -contact.ageAdjustmentSeconds as Seconds);
  }

  function enqueue(contact: Contact): void {
    contact.enqueuedAt = board.now();
    contact.queueId = contact.targetQueueId;
    takePlace(contact);
    board.events.publish(contact, 'QUEUED');
    if (contact.onLine) wait(contact);
    match(contact);
  }

  function takePlace(contact: Contact): void {
    const queueId = contact.queueId ?? '';
    const channel = channelOf(contact);
    const enqueuedAt = contact.enqueuedAt ?? board.now();
    const place = { priority: contact.priority, rankAt: rankAt(contact) };
    contact.stage = 'queued';
    router.enqueue({ contactId: contact.id, queue: queueId, channel, enqueuedAt, ...place, ...keptFor(contact) });
    if (contact.callback !== null) callbacksOf(queueId, channel).add(contact.id);
    const waiting = router.waiting(contact.id);
    const position = waiting === undefined ? 1 : (router.line(queueId, channel).position(waiting) ?? 1);
    board.note(contact, { kind: 'queued', queue: nameOf(queueId), ...place, position });
    const keptSeconds = contact.preferredAgents === undefined ? [] : [contact.preferredAgents.seconds];
    for (const delaySeconds of [...router.delaysOf(queueId, channel), ...keptSeconds])
      board.later(contact, delaySeconds, () => {
        if (contact.stage === 'queued' && contact.offeredTo === null) match(contact);
      });
  }

  /** The router knows agents by user name, flows by user id. */
  function keptFor({ preferredAgents, enqueuedAt }: Contact) {
    if (preferredAgents === undefined) return {};
    const names = new Map([...board.agents.states()].map(({ user }) => [user.id, user.username]));
    const agentIds = preferredAgents.agentIds.flatMap((id) => names.get(id.split('/').at(-1) ?? '') ?? []);
    const until = addSeconds(enqueuedAt ?? board.now(), preferredAgents.seconds as Seconds);
    return { keptFor: { agentIds, until } };
  }

  /** What somebody on the line does while waiting: listens to the queue's flow until their patience ends. */
  function wait(contact: Contact): void {
    const flow = board.resources.flows.get(contact.hooks.CustomerQueue ?? '');
    const { patienceSeconds } = contact.person;
    if (patienceSeconds !== undefined)
      board.later(contact, patienceSeconds, () => {
        if (contact.stage === 'queued') board.lines.hangUp(contact);
      });
    if (flow === undefined) return;
    board.flows.start(contact, 'run', flow, (ending) => {
      if (ending === 'disconnected') board.lines.end(contact, 'CONTACT_FLOW_DISCONNECT');
    });
  }

  function match(contact: Contact): void {
    // The queue's flow may have ended the contact at once.
    if (contact.stage !== 'queued') return;
    const agent = router.agentFor(contact.id, board.now());
    if (agent !== undefined) offer(contact, agent);
  }

  function serve(username: string): void {
    for (;;) {
      const next = router.nextFor(username, board.now());
      const contact = next === undefined ? undefined : board.book.get(next.contactId);
      if (contact === undefined) return;
      offer(contact, username);
    }
  }

  function offer(contact: Contact, username: string): void {
    router.reserve(contact.id);
    contact.offeredTo = username;
    board.note(contact, { kind: 'offered', agent: username, queue: nameOf(contact.queueId) });
    board.agents.offer(username, contact);
  }

  function accept(contact: Contact): void {
    const username = contact.offeredTo;
    if (username === null || contact.stage !== 'queued') return;
    board.flows.stop(contact.run);
    removeFromLine(contact);
    contact.offeredTo = null;
    contact.agent = username;
    contact.dequeuedAt = board.now();
    board.note(contact, { kind: 'accepted', agent: username });
    board.joining.begin(contact);
  }

  function miss(contact: Contact): void {
    const username = contact.offeredTo;
    if (username === null) return;
    contact.offeredTo = null;
    board.note(contact, { kind: 'missed', agent: username });
    router.release(contact.id);
    match(contact);
  }

  function removeFromLine(contact: Contact): void {
    router.dequeue(contact.id);
    callbacksOf(contact.queueId ?? '', channelOf(contact)).delete(contact.id);
  }

  const nameOf = (queueId: string | null): string => board.resources.queues.get(queueId ?? '')?.name ?? '';

  return {
    isFull,
    enqueue,
    requeue(contact) {
      takePlace(contact);
      match(contact);
    },
    leave(contact) {
      if (router.waiting(contact.id) === undefined) return;
      removeFromLine(contact);
      contact.dequeuedAt = board.now();
    },
    rerank(contact) {
      if (router.waiting(contact.id) === undefined) return;
      board.later(contact, RERANK_DELAY_SECONDS, () => {
        const rank = { priority: contact.priority, rankAt: rankAt(contact) };
        router.rerank(contact.id, rank);
        if (router.waiting(contact.id) !== undefined) board.note(contact, { kind: 'reranked', ...rank });
      });
    },
    serve,
    accept,
    miss,
    callbacksIn: (queueId, channel) => callbacksOf(queueId, channel).size,
    channelOf,
  };
}
