import {
  type Acceptance,
  type AcceptanceRules,
  acceptancesOfDay,
  decideAcceptance,
  openingSeconds,
  openingTiming,
  placeTiming,
  windowTiming,
} from '../core/callbacks/accept.ts';
import { type Budget, bookingBudgets, ringsOfNumber } from '../core/callbacks/budgets.ts';
import { mayRing, parseDailyWindow } from '../core/callbacks/callingHours.ts';
import { isOpen, isWanted } from '../core/callbacks/ledger.ts';
import type { BookingRefusal } from '../core/callbacks/refusal.ts';
import type { Channel } from '../core/contacts/channel.ts';
import { judgeNumber } from '../core/numbers/judgeNumber.ts';
import type { CallbackRows, CenterRows, Clock, Customers } from '../core/ports.ts';
import type { CallbackRow, CallbackTiming, Consent, Door } from '../core/rows/callback.ts';
import { callbackKeyOf } from '../core/rows/keys.ts';
import type { RuntimeSettings } from '../core/settings/runtime.ts';
import { isOpenAt } from '../core/time/hours.ts';
import { addSeconds, type Instant, minutes, type Seconds, seconds } from '../core/time/units.ts';
import { spendAll } from './budgets.ts';
import { numberRules } from './number-rules.ts';
import { closesIn, openingOf } from './opening.ts';
import { takeWindow, type When, type WindowPlan } from './windows.ts';

export interface BookingWorld {
  callbacks: Pick<CallbackRows, 'get' | 'remember' | 'replace' | 'touch'>;
  centerRows: Pick<CenterRows, 'readForBooking' | 'spend' | 'bookWindow' | 'releaseWindow'>;
  customers: Pick<Customers, 'keyOf' | 'encrypt'>;
  settings: RuntimeSettings;
  clock: Clock;
}

/**
 * Nobody waits for an answer longer: a run that was frozen in the middle and woken later books nothing any more. Its
 * customer was told that nothing is promised, and may have been served since.
 */
export const bookedWithinSeconds = seconds(10);

/** What a caller wishes now they may not wish any more when nobody waits for the answer. */
export const soonAfter = (now: Instant): Instant => addSeconds(now, bookedWithinSeconds);

export interface BookingRequest {
  now: Instant;
  door: Door;
  queue: string;
  channel: Channel;
  /** As Connect gives it, or as somebody wrote it. */
  number: string | undefined;
  when: When;
  how: Consent['how'];
  /** Version of the words consented to. */
  wording: string;
  /** Budgets of the door itself, an address for instance: spent before anything is promised. */
  budgets?: readonly Budget[];
  /** The open callback of another number that this one takes the place of, and whose promise it keeps. */
  replaces?: CallbackRow;
  /** The agent who promises it. */
  agentId?: string;
  /** Asked for once the number is known to be good: what the callback is called, and what it was told. */
  source(callbackKey: string): Promise<BookingSource | 'too-late'> | BookingSource;
}

export interface BookingSource {
  callbackId: string;
  /** The contact, or the request of another door, that asks. */
  sourceContactId: string;
  /** Start of the contact whose place is kept. */
  placeSince: Instant;
  /** Promised for a callback that keeps its place; undefined: that cannot be promised. */
  withinSeconds: Seconds | undefined;
}

export type Booking =
  /** `created` by this request, not by an earlier try of it. */
  | { kind: 'booked'; callback: CallbackRow; created: boolean; number: string }
  /** The customer has one open already: it stays as it is. */
  | { kind: 'open-already'; callback: CallbackRow; number: string }
  | { kind: 'refused'; reason: BookingRefusal };

/**
 * A callback is asked for: the one way in, whichever door it comes by. Number, hours, opt-out, budgets and room are
 * looked at alike; the row is written on condition that the ledger's slot is free. Safe to repeat: the same request ends
 * in the same callback, and has one place in its window. A run that dies in between leaves that place taken until the
 * window is over: room is lost then, never promised twice.
 */
