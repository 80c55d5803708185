import { expect, test } from 'vitest';
import {
  calibrate,
  honestCurve,
  lawLevelOf,
  realLevelOf,
  type ScoredWait,
} from '../../../core/prediction/calibration.ts';
import { estimatePatience, memorylessPatience, survival } from '../../../core/prediction/patience.ts';
import { randomStream } from '../../../core/random/stream.ts';
import { sharedDataMissing, sharedRows, whySkipped } from '../../support/sharedData.ts';

const wait = (level: number, served = true, weight = 1): ScoredWait => ({ level, served, weight });

test('an honest law is left as it is', () => {
  for (const p of [0.01, 0.3, 0.5, 0.91, 0.99]) {
    expect(lawLevelOf(honestCurve, p)).toBeCloseTo(p, 12);
    expect(realLevelOf(honestCurve, p)).toBeCloseTo(p, 12);
  }
});

test('a law whose 90 % holds for 70 % of the waits is asked for a higher level', () => {
  const stream = randomStream(2, 'levels');
  // Levels u with P(level ≤ u) = u^(ln .7 / ln .9): at .9 the share is .7.
  const power = Math.log(0.7) / Math.log(0.9);
  const scored = Array.from({ length: 5000 }, () => wait(stream.uniform() ** (1 / power)));
  const curve = calibrate(scored, honestCurve, 10);
  expect(realLevelOf(curve, 0.9)).toBeCloseTo(0.7, 1);
  expect(lawLevelOf(curve, 0.7)).toBeCloseTo(0.9, 1);
  expect(lawLevelOf(curve, 0.9)).toBeGreaterThan(0.95);
});

test('customers who leave at random do not bend the curve', () => {
  const stream = randomStream(4, 'leaving');
  const scored = Array.from({ length: 20_000 }, () => {
    const [real, patience] = [stream.uniform(), stream.uniform()];
    return wait(Math.min(real, patience), real <= patience);
  });
  const curve = calibrate(scored, honestCurve, 1);
  // The last levels are reached by few: half of all leave before the median.
  for (const p of [0.1, 0.3, 0.5, 0.7]) expect(Math.abs(realLevelOf(curve, p) - p)).toBeLessThan(0.025);
});

test('those who have only just come have seen nothing of the lowest level', () => {
  // A line's newest: half of a wait is over before its law holds one in a million for served.
  const served = Array.from({ length: 1000 }, (_, place) => wait((place + 0.5) / 1000));
  const newest = Array.from({ length: 1000 }, () => wait(1e-6, false));
  const curve = calibrate([...served, ...newest], honestCurve, 1);
  for (const p of [0.05, 0.1, 0.5, 0.9]) expect(realLevelOf(curve, p)).toBeCloseTo(p, 2);
});

test('a handful of waits moves the curve a little', () => {
  const curve = calibrate([wait(0.99), wait(0.99), wait(0.99)], honestCurve, 15);
  expect(realLevelOf(curve, 0.5)).toBeGreaterThan(0.4);
  expect(realLevelOf(curve, 0.5)).toBeLessThan(0.5);
});

test('no wait at all leaves the curve', () => {
  calibrate([], honestCurve, 15).forEach((level, index) => {
    expect(level).toBeCloseTo(honestCurve[index] ?? 0, 12);
  });
});

test('patience: exponential customers are found again, also when most are answered first', () => {
  const stream = randomStream(6, 'patience');
  const stays = Array.from({ length: 30_000 }, () => {
    const [patience, answered] = [stream.exponential(300), stream.exponential(60)];
    return { heldSeconds: Math.min(patience, answered), left: patience < answered };
  });
  const { leavingPerSecond } = estimatePatience(stays, memorylessPatience(1000), 3);
  for (const rate of leavingPerSecond.slice(0, 7)) expect(Math.abs(rate * 300 - 1)).toBeLessThan(0.2);
});

const file = 'km_fixture_data.csv';
const missing = sharedDataMissing(file);

test.skipIf(missing)(`patience meets R's Kaplan–Meier on the fixture${whySkipped(missing)}`, () => {
  // One unit of the fixture as a minute.
  const stays = sharedRows(file).map((row) => ({ heldSeconds: 60 * Number(row.wait), left: row.abandoned === '1' }));
  const patience = estimatePatience(stays, memorylessPatience(450), 0.01);
  const expected = { 1: 0.944868, 2: 0.820408, 3: 0.643412, 4: 0.532211, 6: 0.385258 };
  for (const [unit, share] of Object.entries(expected)) {
    expect(Math.abs(survival(patience, 60 * Number(unit)) - share)).toBeLessThan(0.012);
  }
});
