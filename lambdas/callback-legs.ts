import { deriveContact } from '../core/contacts/derive.ts';
import type { Clock, ContactRows } from '../core/ports.ts';
import type { CallbackRow } from '../core/rows/callback.ts';
import { type ContactRow, contactSchemaVersion } from '../core/rows/contact.ts';
import type { RuntimeSettings } from '../core/settings/runtime.ts';
import { addSeconds, seconds } from '../core/time/units.ts';
import { type EventWorld, settleCallback } from './contact-events.ts';
import { changeContact } from './row-changes.ts';

interface LegWorld {
  contacts: ContactRows;
  settings: RuntimeSettings;
  clock: Clock;
}

/** From the binding to Connect's QUEUED. */
const provisionalSeconds = seconds(120);

/** The callback contact stands in the queue at the place its caller had. */
export async function noteNativeLeg(world: LegWorld, contactId: string, callback: CallbackRow): Promise<void> {
  const provisionalUntil = addSeconds(world.clock.now(), provisionalSeconds);
  await noteLeg(world, contactId, callback, 'CALLBACK', { keepsPlaceSince: callback.placeSince, provisionalUntil });
}

/** Names the callback on its dialled leg's row, and makes up for events that were faster than this. */
export async function noteDialledLeg(world: EventWorld, callback: CallbackRow, contactId: string): Promise<void> {
  const row = await noteLeg(world, contactId, callback, 'API', {});
  if (row) await settleCallback(world, row);
}

async function noteLeg(
  world: LegWorld,
  contactId: string,
  callback: CallbackRow,
  initiationMethod: string,
  place: Partial<ContactRow>,
): Promise<ContactRow | undefined> {
  const changed = await changeContact(world.contacts, contactId, (known) => {
    const row: ContactRow = known ?? {
      schemaVersion: contactSchemaVersion,
      version: 0,
      contactId,
      expiresAt: Math.ceil(world.clock.now() / 1000) + world.settings.privacy.contactRetentionDays * 86_400,
    };
    const { callbackKey, callbackId, attempt, channel, queue } = callback;
    const leg = { callbackKey, callbackId, attempt, channel, askedQueue: queue };
    return deriveContact({ ...row, ...leg, ...place, initiationMethod: row.initiationMethod ?? initiationMethod });
  });
  return changed?.after;
}
