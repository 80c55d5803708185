import { decideAcceptance, placeTiming, windowTiming } from '../callbacks/accept.ts';
import type { DailyWindow } from '../callbacks/callingHours.ts';
import { advance, isOpen, type LedgerRules } from '../callbacks/ledger.ts';
import type { LedgerEvent } from '../callbacks/ledgerEvent.ts';
import { defaultWindowRule, secondsForTurns, type WindowTurn, windowTurn } from '../callbacks/windowRule.ts';
import { openWindows } from '../callbacks/windows.ts';
import type { RandomStream } from '../random/stream.ts';
import { createSortedList } from '../routing/sortedList.ts';
import type { CallbackRow } from '../rows/callback.ts';
import type { FreeSlot } from '../staffing/freeSlots.ts';
import { addSeconds, hours, type Instant, seconds } from '../time/units.ts';
import type { ClosedCallback, TwinCallback, TwinWindow } from './center.ts';
import { type Customer, momentOf, type TwinContact } from './customers.ts';

/** One promised callback: its row in the ledger, whose rules decide what becomes of it. */
export interface OpenCallback {
  readonly id: number;
  readonly customer: Customer;
  readonly acceptedAtSeconds: number;
  row: CallbackRow;
  /** Whether the customer answers the next call, and the agent's time it costs when not. */
  picksUp: boolean;
  readonly lostSeconds: number;
}

/** The callbacks of one queue, from the key press until nothing more will be done. */
export interface CallbackDesk {
  /** Open ones that do not stand in the line. */
  readonly booked: number;
  /** Undefined when no time is left that could be promised. */
  room(at: number): CallbackSlot | undefined;
  accept(contact: TwinContact, at: number, slot: CallbackSlot): OpenCallback;
  /** When those booked must be looked at next, unless an agent becomes free before; Infinity: never. */
  lookAt(callback: OpenCallback, completionsPerSecond: number): number[];
  turn(at: number, freeAgents: number, completionsPerSecond: number): WindowTurn;
  /** The one to be called first, which then stands in the line; those that lapsed are closed on the way. */
  next(at: number): OpenCallback | undefined;
  /** The agent is on it. */
  called(callback: OpenCallback, at: number): void;
  /** How the call went; a callback that is to be tried again is booked again. */
  settle(callback: OpenCallback, at: number, spoke: boolean): void;
}

/** By when the callback would be made. */
export type CallbackSlot =
  | { readonly kind: 'keeps-place' }
  | { readonly kind: 'window'; readonly startsAt: Instant; readonly endsAt: Instant };

/** The twin's customers may be called at any hour. */
const allDay: DailyWindow = { fromMinutes: 0, untilMinutes: 24 * 60 };

