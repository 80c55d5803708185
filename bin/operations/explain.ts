import { type ContactStory, storyOf } from '../../core/operations/explain.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import type { ContactRow } from '../../core/rows/contact.ts';
import { BadInput } from '../outcome.ts';
import type { OperatedCenter } from './center.ts';

export interface Explained extends ContactStory {
  /** Other contacts of the same customer, newest first. */
  otherContacts: string[];
}

const mostOthers = 20;

/** Everything known of a contact, its callbacks and their legs. Throws BadInput for an id nobody knows. */
export async function explainContact(center: OperatedCenter, contactId: string): Promise<Explained> {
  const contact = await center.contacts.get(contactId);
  if (!contact)
    throw new BadInput(
      `${contactId}: expected the id of a contact that is remembered (privacy.contactRetentionDays), and no row has it.`,
    );
  const callbacks = await callbacksOf(center, contact);
  const related = new Set<string>();
  for (const { sourceContactId, contactId: leg, attempts } of callbacks) {
    for (const id of [sourceContactId, leg, ...attempts.map((attempt) => attempt.contactId)]) if (id) related.add(id);
  }
  for (const id of [contact.previousContactId, contact.initialContactId]) if (id) related.add(id);
  related.delete(contactId);
  const rows = await Promise.all([...related].map((id) => center.contacts.get(id)));
  const others = contact.customerKey ? await center.contactsOfCustomer(contact.customerKey, mostOthers) : [];
  return {
    ...storyOf(
      contact,
      rows.filter((row): row is ContactRow => row !== undefined),
      callbacks,
    ),
    otherContacts: others.filter((id) => id !== contactId && !related.has(id)),
  };
}

/** The callback this contact asked for, or is a leg of: the one in its slot, or in the slot's history. */
async function callbacksOf(center: OperatedCenter, contact: ContactRow): Promise<CallbackRow[]> {
  const { callbackKey, callbackId } = contact;
  if (callbackKey === undefined || callbackId === undefined) return [];
  const slot = await center.callbacks.get(callbackKey);
  const row = slot?.callbackId === callbackId ? slot : await center.closedCallback(callbackKey, callbackId);
  return row ? [row] : [];
}
