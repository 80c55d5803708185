import { describe, expect, test } from 'vitest';
import { memorylessPatience } from '../../../core/prediction/patience.ts';
import { type KnownWait, predictWait } from '../../../core/prediction/predictWait.ts';
import { restated } from '../../../core/prediction/restated.ts';
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
