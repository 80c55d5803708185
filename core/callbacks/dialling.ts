import type { CallbackRow } from '../rows/callback.ts';
import type { QueueFigures } from '../rows/center.ts';
import { addSeconds, type Instant, minutes, type Seconds } from '../time/units.ts';

/** From dialling to "press 1": the time ahead for which a free agent is predicted. */
export const dialAheadSeconds = 40 as Seconds;
/** So close to its promise a callback is dialled even when no agent is predicted free: first in the queue, seconds count. */
export const urgentSeconds = minutes(3);

export interface DialSituation {
  now: Instant;
  /** Callbacks of one queue that are due for dialling, most overdue first. */
  due: readonly CallbackRow[];
  /** Calls of this queue whose customer has no agent yet. */
  inFlightCount: number;
  /** Undefined: Connect told nothing of this queue, so nobody is known to be there. */
  figures: QueueFigures | undefined;
  handleSeconds: number;
}

/**
 * Which callbacks to dial now, so that an agent is predicted free when the customer picks up: those free already and
 * those who will be done by then. A called-back customer goes first in the queue, so who else waits does not matter.
 */
export function callbacksToDial({ now, due, inFlightCount, figures, handleSeconds }: DialSituation): CallbackRow[] {
  const staffed = figures?.agentsStaffed ?? 0;
  if (staffed === 0) return [];
  const available = figures?.agentsAvailable ?? 0;
  const busy = Math.max(0, staffed - available);
  const doneByThen = Math.floor((busy * dialAheadSeconds) / Math.max(1, handleSeconds));
  const free = available + Math.min(busy, doneByThen);
  const slots = Math.max(0, free - inFlightCount);
  const urgentBy = addSeconds(now, urgentSeconds);
  const urgent = due.filter((row) => row.promisedBy <= urgentBy).slice(0, Math.max(1, staffed - inFlightCount));
  const chosen = new Set([...due.slice(0, slots), ...(inFlightCount < staffed ? urgent : [])]);
  return due.filter((row) => chosen.has(row));
}