export function createCallbackDesk(
  offered: TwinCallback,
  queue: string,
  chance: Pick<RandomStream, 'uniform'>,
  close: (callback: ClosedCallback) => void,
): CallbackDesk {
  const rules: LedgerRules = {
    attempts: offered.attempts,
    retrySeconds: seconds(offered.retrySeconds),
    retentionSeconds: hours(24),
  };
  const rule = 'rule' in offered.time ? offered.time.rule : defaultWindowRule;
  const slots = 'windows' in offered.time ? offered.time.windows.map(slotOf) : [];
  /** By the start of the window. */
  const taken = new Map<Instant, number>();
  const due = createSortedList<OpenCallback>(
    (one, other) => one.row.promisedBy - other.row.promisedBy || one.id - other.id,
  );
  const later = createSortedList<OpenCallback>(
    (one, other) => one.row.notBefore - other.row.notBefore || one.id - other.id,
  );
  // The deadlines of those due, in order; made anew only when the list has changed.
  let deadlines: Instant[] | undefined;
  const calledAt = new Map<number, number>();
  let last = 0;

  function change(callback: OpenCallback, event: LedgerEvent): void {
    const change = advance(callback.row, event, rules);
    if (change.kind === 'unchanged') throw new Error(`the ledger refused ${event.kind}: ${change.reason}`);
    callback.row = change.row;
  }

  /** Those whose time has begun. */
  function begin(now: Instant): void {
    for (let first = later.first(); first && first.row.notBefore <= now; first = later.first()) {
      later.remove(first);
      due.add(first);
      deadlines = undefined;
    }
  }

  function closed(callback: OpenCallback): void {
    const { row, acceptedAtSeconds } = callback;
    close({
      queue,
      acceptedAtSeconds,
      startedAfterSeconds: (calledAt.get(callback.id) ?? Number.POSITIVE_INFINITY) - acceptedAtSeconds,
      promisedWithinSeconds: row.promisedBy / 1000 - acceptedAtSeconds,
      spoke: row.state === 'COMPLETED',
    });
    calledAt.delete(callback.id);
  }

  return {
    get booked() {
      return due.size + later.size;
    },
    room(at) {
      const now = momentOf(at);
      const { time } = offered;
      if (time.kind === 'keeps-place') return time;
      if (time.kind === 'within') {
        return { kind: 'window', startsAt: now, endsAt: addSeconds(now, seconds(time.withinSeconds)) };
      }
      const [first] = openWindows({ now, slots, booked: taken, hours: undefined, zones: [], ringing: allDay });
      if (!first || first.startsAt > addSeconds(now, seconds(time.aheadSeconds))) return undefined;
      return { kind: 'window', startsAt: first.startsAt, endsAt: first.endsAt };
    },
    accept(contact, at, slot) {
      last += 1;
      const now = momentOf(at);
      const window = slot.kind === 'window' ? slot : undefined;
      if (window) taken.set(window.startsAt, (taken.get(window.startsAt) ?? 0) + 1);
      const decision = decideAcceptance(
        {
          callbackId: `cb-${contact.contactId}`,
          sourceContactId: contact.contactId,
          customerKey: contact.contactId,
          lineOfBusiness: queue,
          queue,
          channel: contact.channel,
          numberCipher: '',
          at: now,
          timing: window ? windowTiming(window) : placeTiming(now, seconds(contact.offeredBoundSeconds ?? 0)),
          placeSince: contact.rankAt,
          consent: { door: 'voice', how: 'key-press', wording: '', zones: [] },
        },
        undefined,
        { perNumberPerDay: 1 },
      );
      if (decision.kind !== 'accept') throw new Error(`a first callback was not accepted: ${decision.kind}`);
      const callback: OpenCallback = {
        id: last,
        customer: contact.customer,
        acceptedAtSeconds: at,
        row: decision.row,
        picksUp: contact.customer.reachable >= offered.unansweredShare,
        lostSeconds: offered.lostSeconds,
      };
      if (window) later.add(callback);
      else change(callback, { kind: 'bound', contactId: contact.contactId, at: now });
      return callback;
    },
    lookAt({ row }, completionsPerSecond) {
      const pressing = row.promisedBy / 1000 - secondsForTurns(1, completionsPerSecond, rule.deviations);
      return [row.notBefore / 1000, pressing].filter((at) => Number.isFinite(at));
    },
    turn(at, freeAgents, completionsPerSecond) {
      const now = momentOf(at);
      begin(now);
      if (due.size === 0) return 'not-yet';
      deadlines ??= Array.from(due, ({ row }) => row.promisedBy);
      return windowTurn({ now, promisedBy: deadlines, freeAgents, completionsPerSecond }, rule);
    },
    next(at) {
      for (let first = due.first(); first; first = due.first()) {
        due.remove(first);
        deadlines = undefined;
        if (momentOf(at) < first.row.expiresBy) return first;
        change(first, { kind: 'lapsed', at: momentOf(at) });
        closed(first);
      }
      return undefined;
    },
    called(callback, at) {
      calledAt.set(callback.id, at);
      const { row } = callback;
      if (row.state !== 'PENDING') return;
      change(callback, { kind: 'intent', attempt: row.attempt, at: momentOf(at) });
      change(callback, { kind: 'placed', attempt: row.attempt, contactId: `leg-${row.attempt}`, at: momentOf(at) });
    },
    settle(callback, at, spoke) {
      const { contactId = '' } = callback.row;
      const now = momentOf(at);
      const answeredAt = momentOf(calledAt.get(callback.id) ?? at);
      const facts = spoke
        ? { queuedAt: answeredAt, customerAnsweredAt: answeredAt, answeredAt }
        : { queuedAt: answeredAt, endedAt: now };
      change(callback, { kind: 'leg', contactId, facts, at: now });
      if (!isOpen(callback.row.state)) return closed(callback);
      callback.picksUp = chance.uniform() >= offered.unansweredShare;
      later.add(callback);
    },
  };
}

const slotOf = ({ fromSeconds, untilSeconds, capacity }: TwinWindow): FreeSlot => ({
  startsAt: momentOf(fromSeconds),
  endsAt: momentOf(untilSeconds),
  free: capacity,
});
