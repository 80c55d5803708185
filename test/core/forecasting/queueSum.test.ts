import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { IntervalForecast } from '../../../core/forecasting/forecast.ts';
import { sumOverQueues } from '../../../core/forecasting/queueSum.ts';
import { instant } from '../../../core/time/units.ts';

const row = (queue: string, mean: number, low: number, high: number, more: Partial<IntervalForecast> = {}) => ({
  intervalStart: instant(0),
  queue,
  channel: 'voice' as const,
  mean,
  quantiles: { '0.1': low, '0.9': high },
  ahtSeconds: 200,
  ...more,
});

test('two queues of nothing but chance: their intervals add up by squares', () => {
  // 1.2816 √100 on either side of each.
  const side = 12.815515655;
  const [sum] = sumOverQueues([row('a', 100, 100 - side, 100 + side), row('b', 100, 100 - side, 100 + side)]);
  expect(sum?.mean).toBe(200);
  expect(sum?.quantiles['0.9']).toBeCloseTo(200 + side * Math.SQRT2, 6);
  expect(sum?.quantiles['0.1']).toBeCloseTo(200 - side * Math.SQRT2, 6);
});

test('doubt about the rates adds up as it stands', () => {
  // 15 of the same mean: by chance 12.8, the rest of the square is doubt.
  const doubt = Math.sqrt(225 - 12.815515655 ** 2);
  const [sum] = sumOverQueues([row('a', 100, 85, 115), row('b', 100, 85, 115)]);
  expect(sum?.quantiles['0.9']).toBeCloseTo(200 + Math.sqrt(2 * 12.815515655 ** 2 + (2 * doubt) ** 2), 6);
});

test('handle time goes by contacts; other channels and single queues stand alone', () => {
  const sums = sumOverQueues([
    row('a', 30, 20, 40, { ahtSeconds: 100 }),
    row('b', 10, 5, 15, { ahtSeconds: 300 }),
    row('a', 30, 20, 40, { channel: 'chat' }),
    row('a', 5, 2, 8, { intervalStart: instant(1_800_000) }),
    row('b', 0, 0, 0, { intervalStart: instant(1_800_000) }),
  ]);
  expect(sums.map(({ channel, intervalStart }) => [channel, intervalStart])).toEqual([
    ['voice', 0],
    ['voice', 1_800_000],
  ]);
  expect(sums[0]?.ahtSeconds).toBe(150);
  expect(sums[1]?.quantiles).toEqual({ '0.1': 2, '0.9': 8 });
});

const queue = fc.record({
  mean: fc.double({ min: 0, max: 1000, noNaN: true }),
  below: fc.double({ min: 0, max: 1, noNaN: true }),
  above: fc.double({ min: 0, max: 300, noNaN: true }),
});

test('the sum of the means exactly; intervals between those of queues apart and of queues that are one', () => {
  fc.assert(
    fc.property(fc.array(queue, { minLength: 2, maxLength: 8 }), (queues) => {
      const rows = queues.map(({ mean, below, above }, index) =>
        row(`${index}`, mean, mean * (1 - below), mean + above),
      );
      const [sum] = sumOverQueues(rows);
      const total = rows.reduce((all, { mean }) => all + mean, 0);
      expect(sum?.mean).toBe(total);
      for (const key of ['0.1', '0.9'] as const) {
        const sides = rows.map(({ mean, quantiles }) => Math.abs((quantiles[key] ?? 0) - mean));
        const side = Math.abs((sum?.quantiles[key] ?? 0) - total);
        const slack = 1e-9 * (1 + total);
        expect(side).toBeGreaterThanOrEqual(Math.hypot(...sides) - slack);
        expect(side).toBeLessThanOrEqual(sides.reduce((all, each) => all + each, 0) + slack);
      }
      expect(sum?.quantiles['0.1']).toBeGreaterThanOrEqual(-1e-9);
    }),
    { numRuns: 300 },
  );
});

test('quantiles never fall, whatever the queues say', () => {
  const figures = fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { minLength: 5, maxLength: 5 });
  const levels = ['0.1', '0.3', '0.5', '0.7', '0.9'];
  fc.assert(
    fc.property(fc.array(figures, { minLength: 2, maxLength: 5 }), (queues) => {
      const rows = queues.map((values, index) => {
        const sorted = values.toSorted((one, other) => one - other);
        const quantiles = Object.fromEntries(levels.map((level, at) => [level, sorted[at] ?? 0]));
        return { ...row(`${index}`, values[0] ?? 0, 0, 0), quantiles };
      });
      const [sum] = sumOverQueues(rows);
      const given = levels.map((level) => sum?.quantiles[level] ?? Number.NaN);
      expect(given).toEqual(given.toSorted((one, other) => one - other));
      expect(given.every((value) => value >= 0)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
