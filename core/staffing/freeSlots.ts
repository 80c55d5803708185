import type { Instant } from '../time/units.ts';

/**
 * A stretch of time in which `free` callbacks can be answered beside the contacts expected, those booked already among them.
 * A whole number, never negative; 0 is said as 0, so that "nothing is free" and "nothing is known" stay apart.
 */
export interface FreeSlot {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly free: number;
}

/** What a quote needs of the plan of its queue and channel; carried in the model row, so that one read sees both. */
export interface PlanExtract {
  readonly generatedAt: Instant;
  /** Why the plan is weaker than it should be: a flag of the forecast, or of the schedule. Absent: nothing to say. */
  readonly flag?: string;
  /** Agents planned to serve, by the moment at which their number changes; earliest first. */
  readonly agents: readonly { readonly startsAt: Instant; readonly agents: number }[];
  /** In order of time, without overlap; what lies behind or beyond them is unknown. */
  readonly freeSlots: readonly FreeSlot[];
}

/** Slots that a callback could still be promised for: `count` more fit, and they begin at or after `from`. */
export const slotsWithRoom = (slots: readonly FreeSlot[], from: Instant, count = 1): FreeSlot[] =>
  slots.filter((slot) => slot.startsAt >= from && slot.free >= count);
