import type { FreeSlot } from '../staffing/freeSlots.ts';
import { isOpenAt, type OpeningHours } from '../time/hours.ts';
import { addSeconds, type Instant, minutes, seconds } from '../time/units.ts';
import { type DailyWindow, mayRing } from './callingHours.ts';

/** A time that suits: the callback is made between its start and its end. */
export interface CallbackWindow {
  startsAt: Instant;
  endsAt: Instant;
}

/** A window of the plan that can still be promised, and for how many callbacks in all. */
export interface OpenWindow extends CallbackWindow {
  capacity: number;
}

/** Nobody plans their day by a window that has all but begun. */
export const windowNoticeSeconds = minutes(10);

export interface WindowsSituation {
  now: Instant;
  slots: readonly FreeSlot[];
  /** Callbacks promised already, by the start of their window. Undefined: none are. */
  booked: ReadonlyMap<Instant, number> | undefined;
  /** The queue's opening hours, in their zone. */
  hours: (OpeningHours & { timeZone: string }) | undefined;
  /** Zones the telephone may be in, and when it may ring there. */
  zones: readonly string[];
  ringing: DailyWindow;
}

/**
 * The windows that can be kept, earliest first: the staffing plan has room in them for one callback more, the queue is
 * open and the customer's telephone may ring from their first minute to their last. Each has only the room the plan
 * leaves it, so what does not fit in the peak is spread over what follows.
 */
export function openWindows({ now, slots, booked, hours, zones, ringing }: WindowsSituation): OpenWindow[] {
  const from = addSeconds(now, windowNoticeSeconds);
  return slots.flatMap(({ startsAt, endsAt, free }) => {
    if (startsAt < from || free - (booked?.get(startsAt) ?? 0) < 1) return [];
    const lastMoment = addSeconds(endsAt, seconds(-1));
    const suits = [startsAt, lastMoment].every(
      (at) => mayRing(at, zones, ringing) && (!hours || isOpenAt(hours, hours.timeZone, at)),
    );
    return suits ? [{ startsAt, endsAt, capacity: free }] : [];
  });
}
