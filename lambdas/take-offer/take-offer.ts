import { type Acceptance, callbackIdOf, decideAcceptance, graceSeconds } from '../../core/callbacks/accept.ts';
import { mayRing, nextRingAt, parseDailyWindow } from '../../core/callbacks/callingHours.ts';
import { isOpen } from '../../core/callbacks/ledger.ts';
import { deriveContact } from '../../core/contacts/derive.ts';
import { callerNumber } from '../../core/numbers/e164.ts';
import { judgeNumber, sayRefusal } from '../../core/numbers/judgeNumber.ts';
import { sayAcceptedAt, sayAcceptedNow, sayOpenCallback, spokenUp } from '../../core/offers/say.ts';
import type { Clock, ContactRows, Customers } from '../../core/ports.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import { type Choice, type ContactRow, contactSchemaVersion } from '../../core/rows/contact.ts';
import { callbackKeyOf } from '../../core/rows/keys.ts';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';
import { isOpenAt, nextOpeningAt } from '../../core/time/hours.ts';
import { addSeconds, type Instant, minutes, type Seconds, secondsBetween } from '../../core/time/units.ts';
import { advanceCallback, changeContact, type LedgerWorld } from '../row-changes.ts';
import type { TakeOfferAnswer, TakeOfferRequest } from './contract.ts';

export interface TakeOfferWorld extends LedgerWorld {
  contacts: ContactRows;
  customers: Pick<Customers, 'keyOf' | 'encrypt'>;
  settings: RuntimeSettings;
  clock: Clock;
}

/** Connect's callback rings the agent first, then the customer: so much later than the place would have been served. */
const ringingSeconds = minutes(1);
/** A callback for the next opening is made within the first hour of it. */
const openingSeconds = minutes(60);
/** Without a quote (it could not be asked for) this is what can be promised. */
const unquotedSeconds = minutes(60);
/** Version of the words the caller consented to. */
const wording = 'keep-your-place-1';

/** A caller's answer to an offer. Asked again for one key press (up to four times) it answers the same. */
export function makeTakeOffer(world: TakeOfferWorld): (request: TakeOfferRequest) => Promise<TakeOfferAnswer> {
  return async ({ Details: { ContactData: contact, Parameters: asked } }) => {
    const now = world.clock.now();
    const leg = legOf(contact.Attributes ?? undefined);
    const caller: Caller = {
      contactId: contact.ContactId,
      address: contact.CustomerEndpoint?.Address ?? undefined,
      asked,
      now,
    };
    switch (asked.choice) {
      case 'callback':
        return takeCallback(world, caller);
      case 'decline':
        await choose(world, caller, 'hold');
        if (asked.queue) world.metrics.ofQueue(asked.queue, asked.channel, { OffersDeclined: 1 });
        return plain('declined', '');
      case 'keep':
        return keep(world, caller);
      case 'live':
        return goLive(world, caller);
      case 'confirm':
        return leg ? confirm(world, contact.ContactId, leg, now) : plain('end', '');
      case 'cancel':
        return leg ? cancelLeg(world, leg, now) : cancel(world, caller);
      default:
        return asked.choice satisfies never;
    }
  };
}

interface Caller {
  contactId: string;
  address: string | undefined;
  asked: TakeOfferRequest['Details']['Parameters'];
  now: Instant;
}

interface Leg {
  callbackKey: string;
  callbackId: string;
}

/** A call we placed carries the ids of its callback, and nothing else. */
function legOf(attributes: Record<string, string> | undefined): Leg | undefined {
  const { callbackKey, callbackId } = attributes ?? {};
  return callbackKey && callbackId ? { callbackKey, callbackId } : undefined;
}

const plain = (result: TakeOfferAnswer['result'], say: string): TakeOfferAnswer => ({
  result,
  say,
  number: '',
  place: 'ledger',
});

