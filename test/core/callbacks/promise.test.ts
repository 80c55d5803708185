import { describe, expect, test } from 'vitest';
import { mostGapSeconds, promiseOf, rungInTime } from '../../../core/callbacks/promise.ts';
import type { CallbackRow } from '../../../core/rows/callback.ts';
import { addSeconds, minutes, seconds } from '../../../core/time/units.ts';
import { aCallback, noon } from '../../adapters/rows.ts';

const promisedBy = addSeconds(noon, minutes(10));
const later = addSeconds(promisedBy, seconds(1));

const ended = (facts: Partial<CallbackRow>): CallbackRow => aCallback({ state: 'COMPLETED', promisedBy, ...facts });

describe('a promise', () => {
  test('is open as long as its callback is', () => {
    expect(promiseOf(aCallback())).toBe('open');
    expect(promiseOf(aCallback({ state: 'DIALED', promisedBy: noon }))).toBe('open');
  });

  test('is kept by an agent who speaks until the very moment that was promised, and broken after it', () => {
    expect(promiseOf(ended({ spokeAt: promisedBy }))).toBe('kept');
    expect(promiseOf(ended({ spokeAt: later }))).toBe('broken');
  });

  test('is broken when nobody spoke', () => {
    expect(promiseOf(ended({ state: 'EXPIRED' }))).toBe('broken');
  });

  test('is broken when the customer waited longer than two seconds for the agent', () => {
    expect(promiseOf(ended({ spokeAt: noon, gapSeconds: mostGapSeconds }))).toBe('kept');
    expect(promiseOf(ended({ spokeAt: noon, gapSeconds: seconds(mostGapSeconds + 1) }))).toBe('broken');
  });

  test('is judged by its first time when a closing put it off', () => {
    const putOff = { firstPromisedBy: promisedBy, promisedBy: addSeconds(noon, minutes(900)) };
    expect(promiseOf(ended({ ...putOff, spokeAt: promisedBy }))).toBe('kept');
    expect(promiseOf(ended({ ...putOff, spokeAt: later }))).toBe('broken');
  });

  test('that the customer took back is not broken, though nobody spoke', () => {
    expect(promiseOf(ended({ state: 'CANCELLED' }))).toBe('withdrawn');
  });
});

test('rung in time: by the moment promised, answered or not; never rung is not in time', () => {
  expect(rungInTime(ended({ firstRungAt: promisedBy }))).toBe(true);
  expect(rungInTime(ended({ firstRungAt: later }))).toBe(false);
  expect(rungInTime(ended({ state: 'EXPIRED' }))).toBe(false);
});
