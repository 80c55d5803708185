import { type Acceptance, callbackIdOf, decideAcceptance } from '../../core/callbacks/accept.ts';
import { mayRing, nextRingAt, parseDailyWindow } from '../../core/callbacks/callingHours.ts';
import { isWanted } from '../../core/callbacks/ledger.ts';
import { judgeNumber, sayRefusal } from '../../core/numbers/judgeNumber.ts';
import { sayAcceptedAt, sayAcceptedNow, sayOpenCallback, spokenUp } from '../../core/offers/say.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import type { ContactRow } from '../../core/rows/contact.ts';
import { callbackKeyOf } from '../../core/rows/keys.ts';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';
import { isOpenAt, nextOpeningAt } from '../../core/time/hours.ts';
import { addSeconds, type Instant, minutes, type Seconds, secondsBetween } from '../../core/time/units.ts';
import { changeContact } from '../row-changes.ts';
import type { TakeOfferAnswer } from './contract.ts';
import { type Caller, cancelCallback, choose, knownOr, plain, type TakeOfferWorld } from './take-offer.caller.ts';

/** Connect's callback rings the agent first, then the customer: so much later than the place would have been served. */
const ringingSeconds = minutes(1);
/** A callback for the next opening is made within the first hour of it. */
const openingSeconds = minutes(60);
/** Without a quote (it could not be asked for) this is what can be promised. */
const unquotedSeconds = minutes(60);
/** Version of the words the caller consented to. */
const wording = 'keep-your-place-1';

/** The caller wants to be called back: on which number, by when, and is it in the ledger. Promised only then. */
export async function takeCallback(world: TakeOfferWorld, caller: Caller): Promise<TakeOfferAnswer> {
  const { settings, clock } = world;
  const { asked, contactId, now } = caller;
  const queue = asked.queue === undefined ? undefined : settings.queues[asked.queue];
  if (asked.queue === undefined || !queue) throw new RangeError('queue: expected the name of a queue in settings');
  // Offered before it was frozen, taken after: nothing is promised that nobody would dial.
  if ((await world.centerRows.freeze())?.frozen) return plain('unavailable', '');
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
  // Over, or being ended, before the repeated key press was answered: nothing is promised, the caller holds.
  if (!isWanted(callback)) return plain('unavailable', '');
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
  const told = row.quotes?.findLast((quote) => quote.toldBoundSeconds !== null);
  if (told?.toldBoundSeconds === undefined || told.toldBoundSeconds === null) return unquotedSeconds;
  const left = secondsBetween(now, addSeconds(told.askedAt, told.toldBoundSeconds));
  return spokenUp((Math.max(60, left) + ringingSeconds) as Seconds);
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
  if (!own) return plain('accepted', sayOpenCallback(callback.promisedBy, timeZone, now));
  if (callback.kind === 'next-opening') {
    return plain('accepted', sayAcceptedAt(callback.promisedBy, timeZone, callback.acceptedAt));
  }
  const say = sayAcceptedNow(secondsBetween(callback.acceptedAt, callback.promisedBy));
  return { result: 'accepted', say, number, place: 'native' };
}