async function takeCallback(world: TakeOfferWorld, caller: Caller): Promise<TakeOfferAnswer> {
  const { settings, clock } = world;
  const { asked, contactId, now } = caller;
  const queue = asked.queue === undefined ? undefined : settings.queues[asked.queue];
  if (asked.queue === undefined || !queue) throw new RangeError('queue: expected the name of a queue in settings');
  const verdict = judgeNumber(asked.number ?? caller.address, {
    allowedCountries: settings.callbacks.allowedCountries,
    ownNumbers: settings.ownNumbers,
  });
  if (verdict.kind === 'refused') return plain('need-number', sayRefusal(verdict.reason));

  const opensAt = asked.when === 'now' ? undefined : openingOf(settings, queue.hours, verdict.zones, now);
  if (asked.when === 'next-opening' && opensAt === undefined) return plain('unavailable', '');
  const customerKey = await world.customers.keyOf(verdict.number);
  const callbackKey = callbackKeyOf(customerKey, queue.lineOfBusiness);
  // Named on the contact first: should an agent be faster, whoever hears of it must find the callback to cancel.
  const row = await announce(world, caller, callbackKey);
  const callbackId = row.callbackId ?? callbackIdOf(contactId);
  const acceptance: Acceptance = {
    callbackId,
    sourceContactId: contactId,
    customerKey,
    lineOfBusiness: queue.lineOfBusiness,
    queue: asked.queue,
    channel: asked.channel,
    numberCipher: await world.customers.encrypt(verdict.number),
    at: now,
    promisedWithinSeconds: opensAt === undefined ? promiseOf(row, now) : openingSeconds,
    placeSince: row.initiatedAt ?? row.quotedAt ?? now,
    opensAt,
    wording,
  };

  const promisedBy = addSeconds(opensAt ?? now, acceptance.promisedWithinSeconds);
  if (!mayRing(promisedBy, verdict.zones, parseDailyWindow(settings.callbacks.allowedHours))) {
    return plain('unavailable', 'We cannot call that number at that hour.');
  }
  const accepted = await accept(world, acceptance, callbackKey);
  if (accepted === 'over-budget') return plain('unavailable', '');
  const { callback, created } = accepted;
  const { after } = await choose(world, caller, 'callback', { callbackKey, callbackId: callback.callbackId });
  if (created) world.metrics.ofQueue(asked.queue, asked.channel, { CallbacksAccepted: 1 });
  if (after.answeredAt !== undefined && callback.callbackId === callbackId) {
    // The agent answered while the key was being pressed: answered once, no callback.
    await cancelCallback(world, callbackKey, callbackId, 'agent-was-faster', clock.now());
    return plain('unavailable', '');
  }
  return acceptedAnswer(world, callback, callback.callbackId === callbackId, verdict.number, now);
}

/** What is promised: what is left of the bound this contact was told with the offer, and the time it takes to ring. */
function promiseOf(row: ContactRow, now: Instant): Seconds {
  const bound = row.offeredBoundSeconds;
  if (bound === undefined) return unquotedSeconds;
  const told = row.quotes?.findLast((quote) => quote.toldBoundSeconds === bound);
  const gone = told === undefined ? 0 : secondsBetween(told.askedAt, now);
  return spokenUp((Math.max(60, bound - gone) + ringingSeconds) as Seconds);
}

/** The first moment that the queue is open and the customer's telephone may ring. */
function openingOf(
  settings: RuntimeSettings,
  hoursName: string,
  zones: readonly string[],
  now: Instant,
): Instant | undefined {
  const hours = settings.hours[hoursName];
  const window = parseDailyWindow(settings.callbacks.allowedHours);
  let from: Instant | undefined = now;
  for (let day = 0; hours && from !== undefined && day < 14; day += 1) {
    const opens = nextOpeningAt(hours, hours.timeZone, from);
    const rings = opens === undefined ? undefined : nextRingAt(opens, zones, window);
    if (rings === undefined) return undefined;
    if (isOpenAt(hours, hours.timeZone, rings)) return rings;
    from = rings;
  }
  return undefined;
}

/** Writes onto the contact which callback it is about to have. */
async function announce(world: TakeOfferWorld, caller: Caller, callbackKey: string): Promise<ContactRow> {
  const changed = await changeContact(world.contacts, caller.contactId, (row) => ({
    ...knownOr(row, world.settings, caller),
    callbackKey,
    callbackId: callbackIdOf(caller.contactId, row?.callbackRound),
  }));
  if (!changed) throw new Error('an announcement always finds or makes its contact');
  return changed.after;
}

