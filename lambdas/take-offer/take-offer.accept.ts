import { callbackIdOf } from '../../core/callbacks/accept.ts';
import { isWanted } from '../../core/callbacks/ledger.ts';
import type { BookingRefusal } from '../../core/callbacks/refusal.ts';
import { sayRefused } from '../../core/callbacks/refusal.ts';
import { mostToldSeconds } from '../../core/offers/decision.ts';
import { sayAcceptedAt, sayAcceptedNow, sayAcceptedWindow, sayOpenCallback, spokenUp } from '../../core/offers/say.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import type { ContactRow } from '../../core/rows/contact.ts';
import { addSeconds, type Instant, minutes, type Seconds, secondsBetween } from '../../core/time/units.ts';
import { bookCallback, soonAfter } from '../booking.ts';
import { cancelCallback } from '../callback-changes.ts';
import { closesIn } from '../opening.ts';
import { changeContact } from '../row-changes.ts';
import type { When } from '../windows.ts';
import type { TakeOfferAnswer } from './contract.ts';
import { type Caller, choose, knownOr, plain, type TakeOfferWorld } from './take-offer.caller.ts';
import { nameWindow, windowAsked } from './take-offer.windows.ts';

/** Connect's callback rings the agent first, then the customer: so much later than the place would have been served. */
const ringingSeconds = minutes(1);
/** Without a quote (it could not be asked for) this is what can be promised. */
const unquotedSeconds = minutes(60);
/** Versions of the words the caller consented to. */
const wordings = { now: 'keep-your-place-1', window: 'time-that-suits-1', 'next-opening': 'next-opening-1' } as const;

/** The caller wants to be called back: on which number, by when, and is it in the ledger. Promised only then. */
export async function takeCallback(
  world: TakeOfferWorld,
  caller: Caller,
  replaces?: CallbackRow,
): Promise<TakeOfferAnswer> {
  const { asked, now } = caller;
  const queue = asked.queue;
  if (queue === undefined) throw new RangeError('queue: expected the name of a queue in settings');
  let offered = false;
  const booking = await bookCallback(world, {
    now,
    door: 'voice',
    queue,
    channel: asked.channel,
    number: asked.number ?? caller.address,
    when: whenOf(caller),
    how: 'key-press',
    wording: wordings[asked.when],
    ...(replaces ? { replaces } : {}),
    source: async (callbackKey) => {
      // Named on the contact first: should an agent be faster, whoever hears of it must find the callback to cancel.
      const row = await announce(world, caller, callbackKey);
      if (row === 'too-late') return row;
      offered = row.offeredBoundSeconds !== undefined;
      return {
        callbackId: row.callbackId ?? callbackIdOf(caller.contactId),
        sourceContactId: caller.contactId,
        placeSince: row.initiatedAt ?? row.quotedAt ?? now,
        withinSeconds: promiseOf(row, now, closesIn(world.settings, queue, now)),
      };
    },
  });
  // A full queue's own menu offers a call, and no place in a queue that closes before the turn may come.
  if (booking.kind === 'refused' && booking.reason === 'no-turn' && !offered)
    return takeCallback(world, { ...caller, asked: { ...asked, when: 'next-opening' } });
  if (booking.kind === 'refused') return refusedAnswer(world, caller, booking.reason);
  const { callback } = booking;
  // Over, or being ended, before the repeated key press was answered: nothing is promised, the caller holds.
  if (!isWanted(callback)) return plain('unavailable', '');
  const { callbackKey, callbackId } = callback;
  const { after } = await choose(world, caller, 'callback', { callbackKey, callbackId, callbackKind: callback.kind });
  if (booking.kind === 'open-already') {
    return plain('accepted', sayOpenCallback(callback, world.settings.center.timeZone, now));
  }
  if (booking.created) world.metrics.ofQueue(queue, asked.channel, { CallbacksAccepted: 1 });
  if (after.answeredAt !== undefined) {
    // The agent answered while the key was being pressed: answered once, no callback.
    await cancelCallback(world, { callbackKey, callbackId, reason: 'agent-was-faster' });
    return plain('unavailable', '');
  }
  return acceptedAnswer(world, callback, booking.number);
}

function whenOf({ asked }: Caller): When {
  if (asked.when === 'now') return 'keep-place';
  if (asked.when === 'next-opening') return 'next-opening';
  const windowStartsAt = windowAsked(asked.window);
  return windowStartsAt === undefined ? 'earliest-window' : { windowStartsAt };
}

