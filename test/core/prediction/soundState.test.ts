import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ContactFact } from '../../../core/prediction/contactFact.ts';
import { estimateModel } from '../../../core/prediction/estimateModel.ts';
import { predictWait, toldBoundSeconds } from '../../../core/prediction/predictWait.ts';
import type { QueueState } from '../../../core/prediction/queueState.ts';
import { predictors } from '../../../core/prediction/rivals.ts';
import { initialWaitModel, readWaitModel, type WaitModel } from '../../../core/prediction/waitModel.ts';
import { instant } from '../../../core/time/units.ts';

/** Any number at all, the worst ones often. */
const anyNumber = fc.oneof(
  fc.double(),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, -0, 0, 1e-308, 1e308, 2 ** 53),
  fc.double({ min: 0, max: 500, noNaN: true }),
) as fc.Arbitrary<never>;
const sensible = (most: number) => fc.integer({ min: 0, max: most });

const anyState: fc.Arbitrary<QueueState> = fc.record(
  {
    ahead: fc.array(fc.record({ elapsedSeconds: anyNumber, holdsCallback: fc.boolean() }), { maxLength: 30 }),
    aheadBeyond: fc.oneof(anyNumber, sensible(50)),
    agents: fc.oneof(
      fc.record({ staffed: anyNumber, available: anyNumber, busy: anyNumber }),
      fc.record({ staffed: sensible(50), available: sensible(3), busy: sensible(50) }),
    ),
    contactsPerAgent: fc.oneof(anyNumber, sensible(5)),
    sharedAhead: anyNumber,
    hour: anyNumber,
    overtakingPerSecond: anyNumber,
    plan: fc.array(fc.record({ inSeconds: anyNumber, agents: anyNumber }), { maxLength: 4 }),
  },
  { requiredKeys: ['ahead', 'aheadBeyond', 'agents', 'contactsPerAgent'] },
);

const voice = initialWaitModel('voice');
const corrected: WaitModel = {
  ...voice,
  correction: {
    trainedAt: instant(0),
    contacts: 500,
    weights: [20, 0.5, 4, 2, 0.3, 0.2, 5, -5, 3, -3],
    grainSeconds: 30,
    spread: 0.4,
    curve: voice.calibration.waited,
    heldBack: { contacts: 100, ownSeconds: 50, paceSeconds: 60 },
  },
};
const number = (value: number) => expect(value).toSatisfy((one: number) => one >= 0 && Number.isFinite(one));

test('whatever is seen, what is foretold is a wait or unknown, never a number that is none', () => {
  fc.assert(
    fc.property(anyState, fc.constantFrom(voice, corrected), (state, model) => {
      const predicted = predictWait(state, model);
      if (predicted.kind === 'unknown') return;
      const { law } = predicted;
      number(law.meanSeconds);
      for (const p of [0.05, 0.5, 0.95]) number(law.quantileSeconds(p));
      const [low, high] = law.intervalSeconds(0.9);
      number(low);
      expect(high).toBeGreaterThanOrEqual(low);
      number(toldBoundSeconds(predicted, model, 0.9));
    }),
    { numRuns: 400 },
  );
});

test('agents who are no number are unknown; nobody at work is nobody, whatever else is seen', () => {
  fc.assert(
    fc.property(anyState, fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1), (state, wrong) => {
      const strange = { ...state, agents: { staffed: wrong, available: 0, busy: 5 } };
      expect(predictWait(strange, voice)).toEqual({ kind: 'unknown', reason: 'metrics-unknown' });
      const nobody = { ...state, agents: { staffed: 0, available: 0, busy: 0 } };
      expect(predictWait(nobody, voice)).toEqual({ kind: 'unknown', reason: 'no-agents' });
      expect(predictWait({ ...state, agents: undefined }, voice)).toEqual({
        kind: 'unknown',
        reason: 'metrics-unknown',
      });
    }),
    { numRuns: 100 },
  );
});

test('a state that makes sense is taken as it is', () => {
  const state: QueueState = {
    ahead: [],
    aheadBeyond: 3,
    agents: { staffed: 4, available: 0, busy: 4 },
    contactsPerAgent: 1,
  };
  const stated = { ...state, sharedAhead: 0, hour: 12, overtakingPerSecond: 0, plan: [] };
  const means = [state, stated].map((one) => predictors[0]?.predict({ ...noScene, state: one }, voice)?.meanSeconds);
  expect(means[0]).toBe(means[1]);
});
const noScene = { lastAnsweredWaitSeconds: undefined, averageWaitSeconds: undefined, ewtSeconds: undefined };

const anyFact: fc.Arbitrary<ContactFact> = fc
  .record({
    queuedAt: anyNumber,
    heldUntil: anyNumber,
    heldEnd: fc.constantFrom('answered', 'abandoned', 'callback', 'other', 'waiting'),
    servedAt: fc.oneof(anyNumber, fc.constant(null)),
    handleSeconds: fc.oneof(anyNumber, fc.constant(null)),
    askedAt: anyNumber,
    told: fc.oneof(anyNumber, fc.constant(null)),
  })
  .map(({ askedAt, told, ...fact }): ContactFact => {
    const state = { ahead: [], aheadBeyond: 4, agents: { staffed: 3, available: 0, busy: 3 }, contactsPerAgent: 1 };
    const predicted = predictWait(state, voice);
    if (predicted.kind === 'unknown') throw new Error('expected a wait');
    return { ...fact, quotes: [{ askedAt, purpose: 'arrival', basis: predicted.basis, toldBoundSeconds: told }] };
  });

test('whatever the facts, the model learned from them is one that can be stored and read', () => {
  fc.assert(
    fc.property(fc.array(anyFact, { maxLength: 12 }), (facts) => {
      const model = estimateModel(facts, voice, instant(1e12), 0.9);
      expect(readWaitModel(JSON.parse(JSON.stringify(model)), 'voice')).toEqual(JSON.parse(JSON.stringify(model)));
      const state = { ahead: [], aheadBeyond: 9, agents: { staffed: 3, available: 0, busy: 3 }, contactsPerAgent: 1 };
      const predicted = predictWait(state, model);
      if (predicted.kind === 'known') number(predicted.law.quantileSeconds(0.9));
    }),
    { numRuns: 150 },
  );
});
