import { expect, test } from 'vitest';
import { memorylessPatience } from '../../../core/prediction/patience.ts';
import { predictors, type Scene } from '../../../core/prediction/rivals.ts';
import { initialWaitModel } from '../../../core/prediction/waitModel.ts';
import { seconds } from '../../../core/time/units.ts';

const scene: Scene = {
  state: {
    ahead: [90, 60, 30].map((elapsed) => ({ elapsedSeconds: seconds(elapsed), holdsCallback: false })),
    aheadBeyond: 0,
    agents: { staffed: 4, available: 0, busy: 4 },
    contactsPerAgent: 1,
  },
  lastAnsweredWaitSeconds: 75,
  averageWaitSeconds: 50,
  ewtSeconds: 120,
};
const model = { ...initialWaitModel('voice'), handleSeconds: 200, patience: memorylessPatience(400) };
const meanOf = (name: string, seen: Scene = scene) =>
  predictors.find((predictor) => predictor.name === name)?.predict(seen, model)?.meanSeconds;

test('each rival says what its formula says', () => {
  expect(meanOf('ql')).toBeCloseTo((4 * 200) / 4, 1);
  expect(meanOf('qlm')).toBeCloseTo(
    [0, 1, 2, 3].reduce((sum, ahead) => sum + 1 / (4 / 200 + ahead / 400), 0),
    6,
  );
  expect(meanOf('hol')).toBe(90);
  expect(meanOf('les')).toBe(75);
  expect(meanOf('average')).toBe(50);
  expect(meanOf('ewt')).toBe(120);
});

test('who knows nothing says nothing', () => {
  const blank = { ...scene, state: { ...scene.state, agents: undefined }, lastAnsweredWaitSeconds: undefined };
  for (const name of ['nohold', 'ql', 'qlm', 'les']) expect(meanOf(name, blank)).toBeUndefined();
});

test('with an agent free nobody foretells a wait from the queue', () => {
  const free = { ...scene, state: { ...scene.state, ahead: [], agents: { staffed: 4, available: 1, busy: 3 } } };
  for (const name of ['nohold', 'ql', 'qlm', 'hol']) expect(meanOf(name, free)).toBe(0);
});