/** Another number may do, or another time; else the caller holds. */
function refusedAnswer(
  world: TakeOfferWorld,
  caller: Caller,
  reason: BookingRefusal,
): TakeOfferAnswer | Promise<TakeOfferAnswer> {
  const say = sayRefused(reason);
  switch (reason) {
    case 'opted-out':
    case 'over-budget':
    case 'too-late':
    case 'not-at-that-hour':
    case 'no-turn':
    case 'never-open':
    case 'frozen':
      return plain('unavailable', say);
    case 'no-window':
      return nameWindow(world, caller, { say });
    default:
      // A window named before is handed back with the question for a number.
      return { ...plain('need-number', say), window: caller.asked.window ?? '' };
  }
}

/**
 * What is promised: what is left of the bound this contact was told with the offer, and the time it takes to ring. Undefined:
 * nothing, where no bound could be told or the queue may have closed by then, whatever key was pressed.
 */
function promiseOf(row: ContactRow, now: Instant, closesInSeconds: Seconds | undefined): Seconds | undefined {
  if ((row.offeredBoundSeconds ?? 0) > mostToldSeconds) return undefined;
  const told = row.quotes?.findLast((quote) => quote.toldBoundSeconds !== null);
  const left = told?.toldBoundSeconds
    ? secondsBetween(now, addSeconds(told.askedAt, told.toldBoundSeconds))
    : undefined;
  if (closesInSeconds !== undefined && (left ?? unquotedSeconds) > closesInSeconds) return undefined;
  return left === undefined ? unquotedSeconds : spokenUp((Math.max(60, left) + ringingSeconds) as Seconds);
}

/**
 * Writes onto the contact which callback it is about to have. One that an earlier key press took for another number, and
 * whose caller was not told of it in time, ends first: nobody is rung twice, on two numbers, for one wish.
 */
async function announce(world: TakeOfferWorld, caller: Caller, callbackKey: string): Promise<ContactRow | 'too-late'> {
  const { contactId } = caller;
  const row = await world.contacts.get(contactId);
  const other = row && takenForAnother(row, callbackKey);
  const left = other && (await cancelCallback(world, { ...other, reason: 'replaced', until: soonAfter(caller.now) }));
  // It stands, and is found by its name here when an agent is faster.
  if (left && isWanted(left)) return 'too-late';
  const changed = await changeContact(
    world.contacts,
    contactId,
    (known) => {
      const round = (known?.callbackRound ?? 1) + (known && takenForAnother(known, callbackKey) ? 1 : 0);
      return {
        ...knownOr(known, world.settings, caller),
        callbackKey,
        callbackId: callbackIdOf(contactId, round),
        ...(round === 1 ? {} : { callbackRound: round }),
      };
    },
    { row },
  );
  if (!changed) throw new Error('an announcement always finds or makes its contact');
  return changed.after;
}

function takenForAnother(
  { contactId, callbackKey, callbackId, callbackRound }: ContactRow,
  wanted: string,
): { callbackKey: string; callbackId: string } | undefined {
  const own = callbackId === callbackIdOf(contactId, callbackRound);
  return own && callbackId !== undefined && callbackKey !== undefined && callbackKey !== wanted
    ? { callbackKey, callbackId }
    : undefined;
}

/** Always told from the row, so that a repeated key press hears the same. */
function acceptedAnswer(world: TakeOfferWorld, callback: CallbackRow, number: string): TakeOfferAnswer {
  const { timeZone } = world.settings.center;
  const { acceptedAt, promisedBy, windowStartsAt } = callback;
  switch (callback.kind) {
    case 'keeps-place': {
      const say = sayAcceptedNow(secondsBetween(acceptedAt, promisedBy));
      return { ...plain('accepted', say), number, place: 'native' };
    }
    case 'window':
      if (windowStartsAt === undefined) return plain('accepted', sayAcceptedAt(promisedBy, timeZone, acceptedAt));
      return plain(
        'accepted',
        sayAcceptedWindow({ startsAt: windowStartsAt, endsAt: promisedBy }, timeZone, acceptedAt),
      );
    case 'next-opening':
      return plain('accepted', sayAcceptedAt(promisedBy, timeZone, acceptedAt));
    default:
      return callback.kind satisfies never;
  }
}
