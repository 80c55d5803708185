import type { IncomingEmail, NewTask } from './connect.ts';
import { type Contact, created } from './contact.ts';
import type { Flow } from './language.ts';
import type { Person } from './person.ts';
import { flowNamed } from './resources.ts';
import type { Switchboard } from './switchboard.ts';

export interface Received {
  readonly flow: Flow;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly attributes: Record<string, string>;
  readonly relatedContactId: string | null;
  readonly person: Person;
}

export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** E-mails and tasks: nobody is on a line, so nothing is heard and nobody hangs up. */
export interface Posts {
  /** A customer writes to an address of the center. Throws RangeError when it leads to no flow: the mail bounces. */
  write(email: IncomingEmail): Contact;
  receive(email: Received): Contact;
  start(task: Omit<NewTask, 'flow'> & { flow: Flow }): Contact;
  /** A contact of a letter that is still to be sent. */
  draft(relatedContactId: string | null): Contact;
  send(contact: Contact, letter: Letter): void;
}

export function createPosts(board: Switchboard): Posts {
  function begin(contact: Contact, about: { subject: string; text: string }): Contact {
    board.note(contact, created(contact));
    board.note(contact, { kind: 'written', ...about });
    board.events.publish(contact, 'INITIATED');
    return contact;
  }

  function receive({ flow, from, to, subject, text, attributes, relatedContactId, person }: Received): Contact {
    const contact = board.book.create({
      channel: 'EMAIL',
      initiationMethod: 'INBOUND',
      stage: 'flow',
      person,
      onLine: false,
      customerEmail: from,
      systemEmail: to,
      attributes,
      relatedContactId,
    });
    begin(contact, { subject, text });
    board.lines.route(contact, flow);
    return contact;
  }

  return {
    write({ from, to, subject, text, ...person }) {
      const address = [...board.resources.emailAddresses.values()].find((one) => one.address === to.toLowerCase());
      const flow = board.resources.flows.get(address?.flowId ?? '');
      if (flow === undefined) throw new RangeError('the address leads to no flow');
      return receive({ flow, from, to, subject, text, attributes: {}, relatedContactId: null, person });
    },
    receive,
    start({ flow, name, description, attributes = {}, ...person }) {
      const contact = board.book.create({
        channel: 'TASK',
        initiationMethod: 'API',
        stage: 'flow',
        person,
        onLine: false,
        name,
        description: description ?? null,
        attributes,
      });
      begin(contact, { subject: name, text: description ?? '' });
      board.lines.route(contact, flow);
      return contact;
    },
    draft(relatedContactId) {
      const contact = board.book.create({
        channel: 'EMAIL',
        initiationMethod: 'FLOW',
        stage: 'flow',
        person: {},
        onLine: false,
        relatedContactId,
      });
      board.events.publish(contact, 'INITIATED');
      return contact;
    },
    send(contact, { to, subject, text }) {
      const asked = contact.relatedContactId === null ? undefined : board.book.get(contact.relatedContactId);
      // On the contact it belongs to, where there is one: that is whose customer reads it.
      board.note(asked ?? contact, {
        kind: 'email-sent',
        address: to,
        subject,
        text,
        relatedContactId: contact.relatedContactId,
      });
      board.lines.end(contact, 'API');
    },
  };
}

export const flowOfTask = (board: Switchboard, { flow: named }: Pick<NewTask, 'flow'>): Flow => {
  const flow = flowNamed(board.resources, named);
  if (flow === undefined) throw new RangeError(`no flow "${named}"`);
  return flow;
};
