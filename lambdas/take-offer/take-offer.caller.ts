import { graceSeconds } from '../../core/callbacks/ledger.ts';
import { deriveContact } from '../../core/contacts/derive.ts';
import type { Clock, ContactRows, Customers } from '../../core/ports.ts';
import { type Choice, type ContactRow, contactSchemaVersion } from '../../core/rows/contact.ts';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';
import { addSeconds, type Instant } from '../../core/time/units.ts';
import type { ChangeWorld } from '../callback-changes.ts';
import { changeContact } from '../row-changes.ts';
import type { TakeOfferAnswer, TakeOfferRequest } from './contract.ts';

export interface TakeOfferWorld extends ChangeWorld {
  contacts: ContactRows;
  customers: Pick<Customers, 'keyOf' | 'encrypt'>;
  clock: Clock;
}

/** Who presses the key, and when. */
export interface Caller {
  contactId: string;
  address: string | undefined;
  /** The e-mail address that the company's own systems wrote onto the contact. */
  knownEmail: string | undefined;
  asked: TakeOfferRequest['Details']['Parameters'];
  now: Instant;
}

/** An answer that hands nothing on to Connect. */
export const plain = (result: TakeOfferAnswer['result'], say: string): TakeOfferAnswer => ({
  result,
  say,
  number: '',
  ask: '',
  window: '',
  place: 'ledger',
});

/** Writes the choice onto the contact, and what follows from it. */
export async function choose(
  world: TakeOfferWorld,
  caller: Caller,
  choice: Choice,
  also: Partial<ContactRow> = {},
): Promise<{ after: ContactRow }> {
  const changed = await changeContact(world.contacts, caller.contactId, (row) =>
    deriveContact({
      ...knownOr(row, world.settings, caller),
      ...also,
      choice,
      choseAt: (row?.choice === choice ? row.choseAt : undefined) ?? caller.now,
    }),
  );
  if (!changed) throw new Error('a choice always changes its contact');
  return changed;
}

/** The contact's row, or one for a caller nobody has noted before: quote-wait may have failed, or the queue is closed. */
export function knownOr(
  row: ContactRow | undefined,
  settings: RuntimeSettings,
  { contactId, asked, now }: Caller,
): ContactRow {
  return (
    row ?? {
      schemaVersion: contactSchemaVersion,
      version: 0,
      contactId,
      channel: asked.channel,
      ...(asked.queue === undefined ? {} : { askedQueue: asked.queue }),
      expiresAt: Math.ceil(addSeconds(now, graceSeconds) / 1000) + settings.privacy.contactRetentionDays * 86_400,
    }
  );
}
