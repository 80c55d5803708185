import { describe, expect, test } from 'vitest';
import { championOf, dayAccuracy, withScore } from '../../../core/staffing/accuracy.ts';
import { availableShare, expected, type StaffedInterval } from '../../../core/staffing/availability.ts';
import { instant } from '../../../core/time/units.ts';

const anInterval = (heads: number, more: Partial<StaffedInterval> = {}): StaffedInterval => ({
  offeredCount: 60,
  abandonedCount: 0,
  waitedSeconds: 0,
  heads,
  handleSeconds: 240,
  patienceSeconds: 400,
  intervalSeconds: 1800,
  contactsPerAgent: 1,
  ...more,
});

describe('head-count is not available time', () => {
  const truth = 0.85;
  const seen = [8, 9, 10, 11].map((heads) => {
    const interval = anInterval(heads);
    const { abandoned, waitedSeconds } = expected([interval], truth);
    return { ...interval, abandonedCount: abandoned, waitedSeconds };
  });

  test('the share is found that the waits speak of', () => {
    const many = Array.from({ length: 50 }, () => seen).flat();
    expect(availableShare(many, 1)).toBeCloseTo(truth, 1);
  });

  test('few contacts move it little', () => {
    expect(availableShare(seen.slice(0, 1), 1)).toBeGreaterThan(0.95);
  });

  test('no contacts, no opinion', () => {
    expect(availableShare([], 0.8)).toBe(0.8);
    expect(availableShare([anInterval(0)], 0.8)).toBe(0.8);
  });

  test('it stays in its bounds whatever was counted', () => {
    const absurd = Array.from({ length: 40 }, () => anInterval(3, { waitedSeconds: 0, abandonedCount: 0 }));
    expect(availableShare(absurd, 0.8)).toBeLessThanOrEqual(1.2);
  });
});

describe('a forecast is scored once its day is known', () => {
  const forecast = [100, 200].map((mean, index) => ({
    intervalStart: instant(index * 1800_000),
    mean,
    quantiles: { '0.1': mean - 20, '0.5': mean, '0.9': mean + 20 },
  }));

  test('by its weighted error, bias, pinball and coverage', () => {
    const came = new Map([
      [0, 110],
      [1800_000, 150],
    ]);
    expect(dayAccuracy(forecast, came)).toEqual({
      offeredCount: 260,
      weightedError: 60 / 260,
      bias: 40 / 260,
      pinball: (0.1 * 30 + 0.5 * 10 + 0.1 * 10 + 0.9 * 30 + 0.5 * 50 + 0.1 * 70) / 6,
      coverage: 0.5,
    });
  });

  test('a day nobody came has no accuracy', () => {
    expect(dayAccuracy(forecast, new Map([[0, 0]]))).toBeUndefined();
    expect(dayAccuracy([], new Map([[0, 3]]))).toBeUndefined();
  });
});

describe('champion and challenger', () => {
  const days = (error: number, count = 10) => Array.from({ length: count }, () => error);

  test('a clearly better challenger takes over', () => {
    expect(championOf({ ours: days(0.1), other: days(0.08) }, 'ours')).toBe('other');
  });

  test('a slightly better one, or one of a few days, does not', () => {
    expect(championOf({ ours: days(0.1), other: days(0.098) }, 'ours')).toBe('ours');
    expect(championOf({ ours: days(0.1), other: days(0.01, 3) }, 'ours')).toBe('ours');
  });

  test('four weeks are remembered', () => {
    const scores = days(0.1, 40).reduce((before, error) => withScore(before, 'ours', error), {});
    expect(scores).toEqual({ ours: days(0.1, 28) });
  });
});
