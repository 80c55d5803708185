import { expect, test } from 'vitest';
import { reconcileAfterSeconds } from '../../../core/callbacks/ledger.ts';
import { reconcileNow } from '../../../core/operations/reconcile.ts';
import { addSeconds, minutes, seconds } from '../../../core/time/units.ts';
import { aCallback, noon } from '../../adapters/rows.ts';

const later = addSeconds(noon, minutes(60));

test('a dial whose result is unknown is not asked after before Connect would surely show it', () => {
  const row = aCallback({ state: 'DIALING', since: noon, dueAt: addSeconds(noon, minutes(90)) });
  const safe = addSeconds(noon, reconcileAfterSeconds);
  expect(reconcileNow(row, addSeconds(safe, seconds(-1)))).toMatchObject({ kind: 'left', until: safe });
  expect(reconcileNow(row, safe)).toMatchObject({ kind: 'due-now', row: { dueAt: safe, version: row.version + 1 } });
});

test('a call or a callback in the queue may be asked after at any time; one that is over, never', () => {
  for (const state of ['CREATED', 'DIALED'] as const)
    expect(reconcileNow(aCallback({ state, dueAt: addSeconds(later, minutes(5)) }), later).kind).toBe('due-now');
  expect(reconcileNow(aCallback({ state: 'COMPLETED' }), later)).toMatchObject({ kind: 'left' });
});

test('nobody is dialled before the moment they were promised', () => {
  const row = aCallback({ state: 'PENDING', notBefore: later, dueAt: later });
  expect(reconcileNow(row, noon)).toMatchObject({ kind: 'left', until: later });
});
