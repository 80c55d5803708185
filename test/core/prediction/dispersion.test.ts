import { describe, expect, it } from 'vitest';
import { dispersionAt, dispersionOf, isMemoryless, memorylessDispersion } from '../../../core/prediction/dispersion.ts';
import { elapsedWait } from '../../../core/prediction/elapsedWait.ts';
import { memorylessPatience } from '../../../core/prediction/patience.ts';
import { knownModel } from '../../../core/simulation/knownModel.ts';
import { lawSurvival, type TimeLaw } from '../../../core/simulation/timeLaw.ts';

const lawOf = (law: TimeLaw) => dispersionOf((relative) => 1 - lawSurvival(law, relative));
const lognormal: TimeLaw = { kind: 'lognormal', meanSeconds: 1, cv: 1 };
const mixed: TimeLaw = { kind: 'hyperexponential', meanSeconds: 1, cv: 2 };

describe('dispersion of the ends of contacts', () => {
  it('is 1 throughout for memoryless handle times', () => {
    for (const value of lawOf({ kind: 'exponential', meanSeconds: 1 })) expect(value).toBeCloseTo(1, 2);
    expect(isMemoryless(memorylessDispersion)).toBe(true);
  });

  it('is 1 - (1 - exp(-4t))/2 of an Erlang law of two stages: H(t) = t - (1 - exp(-4t))/4', () => {
    const erlang = lawOf({ kind: 'erlang', meanSeconds: 1, stages: 2 });
    for (const relative of [0.25, 0.5, 1]) {
      expect(dispersionAt(erlang, relative)).toBeCloseTo(1 - (1 - Math.exp(-4 * relative)) / 2, 2);
    }
  });

  it('starts at 1 and tends to the squared cv', () => {
    expect(dispersionAt(lawOf(mixed), 0)).toBe(1);
    expect(dispersionAt(lawOf(mixed), 9)).toBeGreaterThan(3);
    expect(dispersionAt(lawOf(mixed), 9)).toBeLessThan(4);
    expect(dispersionAt(lawOf(lognormal), 0.5)).toBeLessThan(0.8);
    expect(dispersionAt(lawOf(lognormal), 9)).toBeGreaterThan(0.9);
  });

  it('widens or narrows a wait and leaves its mean alone but for who loses patience', () => {
    const model = knownModel({ service: mixed, patience: null });
    const line = { ahead: [], beyond: 50, completionsPerSecond: 100, handleSeconds: 1 };
    const noCallbacks = { unansweredShare: 0, lostSeconds: 0 };
    const patience = memorylessPatience(1e9);
    const plain = elapsedWait(line, patience, noCallbacks);
    const wide = elapsedWait({ ...line, dispersion: model.dispersion }, patience, noCallbacks);
    expect(wide.variance / plain.variance).toBeGreaterThan(1.2);
    expect(wide.mean).toBeCloseTo(plain.mean, 6);
  });
});
