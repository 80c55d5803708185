import { handOverAfterSeconds, isOpen, reconcileAfterSeconds } from '../callbacks/ledger.ts';
import type { CallbackRow } from '../rows/callback.ts';
import { addSeconds, type Instant } from '../time/units.ts';

export type Reconciliation =
  /** Write this row on condition of the old one's version: the next sweep looks at it. */
  { kind: 'due-now'; row: CallbackRow } | { kind: 'left'; reason: string; until?: Instant };

/**
 * Makes the sweep look at a callback now instead of when its turn comes. Never sooner than is safe: a dial whose result
 * is unknown is not asked after before Connect's search would surely show it, or the customer could be rung twice.
 */
export function reconcileNow(row: CallbackRow, now: Instant): Reconciliation {
  if (!isOpen(row.state)) return { kind: 'left', reason: `it is over: ${row.state}` };
  const until = safeFrom(row);
  if (until !== undefined && until > now) return { kind: 'left', reason: reasonOf(row), until };
  if (row.dueAt !== undefined && row.dueAt <= now) return { kind: 'left', reason: 'the next sweep looks at it anyway' };
  return { kind: 'due-now', row: { ...row, version: row.version + 1, dueAt: now } };
}

function safeFrom(row: CallbackRow): Instant | undefined {
  switch (row.state) {
    case 'ACCEPTED':
      return addSeconds(row.acceptedAt, handOverAfterSeconds);
    case 'DIALING':
      return addSeconds(row.since, reconcileAfterSeconds);
    case 'PENDING':
      return row.notBefore;
    default:
      return undefined;
  }
}

function reasonOf({ state }: CallbackRow): string {
  if (state === 'ACCEPTED') return "Connect's own callback contact may still be on its way";
  if (state === 'DIALING') return "Connect's search may not show the call yet, and asking too soon could ring twice";
  return 'it is not to be dialled before';
}