export async function bookCallback(world: BookingWorld, request: BookingRequest): Promise<Booking> {
  const { settings, customers, centerRows } = world;
  const known = settings.queues[request.queue];
  if (!known) throw new RangeError('queue: expected the name of a queue in settings');
  const verdict = judgeNumber(request.number, numberRules(settings));
  if (verdict.kind === 'refused') return verdict;
  const customerKey = await customers.keyOf(verdict.number);
  const callbackKey = callbackKeyOf(customerKey, known.lineOfBusiness);
  const facts = await centerRows.readForBooking({ callbackKey, customerKey, queue: request.queue });
  // Offered before it was frozen, taken after: nothing is promised that nobody would dial.
  if (facts.frozen) return refused('frozen');
  if (facts.optedOut) return refused('opted-out');
  const source = await request.source(callbackKey);
  if (source === 'too-late') return refused('too-late');
  const { perNumberPerDay } = settings.callbacks;
  const standing = standingOf(source.callbackId, facts.slot, request.now, { perNumberPerDay });
  // Asked again, or open by another contact: told as it stands, whatever there is room for by now.
  if (standing === 'over-budget') return refused('over-budget');
  if (standing !== 'free') {
    const told = await tellAgain(world, standing);
    if (told) return answerOf(told, source, verdict.number);
    return isTooLate(world, request.now) ? refused('too-late') : bookCallback(world, request);
  }

  const timing = await timingOf(world, request, source, { ...facts, zones: verdict.zones });
  if (typeof timing === 'string') return refused(timing);
  const { prefix } = verdict;
  const budgets = [...(request.budgets ?? []), ...bookingBudgets(settings.callbacks, prefix, request.now)];
  const paid =
    (await spendAll(centerRows.spend, budgets, source.callbackId)) &&
    (await placeMayRing(world, timing, { ...facts, customerKey, lineOfBusiness: known.lineOfBusiness }, request.now));
  const booked = paid
    ? await write(world, facts.slot, {
        ...acceptanceOf(request, source, timing, verdict.zones),
        customerKey,
        lineOfBusiness: known.lineOfBusiness,
        numberCipher: await customers.encrypt(verdict.number),
      })
    : 'over-budget';
  const keptPlace = typeof booked === 'object' && isPlaceOf(booked.callback, source, timing);
  // Of a run that is too late another try of the same request may hold the place: room is lost then, never promised twice.
  if (timing.windowStartsAt !== undefined && !keptPlace && booked !== 'too-late') {
    await centerRows.releaseWindow(request.queue, timing.windowStartsAt, source.callbackId);
  }
  return typeof booked === 'object' ? answerOf(booked, source, verdict.number) : refused(booked);
}

/**
 * Connect rings a callback in its own queue without asking our dialler, so its first ring is paid for here. All who ask for
 * the slot as it stands pay for one ring together: one of them gets it.
 */
async function placeMayRing(
  { settings, centerRows }: BookingWorld,
  { kind }: CallbackTiming,
  { customerKey, lineOfBusiness, slot }: { customerKey: string; lineOfBusiness: string; slot: CallbackRow | undefined },
  now: Instant,
): Promise<boolean> {
  if (kind !== 'keeps-place') return true;
  const ring = `place-${lineOfBusiness}-${slot?.version ?? 0}`;
  return spendAll(centerRows.spend, [ringsOfNumber(settings.callbacks, customerKey, now)], ring);
}

const refused = (reason: BookingRefusal): Booking => ({ kind: 'refused', reason });

interface Written {
  callback: CallbackRow;
  created: boolean;
}

const answerOf = ({ callback, created }: Written, { callbackId }: BookingSource, number: string): Booking =>
  callback.callbackId === callbackId
    ? { kind: 'booked', callback, created, number }
    : { kind: 'open-already', callback, number };

const isPlaceOf = (callback: CallbackRow, { callbackId }: BookingSource, { windowStartsAt }: CallbackTiming): boolean =>
  callback.callbackId === callbackId && callback.windowStartsAt === windowStartsAt;

const acceptanceOf = (
  { now, queue, channel, door, how, wording, replaces, agentId }: BookingRequest,
  { callbackId, sourceContactId, placeSince }: BookingSource,
  timing: CallbackTiming,
  zones: readonly string[],
) => ({
  callbackId,
  sourceContactId,
  placeSince,
  queue,
  channel,
  at: now,
  timing,
  consent: { door, how, wording, zones },
  ...(agentId === undefined ? {} : { agentId }),
  ...(replaces ? { replaces: { callbackKey: replaces.callbackKey, callbackId: replaces.callbackId } } : {}),
});

