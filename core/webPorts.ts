import type { Instant, Seconds } from './time/units.ts';

/** What the web desk and the texts that lead to it ask of the world, beside core/ports.ts: types only. */

export interface NewChat {
  flowId: string;
  displayName: string;
  /** Connect starts one chat for it. */
  clientToken: string;
  attributes: Record<string, string>;
  /** The contact it goes on from. */
  relatedContactId?: string;
}

/** Chats as the page of a customer without a script sees them: our side speaks for them. */
export interface Chats {
  start(chat: NewChat): Promise<{ kind: 'started'; contactId: string; participantToken: string } | ChatRefused>;
  /** Gives a chat the place of one that has waited so long already. */
  placeAs(contactId: string, waitedSeconds: Seconds): Promise<void>;
  /** The customer is there from now on. Gives what the calls below need; may be asked again. */
  connect(participantToken: string): Promise<string>;
  say(connection: string, text: string, clientToken: string): Promise<'said' | 'over'>;
  /** Newest last. `over`: the chat has ended. */
  heard(connection: string): Promise<ChatLine[] | 'over'>;
}

export type ChatRefused = { kind: 'busy' | 'refused'; reason: string };

export interface ChatLine {
  from: 'customer' | 'agent' | 'center';
  text: string;
  at: Instant;
}

export interface TokenHolder {
  kind: 'customer';
  subject: string;
  /** Only when the issuer has verified it. */
  phoneNumber?: string;
  /** What the claim of the settings says, whether or not there is such a segment. */
  segment?: string;
}

/** Tokens of the company's logged-in customers. */
export interface Tokens {
  read(token: string): Promise<TokenHolder | { kind: 'refused'; reason: string }>;
}

/** A text message with a link, from the center's own number. */
export interface Texts {
  send(text: {
    to: string;
    content: string;
    clientToken: string;
    relatedContactId: string;
  }): Promise<'sent' | 'refused' | 'busy'>;
}

/** A letter by e-mail, from the center's own address. */
export interface Emails {
  send(letter: {
    to: string;
    subject: string;
    text: string;
    clientToken: string;
    relatedContactId: string;
  }): Promise<'sent' | 'refused' | 'busy'>;
}
