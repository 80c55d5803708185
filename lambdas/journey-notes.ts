import { digestOf, journeyUntil } from '../core/contacts/journey.ts';
import type { ContactRows } from '../core/ports.ts';
import type { ContactRow } from '../core/rows/contact.ts';

/**
 * Puts a contact that is over into its customer's journey: one write, and none when the journey shows it so already.
 * A row that did not change is put again: whoever changed it may have died before this.
 */
export async function noteInJourney(
  contacts: Pick<ContactRows, 'putDigest'>,
  before: ContactRow | undefined,
  after: ContactRow,
): Promise<void> {
  const digest = digestOf(after);
  if (digest === undefined || after.customerKey === undefined) return;
  const shown = before === undefined || before === after ? undefined : digestOf(before);
  if (before?.customerKey === after.customerKey && JSON.stringify(shown) === JSON.stringify(digest)) return;
  await contacts.putDigest(after.customerKey, digest, journeyUntil(after));
}
