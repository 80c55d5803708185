import { Matrix } from 'ml-matrix';
import { expect, test } from 'vitest';
import type { ExpectedDays } from '../../../core/forecasting/dayModel.ts';
import { slotCovariance } from '../../../core/forecasting/slotCovariance.ts';
import { randomStream } from '../../../core/random/stream.ts';

const slots = 20;

/** Scores that are known to the last: what is left is the kernel's half, and the kernel itself on the diagonal. */
const expectedOf = (root: number): ExpectedDays =>
  ({
    roots: Matrix.ones(1, slots).mul(root),
    shapes: Matrix.zeros(slots, 1),
    variances: Matrix.zeros(1, 1),
    breaks: new Set<number>(),
  }) as unknown as ExpectedDays;

const covarianceAfter = (surprises: Matrix, root: number) => slotCovariance(surprises, expectedOf(root), 0, 1800);

test('before anything was seen the level is doubted by a tenth of its root, and single slots by .3', () => {
  for (const root of [2, 8, 30]) {
    const covariance = covarianceAfter(new Matrix(0, slots), root);
    expect(covariance.get(3, 3)).toBeCloseTo((0.1 * root) ** 2 + 0.3, 9);
    expect(2 * covariance.get(3, 15)).toBeCloseTo((0.1 * root) ** 2, 9);
  }
});

test('the usual doubt does not grow with the first surprises: one day of large ones counts a fifth', () => {
  const large = Matrix.ones(1, slots).mul(4);
  const constant = 2 * covarianceAfter(large, 10).get(3, 15);
  // 16 in all pairs of the one day seen, (0.1 × 10)² of the usual.
  expect(constant).toBeCloseTo(0.2 * 16 + 0.8 * 1, 1);
});

/** Box and Muller. */
const normalOf = (stream: ReturnType<typeof randomStream>) => (): number =>
  Math.sqrt(-2 * Math.log(stream.uniform())) * Math.cos(2 * Math.PI * stream.uniform());

test('after sixty days the covariance is that of the surprises that came (Monte Carlo of a known kernel)', () => {
  const normal = normalOf(randomStream(7, 'surprises'));
  const [level, hourly, single] = [0.8, 0.9, 0.5];
  const fade = Math.exp(-1800 / 3600);
  const estimates = Array.from({ length: 40 }, () => {
    const days = Matrix.zeros(60, slots);
    for (let day = 0; day < 60; day++) {
      const constant = level * normal();
      let passing = hourly * normal();
      for (let slot = 0; slot < slots; slot++) {
        days.set(day, slot, constant + passing + single * normal());
        passing = fade * passing + hourly * Math.sqrt(1 - fade ** 2) * normal();
      }
    }
    return covarianceAfter(days, 10);
  });
  const at = (row: number, column: number) =>
    estimates.reduce((sum, covariance) => sum + covariance.get(row, column), 0) / estimates.length;
  const total = level ** 2 + hourly ** 2 + single ** 2;
  // 60 of 64 days are their own, the rest the usual: 1 + .3 on the diagonal, 1 beside it. Surprises beyond three of a typical one count as three.
  const mixed = (own: number, usual: number) => (60 * own + 4 * usual) / 64;
  expect(at(10, 10) / mixed(total, 1.3)).toBeCloseTo(1, 1);
  expect((2 * at(10, 12)) / mixed(level ** 2 + hourly ** 2 * fade ** 2, 1)).toBeCloseTo(1, 1);
  expect((2 * at(2, 18)) / mixed(level ** 2, 1)).toBeCloseTo(1, 1);
});
