import type { Channel } from '../../core/contacts/channel.ts';
import type { Instant } from '../../core/time/units.ts';

export type WireChannel = 'VOICE' | 'CHAT' | 'EMAIL' | 'TASK';
/** A channel as Connect writes it, and as we do. */
export const channelOnWire = (channel: Channel): WireChannel => channel.toUpperCase() as WireChannel;
export const ofWire = (wire: WireChannel): Channel => wire.toLowerCase() as Channel;
export const wireChannels: readonly WireChannel[] = ['VOICE', 'CHAT', 'EMAIL', 'TASK'];
export type InitiationMethod = 'INBOUND' | 'API' | 'CALLBACK' | 'TRANSFER' | 'FLOW';

/** What happened to a contact, or, with contactId null, to an agent. */
export type Happening =
  | {
      kind: 'contact-created';
      channel: WireChannel;
      initiationMethod: InitiationMethod;
      initialContactId: string;
      previousContactId: string | null;
      customerNumber: string | null;
      systemNumber: string | null;
      name: string | null;
    }
  /** The line was busy before a contact could be made of it: no flow on the number, or the call quota used up. */
  | { kind: 'refused'; reason: 'number-not-in-service' | 'call-quota' }
  | { kind: 'flow-entered'; flow: string; flowType: string }
  | { kind: 'block-run'; flow: string; block: string; type: string; branch: string; detail?: string }
  | { kind: 'said'; text: string; to: 'customer' | 'agent' }
  | { kind: 'asked'; text: string; keys: string[]; collectsDigits: boolean }
  | { kind: 'pressed'; keys: string }
  /** An SMS arrives at a telephone. */
  | { kind: 'text-sent'; number: string; text: string; relatedContactId: string | null }
  /** An e-mail arrives at the customer's. */
  | { kind: 'email-sent'; address: string; subject: string; text: string; relatedContactId: string | null }
  /** What somebody wrote, or what a task asks for. */
  | { kind: 'written'; subject: string; text: string }
  | { kind: 'chat-message'; from: 'customer' | 'system' | 'agent'; text: string }
  | { kind: 'chat-joined' }
  | { kind: 'lambda-asked'; functionName: string; parameters: Record<string, string>; attempt: number }
  | { kind: 'lambda-answered'; functionName: string; answer: Record<string, string> }
  | { kind: 'lambda-failed'; functionName: string; cause: string }
  /** `position` is 1 for the contact to be served next. */
  | { kind: 'queued'; queue: string; priority: number; rankAt: Instant; position: number }
  | { kind: 'queue-full'; queue: string }
  | { kind: 'reranked'; priority: number; rankAt: Instant }
  | { kind: 'offered'; agent: string; queue: string }
  | { kind: 'missed'; agent: string }
  | { kind: 'accepted'; agent: string }
  /** Customer and agent speak (or write). `waitSeconds` since the contact was queued. */
  | { kind: 'connected'; agent: string; queue: string; waitSeconds: number }
  | { kind: 'ended'; reason: EndReason }
  /** `reason` as the agent named it at the desk; null when none was. */
  | { kind: 'wrapped-up'; agent: string; reason: string | null }
  | { kind: 'callback-created'; callbackContactId: string; number: string; queue: string }
  | { kind: 'callback-refused'; cause: string }
  | { kind: 'ringing'; number: string; attempt: number }
  | { kind: 'picked-up'; by: 'person' | 'voicemail' }
  | { kind: 'not-answered'; cause: 'no-answer' | 'busy' }
  /** In the workspace of the agent who has the related contact. */
  | { kind: 'view-shown'; view: string; data: Record<string, unknown>; relatedContactId: string | null }
  | { kind: 'attributes'; attributes: Record<string, string> }
  | { kind: 'agent-status'; agent: string; status: AgentStatus };

/** Why a contact ended, in Connect's words. */
export type EndReason =
  | 'CUSTOMER_DISCONNECT'
  | 'AGENT_DISCONNECT'
  | 'CONTACT_FLOW_DISCONNECT'
  | 'TELECOM_PROBLEM'
  | 'TELECOM_UNANSWERED'
  | 'TELECOM_BUSY'
  | 'EXPIRED'
  | 'API'
  | 'OTHER';

export type AgentStatus =
  | 'offline'
  | 'available'
  | 'break'
  | 'ringing'
  | 'on-contact'
  | 'after-contact-work'
  | 'missed';

export type Fact = { readonly at: Instant; readonly sequence: number; readonly contactId: string | null } & Happening;

/** Every fact in the order in which it happened: whoever asks what became of a contact is answered from here. */
export interface ConnectLog {
  readonly facts: readonly Fact[];
  ofContact(contactId: string): readonly Fact[];
  /** Told of every further fact; the answer ends the subscription. */
  subscribe(onFact: (fact: Fact) => void): () => void;
}

export interface WritableLog extends ConnectLog {
  add(at: Instant, contactId: string | null, happening: Happening): void;
  restore(facts: readonly Fact[]): void;
}

export function createLog(): WritableLog {
  const facts: Fact[] = [];
  const byContact = new Map<string, Fact[]>();
  const listeners = new Set<(fact: Fact) => void>();

  function keep(fact: Fact): void {
    facts.push(fact);
    if (fact.contactId === null) return;
    const own = byContact.get(fact.contactId);
    if (own === undefined) byContact.set(fact.contactId, [fact]);
    else own.push(fact);
  }

  return {
    facts,
    ofContact: (contactId) => byContact.get(contactId) ?? [],
    subscribe(onFact) {
      listeners.add(onFact);
      return () => listeners.delete(onFact);
    },
    add(at, contactId, happening) {
      const fact = { at, sequence: (facts.at(-1)?.sequence ?? -1) + 1, contactId, ...happening } as Fact;
      keep(fact);
      for (const listener of listeners) listener(fact);
    },
    restore(earlier) {
      if (facts.length > 0) throw new Error('a log is restored before anything happens');
      for (const fact of earlier) keep(fact);
    },
  };
}
