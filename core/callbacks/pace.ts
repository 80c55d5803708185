import type { CallbackRow } from '../rows/callback.ts';
import { addSeconds, type Instant, seconds } from '../time/units.ts';

/**
 * The dialler's turns are counted by windows this long. Connect's bucket holds 2.5 seconds' worth of calls (5 at 2 a
 * second): whatever comes at once within a window finds room in it, and so is not refused as one too many.
 * Source: Connect administrator guide, API throttling quotas (rate 2, burst 5).
 */
export const paceWindowSeconds = 2;
/** The sweep comes once a minute. */
const sweepSeconds = 60;
/** So many seconds' turns more are handed over: a sweep that comes late, or dies on its way, leaves no gap. */
const spareSeconds = 30;

/**
 * The budgets that one call placed at `now` may be taken from, in order: its window's, or what the window before has
 * left over, for whoever comes a moment late. `perSecond`: the pace over all queues.
 */
export function paceBudgetsOf(now: Instant, perSecond: number): { name: string; limit: number; until: Instant }[] {
  const window = Math.floor(now / 1000 / paceWindowSeconds);
  const until = addSeconds(now, seconds(3600));
  return [window, window - 1].map((one) => ({ name: `pace#${one}`, limit: perSecond * paceWindowSeconds, until }));
}

/** Handed to the dialler, and not dialled yet. */
export const isHandedOver = ({ state, notBefore, dueAt }: CallbackRow, now: Instant): boolean =>
  state === 'PENDING' && notBefore <= now && dueAt !== undefined && dueAt > now;

/** Of callbacks chosen in several queues those to hand over: the longest due first, behind `waitingCount` others. */
export const turnsOfSweep = (chosen: readonly CallbackRow[], perSecond: number, waitingCount: number): CallbackRow[] =>
  [...chosen]
    .sort((a, b) => a.notBefore - b.notBefore)
    .slice(0, Math.max(0, perSecond * (sweepSeconds + spareSeconds) - waitingCount));
