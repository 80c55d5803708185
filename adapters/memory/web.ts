import type { Clock } from '../../core/ports.ts';
import type { Seconds } from '../../core/time/units.ts';
import type { ChatLine, Chats, Emails, NewChat, Texts } from '../../core/webPorts.ts';

export interface MemoryChat extends NewChat {
  contactId: string;
  waitedSeconds?: Seconds;
  connected: boolean;
  lines: ChatLine[];
}

/** Chats as the web desk sees them: one for each client token, however often it is asked for. */
export function memoryChats(clock: Clock): Chats & { readonly started: MemoryChat[] } {
  const started: MemoryChat[] = [];
  const of = (connection: string) => started.find(({ contactId }) => connection.endsWith(contactId));
  const said = new Set<string>();
  return {
    started,
    async start(chat) {
      let known = started.find(({ clientToken }) => clientToken === chat.clientToken);
      if (known === undefined) {
        known = { ...chat, contactId: `chat-${started.length + 1}`, connected: false, lines: [] };
        started.push(known);
      }
      const { contactId } = known;
      return { kind: 'started', contactId, participantToken: `participant of ${contactId}` };
    },
    async placeAs(contactId, waitedSeconds) {
      const chat = of(contactId);
      if (chat) chat.waitedSeconds = waitedSeconds;
    },
    async connect(participantToken) {
      const chat = of(participantToken);
      if (chat) chat.connected = true;
      return `connection of ${chat?.contactId}`;
    },
    async say(connection, text, clientToken) {
      const chat = of(connection);
      if (!chat) return 'over';
      if (!said.has(clientToken)) chat.lines.push({ from: 'customer', text, at: clock.now() });
      said.add(clientToken);
      return 'said';
    },
    heard: async (connection) => of(connection)?.lines ?? 'over',
  };
}

type Sent<Message> = { send(message: Message): Promise<'sent'>; readonly sent: Message[] };

/** Messages that were sent, each client token once. */
function memorySender<Message extends { clientToken: string }>(): Sent<Message> {
  const sent: Message[] = [];
  return {
    sent,
    async send(message) {
      if (!sent.some(({ clientToken }) => clientToken === message.clientToken)) sent.push(message);
      return 'sent';
    },
  };
}

export const memoryTexts = () => memorySender<Parameters<Texts['send']>[0]>();
export const memoryEmails = () => memorySender<Parameters<Emails['send']>[0]>();
