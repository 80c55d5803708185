import { describe, expect, test } from 'vitest';
import { wideningAfter } from '../../../core/prediction/caution.ts';
import type { ContactFact } from '../../../core/prediction/contactFact.ts';
import { PastRatios } from '../../../core/prediction/pastRatios.ts';
import { type KnownWait, predictWait } from '../../../core/prediction/predictWait.ts';
import { shortestInterval } from '../../../core/prediction/waitInterval.ts';
import { initialWaitModel } from '../../../core/prediction/waitModel.ts';
import { normalQuantile } from '../../../core/queueing/normal.ts';
import { addSeconds, instant, seconds } from '../../../core/time/units.ts';

const noon = instant(Date.UTC(2026, 2, 10, 12));

describe('the shortest interval', () => {
  test('of an exponential law begins at 0 and is a fifth narrower than that of equal tails', () => {
    const quantile = (p: number) => -Math.log(1 - p);
    expect(shortestInterval(quantile, 0.9)).toEqual([0, expect.closeTo(Math.log(10), 9)]);
    expect(Math.log(10) / (quantile(0.95) - quantile(0.05))).toBeLessThan(0.8);
  });

  test('of a law that leans to neither side has equal tails', () => {
    const [low, high] = shortestInterval((p) => 100 + 10 * normalQuantile(p), 0.9);
    expect(low).toBeCloseTo(100 - 16.4485, 3);
    expect(high).toBeCloseTo(100 + 16.4485, 3);
  });

  test('of past ratios holds as many of them as it should, where they lie closest', () => {
    const past = new PastRatios();
    // (w + 15) / (85 + 15): ratios of 1.00 to 1.09, and one in ten far off.
    for (let index = 0; index < 100; index += 1) past.expect(noon, index % 10 === 9 ? 985 : 85 + (index % 10), 85);
    const [low, high] = past.intervalAt(noon, 85, 0.9);
    expect(low).toBeCloseTo(85, 6);
    expect(high).toBeCloseTo(93, 6);
  });
});

/** Somebody foretold 20 to 100 seconds with one ahead, who was served, or left, after so long. */
function fact(waitedSeconds: number, served = true): ContactFact {
  const state = { ahead: [], aheadBeyond: 1, agents: { staffed: 3, available: 0, busy: 3 }, contactsPerAgent: 1 };
  const { basis } = predictWait(state, initialWaitModel('voice')) as KnownWait;
  const forecast = { meanSeconds: 60, interval80: [30, 80], interval90: [20, 100], rivals: {} } as const;
  const left = addSeconds(noon, seconds(waitedSeconds));
  return {
    queuedAt: noon,
    quotes: [{ askedAt: noon, purpose: 'arrival', basis, toldBoundSeconds: null, forecast }],
    heldUntil: left,
    heldEnd: served ? 'answered' : 'abandoned',
    servedAt: served ? left : null,
    handleSeconds: null,
  };
}

describe('intervals are widened by waits outside, and narrowed by those within', () => {
  const model = initialWaitModel('voice');
  const hour = addSeconds(noon, seconds(3600));
  const widened = (...facts: ContactFact[]) => wideningAfter(facts, model, hour);

  test('longer or shorter than foretold widens, nine times as much as one within narrows', () => {
    expect(widened(fact(50))).toBeLessThan(0);
    expect(widened(fact(150))).toBeGreaterThan(0);
    expect(widened(fact(10))).toBeGreaterThan(0);
    const ratio = -widened(fact(10)) / widened(fact(20.001));
    expect(ratio).toBeGreaterThan(8);
    expect(ratio).toBeLessThan(10);
  });

  test('who left before it was over says nothing, who left after it that it did not hold', () => {
    expect(widened(fact(50, false))).toBe(0);
    expect(widened(fact(150, false))).toBeGreaterThan(0);
  });

  test('what was known when the model was made counts no second time', () => {
    expect(wideningAfter([fact(150)], { ...model, estimatedAt: hour }, addSeconds(hour, seconds(900)))).toBe(0);
  });
});
