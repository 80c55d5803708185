import type { CallbackRow } from '../../core/rows/callback.ts';
import type { Instant } from '../../core/time/units.ts';
import { type Evidence, isOver, toleranceOf, type Violation } from './checker.ts';

/** Rings for a callback that nobody waits for any more. */
export function ringsInVain(evidence: Evidence): Violation[] {
  const { center, log, rows, callbackOf } = evidence;
  const rowOf = new Map(rows.map((row) => [row.callbackId, row]));
  const spokeAt = new Map(log.flatMap((fact) => (fact.kind === 'spoke' ? [[fact.contactId, fact.at] as const] : [])));
  const outageSeconds = center.faults.outages.reduce((sum, { from, until }) => sum + until - from, 0);
  const tolerance = toleranceOf(center);
  const enough = 1000 * (minutesToEnd * 60 + outageSeconds) + tolerance;
  return log.flatMap((fact) => {
    const row = fact.kind === 'rang' ? rowOf.get(callbackOf.get(fact.contactId) ?? '') : undefined;
    if (!row) return [];
    const ids = [row.callbackId, fact.contactId, row.sourceContactId];
    // The version before does not look at who was served before it dials.
    const servedAt = center.runsEarlier ? undefined : spokeAt.get(row.sourceContactId);
    return wrongsOf(row, servedAt, { tolerance, enough })
      .filter(({ after }) => fact.at > after)
      .map(({ why }) => ({
        invariant: 'I1 over is over',
        what: `${row.callbackId} ${why} and ${fact.contactId} rang all the same`,
        ids,
      }));
  });
}

/**
 * A contact that shall end is ended at Connect, and an agent's answer heard of, so often asked for that minutes must be
 * enough, but for outages.
 */
const minutesToEnd = 15;

/** Why, and the moment after which, a ring is in vain. */
function wrongsOf(
  row: CallbackRow,
  servedAt: Instant | undefined,
  { tolerance, enough }: { tolerance: number; enough: number },
): { why: string; after: number }[] {
  const { state, since, cancelRequestedAt } = row;
  return [
    // Cancel wins before intent, and nobody is called for what is over.
    ...(isOver(row) ? [{ why: `was ${state}`, after: since + tolerance }] : []),
    ...(cancelRequestedAt === undefined ? [] : [{ why: 'was taken back', after: cancelRequestedAt + enough }]),
    ...(servedAt === undefined ? [] : [{ why: 'had its customer served while they held', after: servedAt + enough }]),
  ];
}
