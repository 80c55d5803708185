import { isLive } from './contact.ts';
import type { Switchboard } from './switchboard.ts';

/** The participant service: what the customer of a chat does, by the token of their chat. */
export interface Participants {
  handle(request: { path: string; bearer: string; body: string }): { status: number; body: unknown };
}

const refused = (status: number, Message: string) => ({ status, body: { Message } });

export const participantTokenOf = (contactId: string): string => `participant.${contactId}`;

/** A connection's token lives a day. Source: CreateParticipantConnection, Connect participant service API reference. */
const CONNECTION_HOURS = 24;

/** CreateParticipantConnection, SendMessage, GetTranscript, DisconnectParticipant; shapes as in their API reference. */
export function createParticipants(board: Switchboard): Participants {
  const said = new Map<string, string>();

  function handle({ path, bearer, body }: { path: string; bearer: string; body: string }) {
    const [kind = '', contactId = ''] = bearer.split('.');
    const contact = board.book.get(contactId);
    const given = (body === '' ? {} : JSON.parse(body)) as Record<string, unknown>;
    if (contact === undefined || contact.channel !== 'CHAT') return refused(403, 'Access denied');
    const needs = path === '/participant/connection' ? 'participant' : 'connection';
    if (kind !== needs) return refused(403, 'Access denied');
    switch (path) {
      case '/participant/connection': {
        if (!isLive(contact)) return refused(403, 'The contact has ended');
        // Credentials alone connect nobody, unless they are asked to.
        if (given.ConnectParticipant === true) board.chats.join(contact, undefined);
        const expiry = new Date(board.now() + CONNECTION_HOURS * 3_600_000).toISOString();
        return {
          status: 200,
          body: { ConnectionCredentials: { ConnectionToken: `connection.${contactId}`, Expiry: expiry } },
        };
      }
      case '/participant/message': {
        if (!isLive(contact)) return refused(403, 'The contact has ended');
        const text = String(given.Content ?? '');
        if (text === '' || text.length > 1024) return refused(400, 'Content has 1 to 1024 characters');
        const token = `${contactId} ${String(given.ClientToken ?? said.size)}`;
        if (!said.has(token)) {
          said.set(token, text);
          board.chats.write(contact, 'customer', text);
        }
        return { status: 200, body: { Id: token, AbsoluteTime: new Date(board.now()).toISOString() } };
      }
      case '/participant/transcript':
        return {
          status: 200,
          body: { InitialContactId: contact.initialContactId, Transcript: transcriptOf(contactId) },
        };
      case '/participant/disconnect':
        board.lines.hangUp(contact);
        return { status: 200, body: {} };
      default:
        return refused(404, `${path} is not emulated`);
    }
  }

  function transcriptOf(contactId: string): object[] {
    return board.log.ofContact(contactId).flatMap((fact, index) => {
      const item = { Id: String(index), AbsoluteTime: new Date(fact.at).toISOString() };
      if (fact.kind === 'chat-message') {
        const role = { customer: 'CUSTOMER', agent: 'AGENT', system: 'SYSTEM' }[fact.from];
        return [{ ...item, Type: 'MESSAGE', ContentType: 'text/plain', Content: fact.text, ParticipantRole: role }];
      }
      if (fact.kind === 'ended')
        return [{ ...item, Type: 'EVENT', ContentType: 'application/vnd.amazonaws.connect.event.chat.ended' }];
      return [];
    });
  }

  return { handle };
}
