import { expect, test } from 'vitest';
import { bookingBudgets, dialBudgets, formBudgets } from '../../../core/callbacks/budgets.ts';
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

const limits = {
  ...callbacks,
  perNumberPerDay: 3,
  perPrefixPerHour: 20,
  perPrefixPerDay: 50,
  perAddressPerHour: 5,
  dialsPerHour: 300,
  dialsPerDay: 1001,
};
const until = addSeconds(noon, hours(48));
const [hour, day] = ['2026-03-10T17', '2026-03-10'];

test('a dial costs its number, its prefix and the center, dearest first', () => {
  const window = { ...kept, kind: 'window' as const, attempt: 1, attempts: [] };
  expect(dialBudgets(limits, window, noon)).toEqual([
    { name: `number#k1.customer#${day}`, limit: 3, until, once: true },
    { name: `prefix#121255#${hour}`, limit: 20, until, once: true },
    { name: `prefix#121255#${day}`, limit: 50, until, once: true },
    { name: `dials#center#${hour}`, limit: 300, until, once: false },
    { name: `dials#center#${day}`, limit: 1001, until, once: false },
  ]);
});

test('numbers that were merely written down share half of the center’s dials', () => {
  const written = { ...kept, consent: { ...kept.consent, how: 'web-form' as const }, attempt: 1, attempts: [] };
  const names = dialBudgets(limits, written, noon);
  expect(names.slice(2, 4)).toEqual([
    { name: `dials#written-down#${hour}`, limit: 150, until, once: false },
    { name: `dials#written-down#${day}`, limit: 500, until, once: false },
  ]);
  const one = { ...limits, dialsPerHour: 1, dialsPerDay: 1 };
  expect(dialBudgets(one, written, noon).map(({ limit }) => limit)).toEqual([20, 50, 1, 1, 1, 1]);
});

test('asking costs the prefix; a form costs its address, and the share of what is written down', () => {
  expect(bookingBudgets(limits, '121255', noon)).toEqual([
    { name: `asked-prefix#121255#${hour}`, limit: 20, until, once: true },
    { name: `asked-prefix#121255#${day}`, limit: 50, until, once: true },
  ]);
  expect(formBudgets(limits, 'k1.address', noon)).toEqual([
    { name: `asked-address#k1.address#${hour}`, limit: 5, until, once: true },
    { name: `asked#written-down#${hour}`, limit: 150, until, once: false },
    { name: `asked#written-down#${day}`, limit: 500, until, once: false },
  ]);
});
