import { describe, expect, test } from 'vitest';
import { honestCurve } from '../../../core/prediction/calibration.ts';
import { memorylessPatience } from '../../../core/prediction/patience.ts';
import { type KnownWait, predictWait } from '../../../core/prediction/predictWait.ts';
import { restated, restatedCurve } from '../../../core/prediction/restated.ts';
import { waitLaw } from '../../../core/prediction/waitLaw.ts';
import { initialWaitModel, type WaitModel } from '../../../core/prediction/waitModel.ts';
import { seconds } from '../../../core/time/units.ts';

const modelOf = (handleSeconds: number, patienceSeconds: number): WaitModel => ({
  ...initialWaitModel('voice'),
  handleSeconds,
  patience: memorylessPatience(patienceSeconds),
});

const basisBy = (model: WaitModel, count = 40) => {
  const ahead = Array.from({ length: count }, (_, place) => ({
    elapsedSeconds: seconds(200 * (1 - place / count)),
    holdsCallback: false,
  }));
  const agents = { staffed: 30, available: 0, busy: 30 };
  return (predictWait({ ahead, aheadBeyond: 0, agents, contactsPerAgent: 1 }, model) as KnownWait).basis;
};

describe('a law quoted with a first guess becomes that of what is known now', () => {
  const now = modelOf(300, 600);

  test.each([
    ['patience', modelOf(300, 200)],
    ['handle time', modelOf(240, 600)],
    ['both', modelOf(200, 300)],
  ])('%s', (_, then) => {
    const wanted = basisBy(now);
    const given = restated(basisBy(then), then.patience, now);
    expect(given.meanSeconds / wanted.meanSeconds).toBeCloseTo(1, 3);
    expect(given.variance / wanted.variance).toBeCloseTo(1, 2);
  });

  test('of a next in line patience changes nothing', () => {
    const then = modelOf(300, 100);
    expect(restated(basisBy(then, 0), then.patience, now).meanSeconds).toBeCloseTo(10, 9);
  });

  test('a quote of an earlier version, which does not say what was seen, follows the handle time alone', () => {
    const { seen: _, ...old } = basisBy(modelOf(150, 200));
    expect(restated(old, memorylessPatience(200), now).meanSeconds).toBeCloseTo(2 * old.meanSeconds, 9);
  });
});

describe('a curve learned at one pace holds the same waits at another', () => {
  const model = modelOf(300, 600);
  const basis = basisBy(model);
  const wide = { factor: 1, spread: 0.4, headWeight: 0.1 };
  const narrow = { factor: 0.9, spread: 0.05, headWeight: 0.2 };
  const learned = honestCurve.map((level) => level ** 2 * (3 - 2 * level));
  const waitsAt = (pace: typeof wide, waited: readonly number[]) => {
    const law = waitLaw(basis, { ...model, pace, calibration: { ...model.calibration, waited } });
    return [0.1, 0.25, 0.5, 0.75, 0.9].map((share) => law.quantileSeconds(share));
  };

  test('the quantiles stay where they were', () => {
    const before = waitsAt(wide, learned);
    const after = waitsAt(narrow, restatedCurve(learned, [basis], wide, narrow));
    // What lies beyond a narrow law's last levels is no longer told apart.
    for (const middle of [1, 2, 3]) expect((after[middle] ?? 0) / (before[middle] ?? 1)).toBeCloseTo(1, 1);
    const lost = waitsAt(narrow, learned);
    expect((lost[3] ?? 0) - (lost[1] ?? 0)).toBeLessThan(0.5 * ((before[3] ?? 0) - (before[1] ?? 0)));
  });

  test('the same pace leaves it', () => {
    const same = restatedCurve(learned, [basis], wide, wide);
    for (const [index, share] of same.entries()) expect(share).toBeCloseTo(learned[index] ?? 0, 6);
  });

  test('with no law to go by it is left', () => expect(restatedCurve(learned, [], wide, narrow)).toBe(learned));
});
