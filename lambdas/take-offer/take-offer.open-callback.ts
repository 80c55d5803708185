import { isOpen, isWanted } from '../../core/callbacks/ledger.ts';
import { sayRefused } from '../../core/callbacks/refusal.ts';
import { deriveContact } from '../../core/contacts/derive.ts';
import { judgeNumber } from '../../core/numbers/judgeNumber.ts';
import { sayOpenCallback } from '../../core/offers/say.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import type { Choice } from '../../core/rows/contact.ts';
import { callbackKeyOf } from '../../core/rows/keys.ts';
import type { Instant } from '../../core/time/units.ts';
import { soonAfter } from '../booking.ts';
import { cancelCallback, moveCallback, optOut } from '../callback-changes.ts';
import { numberRules } from '../number-rules.ts';
import { advanceCallback, changeContact } from '../row-changes.ts';
import type { TakeOfferAnswer } from './contract.ts';
import { takeCallback } from './take-offer.accept.ts';
import { type Caller, choose, knownOr, plain, type TakeOfferWorld } from './take-offer.caller.ts';
import { nameWindow, windowAsked } from './take-offer.windows.ts';

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
  // Written before it is said, as what is promised for the first time is.
  const callback = open && (await world.callbacks.touch(open.callbackKey, open.callbackId));
  // Made, or taken back, while its caller listened to the menu: there is nothing to keep, so they hold.
  await choose(world, caller, callback ? 'keep' : 'live');
  if (!callback) return plain('unavailable', '');
  return plain('kept', sayOpenCallback(callback, world.settings.center.timeZone, caller.now));
}

export async function goLive(world: TakeOfferWorld, caller: Caller): Promise<TakeOfferAnswer> {
  await choose(world, caller, 'live');
  const callback = await openCallbackOf(world, caller);
  if (!callback) return plain('live', '');
  const { callbackKey, callbackId } = callback;
  const left = await cancelCallback(world, {
    callbackKey,
    callbackId,
    reason: 'customer-live',
    until: soonAfter(caller.now),
  });
  const stopped = left?.state === 'CANCELLED' || left?.state === 'CREATED';
  return plain('live', stopped ? 'We have cancelled your callback. Please hold.' : 'Please hold.');
}

export async function cancel(world: TakeOfferWorld, caller: Caller): Promise<TakeOfferAnswer> {
  const callback = await openCallbackOf(world, caller);
  // Cancelled again because Connect cannot call the number it was accepted on: the caller goes on holding.
  const takenBack = caller.asked.number !== undefined;
  await takeBack(world, caller, takenBack ? 'hold' : 'cancel');
  if (callback) {
    const { callbackKey, callbackId } = callback;
    await cancelCallback(world, { callbackKey, callbackId, reason: 'customer', until: soonAfter(caller.now) });
  }
  return plain('cancelled', callback && !takenBack ? 'Your callback is cancelled.' : '');
}

/** Another time for the callback that is open, as it was named. Who has none any more is told so, and holds. */
export async function changeTime(world: TakeOfferWorld, caller: Caller): Promise<TakeOfferAnswer> {
  const callback = await openCallbackOf(world, caller);
  if (!callback || !isWanted(callback)) return plain('unavailable', 'Your callback is over.');
  const windowStartsAt = windowAsked(caller.asked.window);
  if (windowStartsAt === undefined) return nameWindow(world, caller, { besides: callback.windowStartsAt });
  const until = soonAfter(caller.now);
  const move = await moveCallback(world, callback, windowStartsAt, { now: caller.now, until });
  switch (move.kind) {
    case 'no-window':
      return nameWindow(world, caller, { say: sayRefused('no-window'), besides: callback.windowStartsAt });
    case 'in-progress':
      return plain('unavailable', 'We are calling you just now.');
    case 'moved':
      await choose(world, caller, 'keep');
      return plain('kept', sayOpenCallback(move.callback, world.settings.center.timeZone, caller.now));
    default:
      return move satisfies never;
  }
}

/**
 * Another number for the callback that is open. A number is the ledger's key, so there is a new callback, with the promise
 * of the old one, and then the old one ends: should this run die in between, the dialler ends it before it dials.
 */
export async function changeNumber(world: TakeOfferWorld, caller: Caller): Promise<TakeOfferAnswer> {
  const own = await openCallbackOf(world, { ...caller, asked: { ...caller.asked, number: undefined } });
  if (own && isRinging(own)) return plain('unavailable', 'We are calling you just now.');
  const replaced = own && isWanted(own) ? own : undefined;
  // None open, and none taken by an earlier try of this very key press either.
  const taken = (await world.contacts.get(caller.contactId))?.choice === 'callback';
  if (!replaced && !taken) return plain('unavailable', 'Your callback is over.');
  const answer = await takeCallback(world, { ...caller, asked: { ...caller.asked, when: 'window' } }, replaced);
  if (answer.result !== 'accepted' || !replaced) return answer;
  const { callbackKey, callbackId } = replaced;
  if (callbackKey === (await keyOf(world, caller))) return answer;
  await cancelCallback(world, { callbackKey, callbackId, reason: 'replaced' });
  return answer;
}

const isRinging = ({ state }: CallbackRow): boolean => state === 'DIALING' || state === 'DIALED';

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
  await cancelCallback(world, { ...leg, reason: 'customer', until: soonAfter(now), onTheLine: true });
  return plain('end', 'Your callback is cancelled.');
}

/** The customer wants no call from us ever again: from now on none is made to this number. */
export async function optOutLeg(world: TakeOfferWorld, leg: Leg, now: Instant): Promise<TakeOfferAnswer> {
  const row = await world.callbacks.get(leg.callbackKey);
  await cancelCallback(world, { ...leg, reason: 'opted-out', onTheLine: true });
  if (!row) return plain('end', '');
  await optOut(world, row.customerKey, 'voice', now);
  return plain('end', 'We will not call this number again.');
}

async function openCallbackOf(world: TakeOfferWorld, caller: Caller): Promise<CallbackRow | undefined> {
  const key = await keyOf(world, caller);
  const row = key === undefined ? undefined : await world.callbacks.get(key);
  return row && isOpen(row.state) ? row : undefined;
}

/** The ledger's slot of the number that was keyed in, or else of the caller's own. */
async function keyOf(world: TakeOfferWorld, { asked, address }: Caller): Promise<string | undefined> {
  const queue = asked.queue === undefined ? undefined : world.settings.queues[asked.queue];
  const verdict = judgeNumber(asked.number ?? address, numberRules(world.settings));
  if (!queue || verdict.kind === 'refused') return undefined;
  return callbackKeyOf(await world.customers.keyOf(verdict.number), queue.lineOfBusiness);
}
