import { expect, test } from 'vitest';
import { handlingLaw } from '../../../core/prediction/handling.ts';
import { randomStream } from '../../../core/random/stream.ts';

const ended = (...seconds: number[]) => seconds.map((value) => ({ seconds: value, ended: true }));

test('of contacts that are all over, the mean is the mean', () => {
  expect(handlingLaw(ended(10, 20, 60), 999)?.meanSeconds).toBeCloseTo(30, 9);
  expect(handlingLaw([], 200)).toBeUndefined();
  expect(handlingLaw([{ seconds: 500, ended: false }], 200)).toBeUndefined();
});

test('by hand: one over at 10 s, one still in hand after 20 s, whose rest is the prior’s', () => {
  const law = handlingLaw([...ended(10), { seconds: 20, ended: false }], 200);
  expect(law?.meanSeconds).toBeCloseTo(10 + 0.5 * 10 + 0.5 * 200, 9);
});

test('contacts in hand are counted: an hour of a center that takes ten minutes a contact does not seem faster', () => {
  const stream = randomStream(3, 'handling');
  const hour = Array.from({ length: 3000 }, () => {
    const [since, takes] = [3600 * stream.uniform(), stream.lognormal(600, 1)];
    return { seconds: Math.min(since, takes), ended: takes <= since };
  });
  const law = handlingLaw(hour, 600);
  expect(Math.abs((law?.meanSeconds ?? 0) / 600 - 1)).toBeLessThan(0.06);
  const over = hour.filter((one) => one.ended);
  expect(over.reduce((total, one) => total + one.seconds, 0) / over.length).toBeLessThan(0.9 * 600);
  // Lognormal of cv 1, half a handle time on: core/prediction/dispersion.ts has .72.
  expect(Math.abs((law?.dispersion?.[2] ?? 0) - 0.72)).toBeLessThan(0.06);
  expect(handlingLaw(hour.slice(0, 100), 600)?.dispersion).toBeUndefined();
});
