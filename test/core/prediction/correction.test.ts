import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { honestCurve } from '../../../core/prediction/calibration.ts';
import { type Correction, featureNames, featuresOf, risingFeatures } from '../../../core/prediction/correction.ts';
import { type KnownWait, predictWait, toldBoundSeconds } from '../../../core/prediction/predictWait.ts';
import type { QueueState } from '../../../core/prediction/queueState.ts';
import { type Lesson, trainCorrection, withCorrection } from '../../../core/prediction/trainCorrection.ts';
import { initialWaitModel, readWaitModel, type WaitModel } from '../../../core/prediction/waitModel.ts';
import { randomStream } from '../../../core/random/stream.ts';
import { addSeconds, instant, seconds } from '../../../core/time/units.ts';

const opening = instant(Date.UTC(2026, 0, 5, 8));
const voice = initialWaitModel('voice');

const stateOf = (ahead: number, sharedAhead: number, agents: number, hour = 10, available = 0): QueueState => ({
  ahead: Array.from({ length: ahead }, (_, index) => ({
    elapsedSeconds: seconds(20 * (ahead - index)),
    holdsCallback: false,
  })),
  aheadBeyond: 0,
  sharedAhead,
  agents: { staffed: agents, available, busy: agents - available },
  contactsPerAgent: 1,
  hour,
});

const known = (state: QueueState, model: WaitModel) => predictWait(state, model) as KnownWait;

/** A center whose waits are `real` of what its line shows, scattered; customers of patience 300 s leave. */
function lessons(count: number, real: (lesson: Pick<Lesson, 'basis' | 'seen'>) => number): Lesson[] {
  const stream = randomStream(9, 'lessons');
  return Array.from({ length: count }, (_, index) => {
    const state = stateOf(stream.integer(0, 15), stream.integer(0, 15), stream.integer(4, 10), 24 * stream.uniform());
    const { basis } = known(state, voice);
    const seen = basis.seen as NonNullable<typeof basis.seen>;
    const wait = real({ basis, seen }) * stream.lognormal(1, 0.4);
    const patience = stream.exponential(300);
    return {
      askedAt: addSeconds(opening, seconds(60 * index)),
      basis,
      seen,
      waitedSeconds: Math.min(wait, patience),
      served: wait <= patience,
    };
  });
}

const night = addSeconds(opening, seconds(86_400 * 2));

describe('what is learned', () => {
  const crowded = lessons(2500, ({ seen }) => 30 + 8 * seen.ahead + 4 * seen.sharedAhead);
  const correction = trainCorrection(crowded, voice.pace, night) as Correction;

  test('waits that theory cannot foretell are foretold, and better than by the law at its pace', () => {
    expect(correction.heldBack.ownSeconds).toBeLessThan(correction.heldBack.paceSeconds);
    const model = withCorrection(voice, crowded, night);
    for (const [ahead, shared] of [
      [2, 10],
      [12, 0],
      [8, 8],
    ] as const) {
      const { meanSeconds } = known(stateOf(ahead, shared, 7), model).law;
      expect(Math.abs(meanSeconds / (30 + 8 * ahead + 4 * shared) - 1)).toBeLessThan(0.15);
    }
  });

  test('nine tenths of the waits lie below its nine-tenths quantile, those who would have left included', () => {
    const model = withCorrection(voice, crowded, night);
    const stream = randomStream(10, 'fresh');
    const fresh = Array.from({ length: 2000 }, () => {
      const [ahead, shared] = [stream.integer(0, 15), stream.integer(0, 15)];
      const wait = (30 + 8 * ahead + 4 * shared) * stream.lognormal(1, 0.4);
      return wait <= known(stateOf(ahead, shared, stream.integer(4, 10)), model).law.quantileSeconds(0.9);
    });
    expect(Math.abs(fresh.filter(Boolean).length / fresh.length - 0.9)).toBeLessThan(0.03);
  });

  test('weights of what rises with the place or falls with the agents are never negative', () => {
    const perverse = lessons(2500, ({ seen }) => 300 - 10 * seen.ahead);
    const weights = trainCorrection(perverse, voice.pace, night)?.weights ?? [];
    expect(weights).toHaveLength(featureNames.length);
    for (const [index, weight] of weights.entries())
      if (risingFeatures[index]) expect(weight).toBeGreaterThanOrEqual(0);
  });

  test('a model with a correction survives JSON; weights that break the order are not read', () => {
    const model = withCorrection(voice, crowded, night);
    expect(readWaitModel(JSON.parse(JSON.stringify(model)), 'voice')).toEqual(model);
    const weights = correction.weights.map((weight, index) => (risingFeatures[index] ? -1 : weight));
    expect(readWaitModel({ ...model, correction: { ...correction, weights } }, 'voice')).toEqual(voice);
  });
});

