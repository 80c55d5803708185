import type { ChatStart } from './connect.ts';
import { type Contact, created } from './contact.ts';
import type { Flow } from './language.ts';
import type { Person } from './person.ts';
import type { Switchboard } from './switchboard.ts';

export interface NewChat {
  readonly flow: Flow;
  readonly displayName: string;
  readonly attributes: Record<string, string>;
  readonly initialMessage: string | null;
  readonly relatedContactId: string | null;
  readonly person: Person;
}

export interface NewText {
  readonly flow: Flow;
  readonly number: string;
  readonly content: string;
  readonly attributes: Record<string, string>;
  readonly relatedContactId: string | null;
}

/** Chat contacts. */
export interface Chats {
  /** A text message goes out; whoever has that telephone reads it. */
  text(text: NewText): Contact;
  start(chat: NewChat): Contact;
  /** The customer's side connects. */
  join(contact: Contact, person: Person | undefined): void;
  write(contact: Contact, from: 'customer' | 'system' | 'agent', text: string): void;
}

/** A chat whose customer has not connected by then is ended. */
const SUBSCRIBE_WITHIN_SECONDS = 300;

export function createChats(board: Switchboard): Chats {
  const joined = new Set<string>();

  function write(contact: Contact, from: 'customer' | 'system' | 'agent', text: string): void {
    board.note(contact, { kind: 'chat-message', from, text });
  }

  return {
    text({ flow, number, content, attributes, relatedContactId }) {
      const contact = board.book.create({
        channel: 'CHAT',
        initiationMethod: 'API',
        stage: 'flow',
        person: board.lines.personAt(number),
        onLine: true,
        customerNumber: number,
        attributes,
        relatedContactId,
      });
      contact.segmentAttributes['connect:Subtype'] = 'connect:SMS';
      board.note(contact, created(contact));
      // On the call it belongs to, where there is one: that is whose telephone shows it.
      const asked = relatedContactId === null ? undefined : board.book.get(relatedContactId);
      board.note(asked ?? contact, { kind: 'text-sent', number, text: content, relatedContactId });
      board.events.publish(contact, 'INITIATED');
      board.events.publish(contact, 'CONNECTED_TO_SYSTEM');
      board.lines.route(contact, flow);
      return contact;
    },
    start(chat) {
      const contact = board.book.create({
        channel: 'CHAT',
        initiationMethod: 'API',
        stage: 'flow',
        person: chat.person,
        onLine: true,
        customerName: chat.displayName,
        attributes: chat.attributes,
        initialMessage: chat.initialMessage,
        relatedContactId: chat.relatedContactId,
      });
      board.note(contact, created(contact));
      board.events.publish(contact, 'INITIATED');
      board.events.publish(contact, 'CONNECTED_TO_SYSTEM');
      board.later(contact, SUBSCRIBE_WITHIN_SECONDS, () => {
        if (!joined.has(contact.id)) board.lines.end(contact, 'OTHER');
      });
      if (chat.initialMessage !== null) write(contact, 'customer', chat.initialMessage);
      board.lines.route(contact, chat.flow);
      return contact;
    },
    join(contact, person) {
      if (joined.has(contact.id)) return;
      joined.add(contact.id);
      if (person !== undefined) contact.person = person;
      board.note(contact, { kind: 'chat-joined' });
    },
    write,
  };
}

export const personOf = ({ displayName, flow, attributes, ...person }: ChatStart): Person => person;