async function accept(
  world: TakeOfferWorld,
  acceptance: Acceptance,
  callbackKey: string,
): Promise<{ callback: CallbackRow; created: boolean } | 'over-budget'> {
  const { perNumberPerDay } = world.settings.callbacks;
  for (;;) {
    const slot = await world.callbacks.get(callbackKey);
    const decision = decideAcceptance(acceptance, slot, { perNumberPerDay });
    switch (decision.kind) {
      case 'over-budget':
        return 'over-budget';
      case 'accepted-already':
      case 'open-already':
        return { callback: decision.row, created: false };
      case 'accept':
        if ((await world.callbacks.replace(decision.row, decision.expectedVersion)) === 'written') {
          return { callback: decision.row, created: true };
        }
        // Another door was faster; what it left decides. Each round somebody gets on, so this ends.
        continue;
      default:
        return decision satisfies never;
    }
  }
}

/** Always told from the row, so that a repeated key press hears the same. */
function acceptedAnswer(
  world: TakeOfferWorld,
  callback: CallbackRow,
  own: boolean,
  number: string,
  now: Instant,
): TakeOfferAnswer {
  const { timeZone } = world.settings.center;
  // Over before the repeated key press was answered: nothing is promised any more.
  if (!isOpen(callback.state)) return plain('unavailable', '');
  if (!own) return plain('accepted', sayOpenCallback(callback.promisedBy, timeZone, now));
  if (callback.kind === 'next-opening') {
    return plain('accepted', sayAcceptedAt(callback.promisedBy, timeZone, callback.acceptedAt));
  }
  const say = sayAcceptedNow(secondsBetween(callback.acceptedAt, callback.promisedBy));
  return { result: 'accepted', say, number, place: 'native' };
}

async function keep(world: TakeOfferWorld, caller: Caller): Promise<TakeOfferAnswer> {
  const callback = await openCallbackOf(world, caller);
  await choose(world, caller, 'keep');
  const say = callback ? sayOpenCallback(callback.promisedBy, world.settings.center.timeZone, caller.now) : '';
  return callback ? plain('kept', say) : plain('unavailable', '');
}

async function goLive(world: TakeOfferWorld, caller: Caller): Promise<TakeOfferAnswer> {
  await choose(world, caller, 'live');
  const callback = await openCallbackOf(world, caller);
  if (!callback) return plain('live', '');
  await cancelCallback(world, callback.callbackKey, callback.callbackId, 'customer-live', caller.now);
  return plain('live', 'We have cancelled your callback. Please hold.');
}

async function cancel(world: TakeOfferWorld, caller: Caller): Promise<TakeOfferAnswer> {
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

async function confirm(world: TakeOfferWorld, contactId: string, leg: Leg, now: Instant): Promise<TakeOfferAnswer> {
  const { row, reason } =
    (await advanceCallback(world, leg.callbackKey, leg.callbackId, () => ({
      kind: 'confirmed',
      contactId,
      at: now,
    }))) ?? {};
  // The customer is on the line and wants to talk: only what the ledger knows to be over turns them away.
  if (!row || !isOpen(row.state) || row.cancelRequestedAt !== undefined) return plain('end', 'This callback is over.');
  world.log.info('callback confirmed', { callbackId: leg.callbackId, contactId, ...(reason ? { reason } : {}) });
  await changeContact(
    world.contacts,
    contactId,
    (known) => known && deriveContact({ ...known, priority: 1, confirmedAt: now }),
  );
  return plain('queue', '');
}

async function cancelLeg(world: TakeOfferWorld, leg: Leg, now: Instant): Promise<TakeOfferAnswer> {
  await cancelCallback(world, leg.callbackKey, leg.callbackId, 'customer', now, true);
  return plain('end', 'Your callback is cancelled.');
}

async function cancelCallback(
  world: TakeOfferWorld,
  callbackKey: string,
  callbackId: string,
  reason: 'customer' | 'customer-live' | 'agent-was-faster',
  at: Instant,
  onTheLine = false,
): Promise<void> {
  // On the callback's own line its flow says goodbye and hangs up; stopping the contact would cut the sentence off.
  const center = onTheLine ? { stop: async () => {} } : world.center;
  await advanceCallback({ ...world, center }, callbackKey, callbackId, () => ({ kind: 'cancel', reason, at }));
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

async function choose(
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
function knownOr(
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
