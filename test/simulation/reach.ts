import { retryAt } from '../../core/callbacks/retry.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import type { Instant } from '../../core/time/units.ts';
import { ledgerRulesOf } from '../../lambdas/ledger-rules.ts';
import type { SimulatedCenter } from './center.ts';

/** Of a run's callbacks that were not taken back. */
export interface Reach {
  /** Those whose customer would answer within the attempts. */
  reachable: number;
  /** Of these: customer and agent spoke. */
  reached: number;
  /** Of these: never spoken, by how the ledger ended them. */
  missed: Record<string, number>;
  /** Rung, unanswered, and no room left for another ring within the promise although attempts were left. */
  outOfRoom: number;
}

/**
 * Who would have answered is known here, ring by ring. The attempts are those that the settings and the promise allow: a
 * customer who let the telephone ring so late that the promise left no room for another ring had their attempts. When
 * the last ring ended is told by Connect's log, and not by when our code heard of it: what we hear too late is ours.
 */
export function reachOf(center: SimulatedCenter): Reach {
  const { callbacks, closedCallbacks } = center.rows.all();
  const ended = new Map([...callbacks, ...closedCallbacks].map((row) => [row.callbackId, row]));
  const endedAt = new Map(
    center.connect.log.flatMap((fact) => (fact.kind === 'ended' ? [[fact.contactId, fact.at] as const] : [])),
  );
  const reach: Reach = { reachable: 0, reached: 0, missed: {}, outOfRoom: 0 };
  for (const row of ended.values()) {
    if (row.state === 'CANCELLED') continue;
    const chances = chancesOf(center, row, endedAt);
    if (chances === 'out-of-room') reach.outOfRoom += 1;
    if (chances !== 'answers') continue;
    reach.reachable += 1;
    if (row.state === 'COMPLETED') reach.reached += 1;
    else reach.missed[`${row.state} ${row.reason}`] = (reach.missed[`${row.state} ${row.reason}`] ?? 0) + 1;
  }
  return reach;
}

function chancesOf(
  { connect, settings }: SimulatedCenter,
  row: CallbackRow,
  endedAt: ReadonlyMap<string, Instant>,
): 'answers' | 'never-answers' | 'out-of-room' {
  const person = connect.contacts.get(row.sourceContactId)?.person;
  const legs = new Set(row.attempts.map(({ contactId }) => contactId));
  const rings = person?.rings.filter(({ contactId }) => legs.has(contactId)) ?? [];
  if (row.state === 'COMPLETED' || rings.some(({ answer }) => answer === 'person')) return 'answers';
  const left = settings.callbacks.attempts - rings.length;
  if (left <= 0) return 'never-answers';
  const lastEnd = endedAt.get(rings.at(-1)?.contactId ?? '');
  const room = lastEnd === undefined || retryAt(row, lastEnd, ledgerRulesOf(settings)) !== undefined;
  if (!room) return 'out-of-room';
  return person?.wouldAnswer(left) ? 'answers' : 'never-answers';
}
