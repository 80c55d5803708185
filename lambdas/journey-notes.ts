import { digestOf, journeyUntil, openDigestOf } from '../core/contacts/journey.ts';
import type { ContactRows } from '../core/ports.ts';
import type { ContactRow } from '../core/rows/contact.ts';

/**
 * A chat lasts while its customer may call, so it is told of while it does; of a call nobody else could hear meanwhile. From QUEUED on: what
 * was noted before that passed by here.
 */
const shownOf = (row: ContactRow) =>
  digestOf(row) ?? (row.channel === 'chat' && row.queuedAt !== undefined ? openDigestOf(row) : undefined);

/**
 * Puts a contact that is over, or a chat, into its customer's journey: one write, and none when the journey shows it so already.
 * A row that did not change is put again: whoever changed it may have died before this.
 */
export async function noteInJourney(
  contacts: Pick<ContactRows, 'putDigest'>,
  before: ContactRow | undefined,
  after: ContactRow,
): Promise<void> {
  const digest = shownOf(after);
  if (digest === undefined || after.customerKey === undefined) return;
  const shown = before === undefined || before === after ? undefined : shownOf(before);
  if (before?.customerKey === after.customerKey && JSON.stringify(shown) === JSON.stringify(digest)) return;
  await contacts.putDigest(after.customerKey, digest, journeyUntil(after));
}
