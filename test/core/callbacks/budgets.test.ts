import { expect, test } from 'vitest';
import { dialBudgets } from '../../../core/callbacks/budgets.ts';
import { addSeconds, hours } from '../../../core/time/units.ts';
import { aCallback, noon } from '../../adapters/rows.ts';
import { aSettings } from '../../lambdas/world.ts';

const { callbacks } = aSettings();
const kept = { ...aCallback(), kind: 'keeps-place' as const, acceptedAt: noon, prefix: '121255' };
const ringsPaid = (dialled: Parameters<typeof dialBudgets>[1], now = noon): number =>
  dialBudgets(callbacks, dialled, now).filter(({ name }) => name.startsWith('number#')).length;

test('the ring that was paid for with the promise is the first that rings, whoever makes it', () => {
  expect(ringsPaid({ ...kept, attempt: 1, attempts: [] })).toBe(0);
  const lost = { attempt: 1, at: noon, disposition: 'lost' as const };
  expect(ringsPaid({ ...kept, attempt: 2, attempts: [lost] })).toBe(0);
  // Tried before, and never placed.
  expect(ringsPaid({ ...kept, attempt: 2, attempts: [lost, { attempt: 2, at: noon }] })).toBe(0);
});

test('the next ring costs another, and so does one on another day, or at a time that was chosen', () => {
  const rang = { attempt: 1, at: noon, disposition: 'not-answered' as const };
  expect(ringsPaid({ ...kept, attempt: 2, attempts: [rang] })).toBe(1);
  expect(ringsPaid({ ...kept, attempt: 1, attempts: [] }, addSeconds(noon, hours(24)))).toBe(1);
  expect(ringsPaid({ ...kept, kind: 'window', attempt: 1, attempts: [] })).toBe(1);
});
