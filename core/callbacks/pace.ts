import type { CallbackRow } from '../rows/callback.ts';
import { addSeconds, type Instant, seconds } from '../time/units.ts';

/**
 * The dialler's turns are counted by windows this long. Connect's bucket holds 2.5 seconds' worth of calls (5 at 2 a
 * second): whatever comes at once within a window finds room in it, and so is not refused as one too many.
 * Source: Connect administrator guide, API throttling quotas (rate 2, burst 5).
 */
export const paceWindowSeconds = 2;
/** The sweep comes once a minute and hands over what a minute holds. */
export const sweepSeconds = 60;

/** The budget that one call placed at `now` is taken from. `perSecond`: the pace over all queues. */
export function paceBudgetOf(now: Instant, perSecond: number): { name: string; limit: number; until: Instant } {
  const window = Math.floor(now / 1000 / paceWindowSeconds);
  return { name: `pace#${window}`, limit: perSecond * paceWindowSeconds, until: addSeconds(now, seconds(3600)) };
}

/** Of callbacks chosen in several queues those whose turn it is in this minute: the longest due first. */
export const turnsOfSweep = (chosen: readonly CallbackRow[], perSecond: number): CallbackRow[] =>
  [...chosen].sort((a, b) => a.notBefore - b.notBefore).slice(0, perSecond * sweepSeconds);
