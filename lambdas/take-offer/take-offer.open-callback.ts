import { isOpen, isWanted } from '../../core/callbacks/ledger.ts';
import { deriveContact } from '../../core/contacts/derive.ts';
import { callerNumber } from '../../core/numbers/e164.ts';
import { sayOpenCallback } from '../../core/offers/say.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import type { Choice } from '../../core/rows/contact.ts';
import { callbackKeyOf } from '../../core/rows/keys.ts';
import type { Instant } from '../../core/time/units.ts';
import { advanceCallback, changeContact } from '../row-changes.ts';
import type { TakeOfferAnswer } from './contract.ts';
import { type Caller, cancelCallback, choose, knownOr, plain, type TakeOfferWorld } from './take-offer.caller.ts';

/** The callback that a call of ours is made for. */
export interface Leg {
  callbackKey: string;
  callbackId: string;
}

/** A call we placed carries the ids of its callback, and nothing else. */
export function legOf(attributes: Record<string, string> | undefined): Leg | undefined {
  const { callbackKey, callbackId } = attributes ?? {};
  return callbackKey && callbackId ? { callbackKey, callbackId } : undefined;
}

export async function keep(world: TakeOfferWorld, caller: Caller): Promise<TakeOfferAnswer> {
  const open = await openCallbackOf(world, caller);
  const callback = open && isWanted(open) ? open : undefined;
  // Made, or taken back, while its caller listened to the menu: there is nothing to keep, so they hold.
  await choose(world, caller, callback ? 'keep' : 'live');
  if (!callback) return plain('unavailable', '');
  return plain('kept', sayOpenCallback(callback.promisedBy, world.settings.center.timeZone, caller.now));
}

export async function goLive(world: TakeOfferWorld, caller: Caller): Promise<TakeOfferAnswer> {
  await choose(world, caller, 'live');
  const callback = await openCallbackOf(world, caller);
  if (!callback) return plain('live', '');
  const left = await cancelCallback(world, callback.callbackKey, callback.callbackId, 'customer-live', caller.now);
  return plain(
    'live',
    left === 'CANCELLED' || left === 'CREATED' ? 'We have cancelled your callback. Please hold.' : 'Please hold.',
  );
}

export async function cancel(world: TakeOfferWorld, caller: Caller): Promise<TakeOfferAnswer> {
  const callback = await openCallbackOf(world, caller);
  // Cancelled again because Connect cannot call the number it was accepted on: the caller goes on holding.
  const takenBack = caller.asked.number !== undefined;
  await takeBack(world, caller, takenBack ? 'hold' : 'cancel');
  if (callback) await cancelCallback(world, callback.callbackKey, callback.callbackId, 'customer', caller.now);
  return plain('cancelled', callback && !takenBack ? 'Your callback is cancelled.' : '');
}

/** A callback that was taken back must not be mistaken for the one this contact may accept later. */
async function takeBack(world: TakeOfferWorld, caller: Caller, choice: Choice): Promise<void> {
  await changeContact(world.contacts, caller.contactId, (row) => {
    const known = knownOr(row, world.settings, caller);
    const round = (known.callbackRound ?? 1) + (known.choice === 'callback' ? 1 : 0);
    return deriveContact({ ...known, choice, choseAt: caller.now, callbackRound: round });
  });
}

export async function confirm(
  world: TakeOfferWorld,
  contactId: string,
  leg: Leg,
  now: Instant,
): Promise<TakeOfferAnswer> {
  const { row, reason } =
    (await advanceCallback(world, leg.callbackKey, leg.callbackId, () => ({
      kind: 'confirmed',
      contactId,
      at: now,
    }))) ?? {};
  // The customer is on the line and wants to talk: only what the ledger knows to be over turns them away.
  if (!row || !isWanted(row)) return plain('end', 'This callback is over.');
  world.log.info('callback confirmed', { callbackId: leg.callbackId, contactId, ...(reason ? { reason } : {}) });
  await changeContact(
    world.contacts,
    contactId,
    (known) => known && deriveContact({ ...known, priority: 1, confirmedAt: now }),
  );
  return plain('queue', '');
}

export async function cancelLeg(world: TakeOfferWorld, leg: Leg, now: Instant): Promise<TakeOfferAnswer> {
  await cancelCallback(world, leg.callbackKey, leg.callbackId, 'customer', now, true);
  return plain('end', 'Your callback is cancelled.');
}

async function openCallbackOf(world: TakeOfferWorld, caller: Caller): Promise<CallbackRow | undefined> {
  const { asked } = caller;
  const queue = asked.queue === undefined ? undefined : world.settings.queues[asked.queue];
  const number = callerNumber(asked.number ?? caller.address);
  if (!queue || number === undefined) return undefined;
  const key = callbackKeyOf(await world.customers.keyOf(number), queue.lineOfBusiness);
  const row = await world.callbacks.get(key);
  return row && isOpen(row.state) ? row : undefined;
}
