import { isOutbound } from '../core/contacts/derive.ts';
import type { ContactEvent } from '../core/contacts/event.ts';
import { foldEvent } from '../core/contacts/fold.ts';
import { isTransfer } from '../core/contacts/journey.ts';
import { settlementOf } from '../core/contacts/settlement.ts';
import type { Clock, ContactAtConnect, ContactRows } from '../core/ports.ts';
import type { DirectoryRow } from '../core/rows/center.ts';
import type { ContactRow } from '../core/rows/contact.ts';
import type { RuntimeSettings } from '../core/settings/runtime.ts';
import { noteInJourney } from './journey-notes.ts';
import { advanceCallback, changeContact, type LedgerWorld, type ReadRow } from './row-changes.ts';

export interface EventWorld extends LedgerWorld {
  contacts: ContactRows;
  settings: RuntimeSettings;
  clock: Clock;
}

/**
 * Folds what was heard of one contact into its row, and what that means into the ledger. Safe to repeat: the fold joins
 * facts, the ledger moves only forward, and counts follow the write that made a change. Effects follow from the row as
 * it stands and not from the change, so that a run that died between the two is made good by the next.
 *
 * `events` are all of one contact, at least one. `read`: its row as it was read just now.
 */
export async function recordEvents(
  world: EventWorld,
  events: readonly ContactEvent[],
  directory: DirectoryRow | undefined,
  read?: ReadRow,
): Promise<ContactRow> {
  const [first] = events;
  if (!first) throw new Error('nothing was heard of the contact');
  const fold = (row: ContactRow | undefined, event: ContactEvent): ContactRow =>
    foldEvent(row, event, {
      queueNameOf: (arn) => queueNameOf(directory, arn),
      // From the event and not from now: the same events make the same row, whenever they come.
      expiresAt:
        Math.ceil((event.initiatedAt ?? world.clock.now()) / 1000) +
        world.settings.privacy.contactRetentionDays * 86_400,
    });
  const changed = await changeContact(
    world.contacts,
    first.contactId,
    (row) => events.reduce<ContactRow | undefined>(fold, row),
    read,
  );
  if (!changed) throw new Error('a fold always gives a row');
  const { before, after } = changed;
  if (before !== after && after.queue !== undefined && after.channel !== undefined) {
    const counts = settlementOf(before, after);
    if (Object.keys(counts).length > 0) world.metrics.ofQueue(after.queue, after.channel, counts);
  }
  const named = await namedAsBefore(world.contacts, after);
  await noteInJourney(world.contacts, before, named);
  await settleCallback(world, named);
  return named;
}

/** What Connect itself says of a contact, as an event that carries all of it. */
export const describedEvent = (contact: ContactAtConnect): ContactEvent => ({ ...contact, eventType: 'DESCRIBED' });

/** Who was passed on is the customer of the contact before: no flow of ours has seen this one's number. */
async function namedAsBefore(contacts: ContactRows, row: ContactRow): Promise<ContactRow> {
  if (!isTransfer(row) || row.customerKey !== undefined || row.previousContactId === undefined) return row;
  const customerKey = (await contacts.get(row.previousContactId))?.customerKey;
  if (customerKey === undefined) return row;
  const changed = await changeContact(contacts, row.contactId, (known) => known && { ...known, customerKey });
  return changed?.after ?? row;
}

/** Who asked for this callback spoke with an agent in that very contact: they are not called as well. */
export const agentWasFaster = (row: ContactRow, callbackId: string): boolean =>
  !isOutbound(row) && row.callbackId === callbackId && row.answeredAt !== undefined;

/** The ledger's share of what is known of a contact: the callback it is a leg of, or the one it no longer needs. */
export async function settleCallback(world: EventWorld, row: ContactRow): Promise<void> {
  const { contactId, callbackKey, callbackId } = row;
  if (callbackKey === undefined || callbackId === undefined) return;
  const at = world.clock.now();
  if (!isOutbound(row)) {
    if (!agentWasFaster(row, callbackId)) return;
    const cancel = { kind: 'cancel', reason: 'agent-was-faster', at } as const;
    await advanceCallback(world, callbackKey, callbackId, () => cancel);
    return;
  }
  const { queuedAt, customerAnsweredAt, answeredAt, endedAt } = row;
  if (answeredAt === undefined && endedAt === undefined) return;
  const facts = { queuedAt, customerAnsweredAt, answeredAt, endedAt };
  const advanced = await advanceCallback(world, callbackKey, callbackId, () => ({ kind: 'leg', contactId, facts, at }));
  if (advanced && answeredAt !== undefined) await markPlaceServed(world, advanced.row.sourceContactId, row);
}

/** The place of the contact that took the callback was served: what its wait would have been. */
async function markPlaceServed(world: EventWorld, sourceContactId: string, leg: ContactRow): Promise<void> {
  const placeEndedAt = leg.completedAt ?? leg.endedAt;
  const changed = await changeContact(
    world.contacts,
    sourceContactId,
    (row) =>
      row && {
        ...row,
        ...(leg.answeredAt === undefined ? {} : { placeServedAt: row.placeServedAt ?? leg.answeredAt }),
        ...(placeEndedAt === undefined ? {} : { placeEndedAt }),
        ...(leg.agentId === undefined ? {} : { placeAgentId: row.placeAgentId ?? leg.agentId }),
      },
  );
  if (changed) await noteInJourney(world.contacts, changed.before, changed.after);
}

/** Events name queues by ARN, DescribeContact by id: the ARN's last part is the id. */
function queueNameOf(directory: DirectoryRow | undefined, arn: string): string | undefined {
  const id = arn.split('/').at(-1);
  return Object.entries(directory?.queues ?? {}).find(([, known]) => known.split('/').at(-1) === id)?.[0];
}