describe('it is not used', () => {
  test('while there are few closed contacts', () => {
    expect(
      trainCorrection(
        lessons(150, () => 60),
        voice.pace,
        night,
      ),
    ).toBeUndefined();
  });

  test('where the law alone does better on contacts that were held back', () => {
    // What was true until the held-back contacts came no longer is: the law was right all along, and is right now.
    const all = lessons(1000, ({ basis }) => basis.meanSeconds);
    const misleading = all.map((lesson, index) =>
      index < 500 ? { ...lesson, waitedSeconds: 400 * (index % 2) + 1, served: true } : lesson,
    );
    const model = { ...voice, pace: { factor: 1, spread: 0.3, headWeight: 0 } };
    expect(withCorrection(model, misleading, night)).toEqual({ ...model, trainedAt: night });
  });

  test('a correction that no longer holds is taken back, with the levels learned on it', () => {
    const before = withCorrection(
      voice,
      lessons(1000, () => 60),
      night,
    );
    expect(before.correction).toBeDefined();
    const after = withCorrection(before, [], night);
    expect(after.correction).toBeUndefined();
    expect(after.calibration.waited).toEqual(honestCurve);
  });
});

const anyCorrection: fc.Arbitrary<Correction> = fc
  .record({
    weights: fc.tuple(...risingFeatures.map((rises) => fc.double({ min: rises ? 0 : -200, max: 200, noNaN: true }))),
    grainSeconds: fc.double({ min: 2, max: 600, noNaN: true }),
    spread: fc.double({ min: 0.02, max: 1, noNaN: true }),
  })
  .map((shape) => ({
    ...shape,
    trainedAt: night,
    contacts: 1000,
    curve: honestCurve,
    heldBack: { contacts: 200, ownSeconds: 50, paceSeconds: 60 },
  }));
/** Levels moved to wherever real waits may have lain. */
const anyCurve = fc
  .array(fc.double({ min: 0.001, max: 0.999, noNaN: true }), {
    minLength: honestCurve.length,
    maxLength: honestCurve.length,
  })
  .map((curve) => curve.toSorted((one, other) => one - other));
const shift = fc.double({ min: -2, max: 2, noNaN: true });
const anyLearned: fc.Arbitrary<WaitModel> = fc
  .tuple(anyCorrection, anyCurve, anyCurve, shift, shift)
  .map(([correction, waited, told, caution, widening]) => ({
    ...voice,
    correction,
    calibration: { waited, told, mean: 1, caution, widening },
  }));
const levels = [0.01, 0.05, 0.1, 0.25, 0.5, 0.8, 0.9, 0.95, 0.99];
const noLater = (earlier: number, later: number) => expect(earlier).toBeLessThanOrEqual(later * (1 + 1e-5) + 1e-6);
const count = (most: number) => fc.integer({ min: 0, max: most });

describe('whatever was learned', () => {
  test('quantiles never cross and are finite', () => {
    fc.assert(
      fc.property(anyLearned, count(60), count(60), fc.integer({ min: 1, max: 50 }), (model, ahead, shared, agents) => {
        const predicted = known(stateOf(ahead, shared, agents), model);
        const quantiles = levels.map((p) => predicted.law.quantileSeconds(p));
        for (const [index, quantile] of quantiles.entries()) {
          expect(Number.isFinite(quantile)).toBe(true);
          noLater(quantiles[index - 1] ?? 0, quantile);
        }
        noLater(toldBoundSeconds(predicted, model, 0.8), toldBoundSeconds(predicted, model, 0.9));
        const [low, high] = predicted.law.intervalSeconds(0.9);
        noLater(0, low);
        noLater(low, high);
        expect(Number.isFinite(high)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test('more agents never lengthen a wait, nor does a later place shorten it, at any level', () => {
    fc.assert(
      fc.property(anyLearned, count(40), count(40), fc.integer({ min: 1, max: 50 }), (model, ahead, shared, agents) => {
        const { law, basis } = known(stateOf(ahead, shared, agents), model);
        const helped = known(stateOf(ahead, shared, agents + 3), model).law;
        const later = known(stateOf(ahead + 1, shared, agents), model);
        const behind = later.law;
        const others = known(stateOf(ahead, shared + 1, agents), model).law;
        noLater(law.meanSeconds, behind.meanSeconds);
        noLater(helped.meanSeconds, law.meanSeconds);
        noLater(toldBoundSeconds({ kind: 'known', law, basis }, model, 0.9), toldBoundSeconds(later, model, 0.9));
        for (const p of levels) {
          noLater(helped.quantileSeconds(p), law.quantileSeconds(p));
          noLater(law.quantileSeconds(p), behind.quantileSeconds(p));
          noLater(law.quantileSeconds(p), others.quantileSeconds(p));
        }
      }),
      { numRuns: 150 },
    );
  });
});

test('every feature has its name and is a number', () => {
  const { basis } = known(stateOf(3, 2, 5), voice);
  const values = featuresOf(basis, basis.seen as NonNullable<typeof basis.seen>);
  expect(values).toHaveLength(featureNames.length);
  for (const value of values) expect(Number.isFinite(value)).toBe(true);
});