/** When it is made; of a window, with a place taken in it. */
async function timingOf(
  world: BookingWorld,
  { now, queue, when, replaces }: BookingRequest,
  { callbackId, withinSeconds }: BookingSource,
  { zones, ...plan }: WindowPlan & { zones: readonly string[] },
): Promise<CallbackTiming | 'no-window' | 'no-turn' | 'never-open' | 'not-at-that-hour'> {
  const ringing = parseDailyWindow(world.settings.callbacks.allowedHours);
  const whenItRings = (timing: CallbackTiming) =>
    mayRing(timing.promisedBy, zones, ringing) ? timing : ('not-at-that-hour' as const);
  if (replaces) {
    const taken = replaces.windowStartsAt;
    // The same customer's place: taken over, not taken away from anybody.
    if (taken !== undefined)
      await world.centerRows.bookWindow({ queue, startsAt: taken, callbackId, capacity: 1_000_000, forget: [] });
    return whenItRings(takenOver(replaces, now));
  }
  if (typeof when === 'object' && 'promisedBy' in when) {
    const known = world.settings.hours[world.settings.queues[queue]?.hours ?? ''];
    if (known && !isOpenAt(known, known.timeZone, when.promisedBy)) return 'not-at-that-hour';
    return whenItRings({ kind: 'window', ...when });
  }
  if (when === 'keep-place')
    return withinSeconds === undefined ? 'no-turn' : whenItRings(placeTiming(now, withinSeconds));
  const window = await takeWindow(world, plan, { now, queue, callbackId, zones, when });
  if (window) return windowTiming(window);
  if (when !== 'next-opening') return 'no-window';
  const closesInSeconds = closesIn(world.settings, queue, now);
  // An opening that is nearly over has no first hour.
  const nearlyOver = closesInSeconds !== undefined && closesInSeconds < openingSeconds;
  const from = nearlyOver ? addSeconds(now, closesInSeconds) : now;
  const opensAt = openingOf(world.settings, queue, zones, from);
  return opensAt === undefined ? 'never-open' : whenItRings(openingTiming(opensAt));
}

/**
 * The promise stays what it was; Connect's queue cannot be entered again at the old place, so the dialler keeps it. A pause
 * that outlasts it, after a ring of the old number, is none of the new one's.
 */
const takenOver = ({ kind, notBefore, promisedBy, windowStartsAt }: CallbackRow, now: Instant): CallbackTiming => ({
  kind: kind === 'keeps-place' ? 'window' : kind,
  notBefore: notBefore < promisedBy ? (Math.max(notBefore, now) as Instant) : now,
  promisedBy: Math.max(promisedBy, addSeconds(now, leastPromiseSeconds)) as Instant,
  ...(windowStartsAt === undefined ? {} : { windowStartsAt }),
});

/** Enough to ring a number that was given only now. */
const leastPromiseSeconds = minutes(5);
/** What stands in the slot already, as this request finds it. */
function standingOf(
  callbackId: string,
  slot: CallbackRow | undefined,
  now: Instant,
  { perNumberPerDay }: AcceptanceRules,
): CallbackRow | 'free' | 'over-budget' {
  if (slot && (slot.callbackId === callbackId || isOpen(slot.state))) return slot;
  return acceptancesOfDay(slot, now).length >= perNumberPerDay ? 'over-budget' : 'free';
}

/**
 * Told as it stands, and so written: a run that was frozen while it took the callback back, or moved it, and whose caller
 * heard that this could not be done, then finds another version. Undefined: it has changed since it was read.
 */
async function tellAgain({ callbacks }: BookingWorld, row: CallbackRow): Promise<Written | undefined> {
  // Over, or being ended: each door says so in its own words.
  if (!isWanted(row)) return { callback: row, created: false };
  const callback = await callbacks.touch(row.callbackKey, row.callbackId);
  return callback && { callback, created: false };
}

const isTooLate = ({ clock }: BookingWorld, at: Instant): boolean => clock.now() > soonAfter(at);

async function write(
  world: BookingWorld,
  found: CallbackRow | undefined,
  acceptance: Acceptance,
): Promise<Written | 'over-budget' | 'too-late'> {
  const { perNumberPerDay } = world.settings.callbacks;
  const callbackKey = callbackKeyOf(acceptance.customerKey, acceptance.lineOfBusiness);
  // Another door may be faster; what it leaves decides. Each round somebody gets on, so this ends.
  for (let slot = found; ; slot = await world.callbacks.get(callbackKey)) {
    const decision = decideAcceptance(acceptance, slot, { perNumberPerDay });
    switch (decision.kind) {
      case 'over-budget':
        return 'over-budget';
      case 'accepted-already':
      case 'open-already': {
        const told = await tellAgain(world, decision.row);
        if (told) return told;
        if (isTooLate(world, acceptance.at)) return 'too-late';
        continue;
      }
      case 'accept':
        // Two runs may have ended the last one at once, and the slower may have died before it put the history right.
        if (slot) await world.callbacks.remember(slot);
        if (isTooLate(world, acceptance.at)) return 'too-late';
        if ((await world.callbacks.replace(decision.row, decision.expectedVersion)) === 'written') {
          return { callback: decision.row, created: true };
        }
        continue;
      default:
        return decision satisfies never;
    }
  }
}
