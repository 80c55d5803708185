import { type Contact, created } from './contact.ts';
import type { QuickConnect } from './resources.ts';
import type { Switchboard } from './switchboard.ts';

/** Agents pass customers on by the quick connects of the contact's queue. */
export interface Transfers {
  /** Throws RangeError when the contact's queue has no such quick connect. A full queue leaves the customer with the agent. */
  transfer(contact: Contact, quickConnect: string): void;
  /** The quick connects an agent who has this contact sees. */
  destinations(contact: Contact | undefined): readonly string[];
}

export function createTransfers(board: Switchboard): Transfers {
  const offered = (contact: Contact | undefined): QuickConnect[] =>
    (board.resources.quickConnectsOfQueue.get(contact?.queueId ?? '') ?? []).flatMap(
      (id) => board.resources.quickConnects.get(id) ?? [],
    );

  return {
    destinations: (contact) => offered(contact).map(({ name }) => name),
    transfer(contact, quickConnect) {
      const { flows, queues } = board.resources;
      const target = offered(contact).find(({ name }) => name === quickConnect);
      const flow = flows.get(target?.flowId ?? '');
      if (target === undefined || flow === undefined || !queues.has(target.queueId))
        throw new RangeError(`no quick connect "${quickConnect}" on the queue of contact ${contact.id}`);
      const next = passOn(contact, target.queueId);
      board.flows.start(next, 'run', flow, (ending) => {
        if (ending !== 'queued') {
          board.lines.end(next, 'CONTACT_FLOW_DISCONNECT');
          return;
        }
        board.lines.end(contact, 'AGENT_DISCONNECT');
        next.person = contact.person;
        board.queues.enqueue(next);
      });
    },
  };

  /** A transfer is a new contact of the same chain. */
  function passOn(contact: Contact, queueId: string): Contact {
    const next = board.book.create({
      channel: contact.channel,
      initiationMethod: 'TRANSFER',
      stage: 'flow',
      // Until it is queued the agent listens and presses; the customer is on hold.
      person: { ...contact.person, keys: () => null },
      onLine: true,
      customerNumber: contact.customerNumber,
      systemNumber: contact.systemNumber,
      customerName: contact.customerName,
      previous: contact,
    });
    next.targetQueueId = queueId;
    board.note(next, created(next));
    board.events.publish(next, 'INITIATED');
    return next;
  }
}
