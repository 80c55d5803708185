import type { ConnectLog, Fact } from '../connect/connect.ts';
import { ofWire } from '../connect/log.ts';
import type { ContactListed } from './messages.ts';
import { lastDigits } from './transcript.ts';

/** How many contacts the pages list: enough for a busy hour, few enough to read. */
const listedAtMost = 200;

/** The latest contacts, newest first, each with its state in a few words; kept up by reading the log along. */
export interface ContactList {
  recent(): readonly ContactListed[];
  close(): void;
}

export function createContactList(log: ConnectLog): ContactList {
  const contacts = new Map<string, ContactListed>();
  const read = (fact: Fact): void => {
    if (fact.contactId === null) return;
    const next = listed(contacts.get(fact.contactId), fact, fact.contactId);
    if (next === undefined) return;
    contacts.set(fact.contactId, next);
    for (const [oldest, { ended }] of contacts) {
      if (contacts.size <= listedAtMost) break;
      if (ended) contacts.delete(oldest);
    }
  };
  for (const fact of log.facts) read(fact);
  const close = log.subscribe(read);
  return { recent: () => [...contacts.values()].reverse(), close };
}

function listed(before: ContactListed | undefined, fact: Fact, contactId: string): ContactListed | undefined {
  if (fact.kind === 'contact-created') {
    return {
      contactId,
      channel: ofWire(fact.channel),
      caller: lastDigits(fact.customerNumber),
      began: fact.at,
      ended: false,
      state: fact.initiationMethod === 'CALLBACK' ? 'callback' : 'arriving',
    };
  }
  if (before === undefined) return undefined;
  const state = stateAfter(before, fact);
  return state === undefined ? undefined : { ...before, state, ended: before.ended || fact.kind === 'ended' };
}

function stateAfter(before: ContactListed, fact: Fact): string | undefined {
  switch (fact.kind) {
    case 'queued':
      return `waiting for ${fact.queue}`;
    case 'connected':
      return `with ${fact.agent}`;
    case 'callback-created':
      return 'took a callback';
    case 'ringing':
      return 'ringing';
    case 'not-answered':
      return 'not answered';
    case 'ended':
      return endedState(before.state, fact.reason);
    default:
      return undefined;
  }
}

function endedState(before: string, reason: string): string {
  if (before.startsWith('with ')) return `spoke ${before}`;
  if (before.startsWith('waiting') && reason === 'CUSTOMER_DISCONNECT') return 'gave up waiting';
  return before === 'took a callback' || before === 'not answered' ? before : 'ended';
}
