import type { CallbackRows, ContactRows } from '../ports.ts';
import type { CallbackRow } from '../rows/callback.ts';
import type { ContactRow } from '../rows/contact.ts';
import type { Instant } from '../time/units.ts';
import { type ContactStory, storyOf } from './explain.ts';

/** Where a story is read from. */
export interface StoryRows {
  readonly contacts: Pick<ContactRows, 'get'>;
  readonly callbacks: Pick<CallbackRows, 'get'>;
  /** A callback that is over, in the history of its slot. */
  closedCallback(callbackKey: string, callbackId: string): Promise<CallbackRow | undefined>;
  /** Ids, newest first. */
  contactsOfCustomer(customerKey: string, limit: number): Promise<string[]>;
}

export interface GatheredStory extends ContactStory {
  /** Other contacts of the same customer, newest first. */
  otherContacts: string[];
}

const mostOthers = 20;

/** Everything known of a contact, its callbacks and their legs; undefined for an id that no row has. */
export async function gatherStory(
  rows: StoryRows,
  contactId: string,
  now: Instant,
): Promise<GatheredStory | undefined> {
  const contact = await rows.contacts.get(contactId);
  if (!contact) return undefined;
  const callbacks = await callbacksOf(rows, contact);
  const related = new Set<string>();
  for (const { sourceContactId, contactId: leg, attempts } of callbacks) {
    for (const id of [sourceContactId, leg, ...attempts.map((attempt) => attempt.contactId)]) if (id) related.add(id);
  }
  for (const id of [contact.previousContactId, contact.initialContactId]) if (id) related.add(id);
  related.delete(contactId);
  const found = await Promise.all([...related].map((id) => rows.contacts.get(id)));
  const others = contact.customerKey ? await rows.contactsOfCustomer(contact.customerKey, mostOthers) : [];
  return {
    ...storyOf(
      contact,
      found.filter((row): row is ContactRow => row !== undefined),
      callbacks,
      now,
    ),
    otherContacts: others.filter((id) => id !== contactId && !related.has(id)),
  };
}

/** The callback this contact asked for, or is a leg of: the one in its slot, or in the slot's history. */
async function callbacksOf(rows: StoryRows, { callbackKey, callbackId }: ContactRow): Promise<CallbackRow[]> {
  if (callbackKey === undefined || callbackId === undefined) return [];
  const slot = await rows.callbacks.get(callbackKey);
  const row = slot?.callbackId === callbackId ? slot : await rows.closedCallback(callbackKey, callbackId);
  return row ? [row] : [];
}
