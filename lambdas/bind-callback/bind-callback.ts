import { isWanted } from '../../core/callbacks/ledger.ts';
import { nothingKnown } from '../../core/contacts/journeySummary.ts';
import type { CenterRows, Clock, ContactRows } from '../../core/ports.ts';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';
import { noteNativeLeg } from '../callback-legs.ts';
import { summaryAfter } from '../journey-summary.ts';
import { advanceCallback, type LedgerWorld } from '../row-changes.ts';
import type { BindAnswer, BindRequest } from './contract.ts';

export interface BindWorld extends LedgerWorld {
  contacts: ContactRows;
  centerRows: Pick<CenterRows, 'directory'>;
  settings: RuntimeSettings;
  clock: Clock;
}

/**
 * Ties Connect's callback contact to the ledger. `end` for one that the ledger does not know, no longer wants, or has
 * another contact for already: the contact is ended by its flow, and the promise stays the ledger's.
 */
export function makeBindCallback(world: BindWorld): (request: BindRequest) => Promise<BindAnswer> {
  return async ({ Details: { ContactData: contact } }) => {
    const contactId = contact.ContactId;
    const sourceId = [contact.InitialContactId, contact.PreviousContactId].find((id) => id && id !== contactId);
    const source = sourceId ? await world.contacts.get(sourceId) : undefined;
    const { callbackKey, callbackId } = source ?? {};
    if (callbackKey === undefined || callbackId === undefined) return ended('unknown');
    const at = world.clock.now();
    const bound = await advanceCallback(world, callbackKey, callbackId, () => ({ kind: 'bound', contactId, at }));
    const row = bound?.row;
    if (row?.state !== 'CREATED' || row.contactId !== contactId || !isWanted(row)) {
      return ended(row?.state ?? 'replaced');
    }
    await noteNativeLeg(world, contactId, row);
    // Without the directory the contact goes on with the queue Connect gave it.
    const queueArn = (await world.centerRows.directory())?.queues[row.queue] ?? '';
    const summary = await summaryAfter(world, [row.customerKey], row.queue, source, at);
    return { bind: 'go', reason: 'bound', queue: row.queue, queueArn, ...summary };
  };
}

const ended = (reason: string): BindAnswer => ({
  bind: 'end',
  reason,
  queue: '',
  queueArn: '',
  ...nothingKnown,
});
