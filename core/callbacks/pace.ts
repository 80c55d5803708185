import type { CallbackRow } from '../rows/callback.ts';
import { addSeconds, type Instant, seconds } from '../time/units.ts';

/**
 * The dialler's turns are counted by the second. Connect's bucket holds 2.5 seconds' worth of calls (5 at 2 a second):
 * what comes at once, a second's and what the two before have left over, mostly finds room in it.
 * Source: Connect administrator guide, API throttling quotas (rate 2, burst 5).
 */
const secondsLookedBack = 2;
/** The sweep comes once a minute. */
const sweepSeconds = 60;
/** So many seconds' turns more are handed over: a sweep that comes late, or dies on its way, leaves no gap. */
const spareSeconds = 45;

/**
 * The budgets that one call placed at `now` may be taken from, in order: its second's, or what those before have left
 * over, for whoever comes a moment late. `perSecond`: the pace over all queues.
 */
export function paceBudgetsOf(now: Instant, perSecond: number): { name: string; limit: number; until: Instant }[] {
  const second = Math.floor(now / 1000);
  const until = addSeconds(now, seconds(3600));
  return Array.from({ length: 1 + secondsLookedBack }, (_, back) => ({
    name: `pace#${second - back}`,
    limit: perSecond,
    until,
  }));
}

/** Handed to the dialler, and not dialled yet. */
export const isHandedOver = ({ state, notBefore, dueAt }: CallbackRow, now: Instant): boolean =>
  state === 'PENDING' && notBefore <= now && dueAt !== undefined && dueAt > now;

/** Of callbacks chosen in several queues those to hand over: the longest due first, behind `waitingCount` others. */
export const turnsOfSweep = (chosen: readonly CallbackRow[], perSecond: number, waitingCount: number): CallbackRow[] =>
  [...chosen]
    .sort((a, b) => a.notBefore - b.notBefore)
    .slice(0, Math.max(0, perSecond * (sweepSeconds + spareSeconds) - waitingCount));

/** Some seconds' turns of those that wait are over already, as the index lags, or die on their way: they are given again. */
const overlapSeconds = 4;

/** The turn of the first that is handed over now, behind those that wait. */
export const firstTurnOf = (waitingCount: number, perSecond: number): number =>
  Math.max(0, waitingCount - perSecond * overlapSeconds);
