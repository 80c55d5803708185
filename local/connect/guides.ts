import { type Contact, created } from './contact.ts';
import { idOf } from './resources.ts';
import type { Switchboard } from './switchboard.ts';

/** Step-by-step guides: a chat contact beside each contact that names a flow for the agent's workspace. */
export interface Guides {
  /** An agent has taken the contact. */
  open(contact: Contact): void;
  /** The agent is done with it. */
  close(contact: Contact): void;
}

export function createGuides(board: Switchboard): Guides {
  const guides = new Map<string, Contact>();
  return {
    open(contact) {
      const flow = board.resources.flows.get(idOf(contact.hooks.DefaultAgentUI ?? ''));
      if (flow === undefined) return;
      const guide = board.book.create({
        channel: 'CHAT',
        initiationMethod: 'API',
        stage: 'flow',
        person: {},
        onLine: true,
        attributes: { ...contact.attributes },
        relatedContactId: contact.id,
      });
      guides.set(contact.id, guide);
      board.note(guide, created(guide));
      board.events.publish(guide, 'INITIATED');
      board.flows.start(guide, 'run', flow, () => board.lines.end(guide, 'CONTACT_FLOW_DISCONNECT'));
    },
    close(contact) {
      const guide = guides.get(contact.id);
      guides.delete(contact.id);
      if (guide !== undefined) board.lines.end(guide, 'AGENT_DISCONNECT');
    },
  };
}
