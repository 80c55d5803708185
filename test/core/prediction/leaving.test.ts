import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leavingOf } from '../../../core/prediction/leaving.ts';
import { memorylessPatience } from '../../../core/prediction/patience.ts';
import { type Instant, instant, type Seconds, seconds } from '../../../core/time/units.ts';

const now = instant(Date.parse('2026-11-25T12:00:00Z'));
const since = (waitedSeconds: number) => ({ rankAt: instant(now - waitedSeconds * 1000) as Instant });
const expectation = { expectationSeconds: seconds(100) as Seconds, now };

test('who waits is told apart by what is left of the expectation', () => {
  const leaving = leavingOf([10, 75, 76, 100, 101, 900].map(since), {
    ...expectation,
    patience: memorylessPatience(600),
  });
  expect(leaving).toMatchObject({ waitingCount: 6, littleLeftCount: 2, beyondCount: 2, longestWaitSeconds: 900 });
});

test('patience without a memory: each leaves within five minutes by one chance, however long they have waited', () => {
  const { leavingSoonCount } = leavingOf([0, 60, 86_400].map(since), {
    ...expectation,
    patience: memorylessPatience(300),
  });
  expect(leavingSoonCount).toBeCloseTo(3 * (1 - Math.exp(-1)), 9);
});

test('whose place a callback keeps is not on the line', () => {
  const kept = { ...since(500), keepsPlaceSince: now };
  expect(leavingOf([kept], { ...expectation, patience: memorylessPatience(300) })).toMatchObject({
    waitingCount: 0,
    leavingSoonCount: 0,
  });
});

test('nobody is near an expectation that a line has not', () => {
  const none = { expectationSeconds: undefined, now, patience: memorylessPatience(300) };
  expect(leavingOf([since(900)], none)).toMatchObject({ littleLeftCount: 0, beyondCount: 0 });
});

test('never more leave than wait, and waiting years is no exception', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1e8, noNaN: true }), { maxLength: 20 }),
      fc.integer({ min: 1, max: 5000 }),
      (waits, mean) => {
        const patience = memorylessPatience(mean);
        const { leavingSoonCount, waitingCount } = leavingOf(waits.map(since), { ...expectation, patience });
        expect(leavingSoonCount).toBeGreaterThanOrEqual(0);
        expect(leavingSoonCount).toBeLessThanOrEqual(waitingCount + 1e-9);
      },
    ),
  );
});
