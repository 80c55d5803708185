import { expect, test } from 'vitest';
import {
  basis,
  duration,
  durationRange,
  freshness,
  isCounted,
  phoneNumber,
  stopwatch,
  timeOfDay,
  unitOf,
} from '../../../local/web/app/format.ts';

test('durations read as people say them', () => {
  expect([0, 45, 89, 90, 150, 3599, 3600, 4800].map(duration)).toEqual([
    '0 s',
    '45 s',
    '89 s',
    '2 min',
    '3 min',
    '1 h',
    '1 h',
    '1 h 20 min',
  ]);
  expect(
    [
      [20, 50],
      [30, 100],
      [150, 320],
      [170, 185],
      [1800, 7200],
    ].map(([least = 0, most = 0]) => durationRange(least, most)),
  ).toEqual(['20 to 50 s', '1 to 2 min', '3 to 5 min', '3 min', '30 min to 2 h']);
  expect([7, 750, 3723].map(stopwatch)).toEqual(['0:07', '12:30', '1:02:03']);
});

test('a figure says what it rests on; one too old is stale, one never known unknown', () => {
  const now = 1_000_000;
  expect(freshness({ value: 0, at: now - 30_000 }, now)).toEqual({ kind: 'fresh', ageSeconds: 30 });
  expect(freshness({ value: 0, at: now - 200_000 }, now).kind).toBe('stale');
  // A count of a half hour that has not ended yet is of now, not thirty minutes old.
  expect(freshness({ value: 3, at: now - 900_000 }, now, 1800)).toEqual({ kind: 'fresh', ageSeconds: 0 });
  expect(freshness({ value: null, at: null }, now)).toEqual({ kind: 'unknown' });
  expect(basis({ value: 0.9, at: now - 40_000, n: 42 }, now)).toBe('n 42 · 40 s ago');
  expect(basis({ value: null, at: null, n: 0 }, now)).toBe('n 0');
  expect(basis({ value: 4, at: now }, now)).toBe('');
});

test('times stand in the zone of the center, numbers in groups, units beside charts', () => {
  expect(timeOfDay(Date.parse('2026-03-10T15:04:05Z'), 'America/New_York', true)).toBe('11:04:05');
  expect(phoneNumber('+18005550199')).toBe('+1 800 555 0199');
  expect(phoneNumber('+442071838750')).toBe('+442071838750');
  expect(
    ['sales · voice: wait, seconds', 'kept, %', 'Agents who serve it', 'sales · voice: waiting'].map(unitOf),
  ).toEqual(['seconds', '%', 'agents', 'contacts']);
  expect(
    ['Errors by function, runs', 'Lambda for 1,000 contacts, dollars', 'Sweeps and dials by the minute'].map(unitOf),
  ).toEqual(['runs', 'dollars', 'a minute']);
  expect(['%', 'seconds', 'milliseconds', 'dollars', 'share'].map(isCounted)).toEqual(Array(5).fill(false));
  expect(['contacts', 'agents', 'runs', 'messages', 'a minute'].map(isCounted)).toEqual(Array(5).fill(true));
});
