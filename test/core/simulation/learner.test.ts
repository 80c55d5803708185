import { expect, test } from 'vitest';
import { createLearner } from '../../../core/simulation/learner.ts';
import type { LineScenario } from '../../../core/simulation/line.ts';
import { runTrial } from '../../../core/simulation/trial.ts';

/** Eighty thousand seconds, of which the first third goes by before anything is held to account. */
const scenario: LineScenario = {
  seed: 5,
  customers: 6000,
  untilSeconds: 60_000,
  arrivals: { kind: 'steady', perSecond: 14 / 180 },
  service: { kind: 'lognormal', meanSeconds: 180, cv: 1 },
  patience: { kind: 'erlang', meanSeconds: 220, stages: 4 },
  agents: 10,
};

test('what is learned from a line is nearly as good as to know it, and its intervals hold', () => {
  const ours = (run: ReturnType<typeof runTrial>) => run.predictors.find(({ predictor }) => predictor === 'nohold');
  const known = ours(runTrial(scenario, 20_000));
  const learner = createLearner();
  const learned = ours(runTrial(scenario, 20_000, undefined, learner));
  expect(learned?.contacts).toBe(known?.contacts);
  expect(learned?.meanSquaredError).toBeLessThan(1.2 * (known?.meanSquaredError ?? 0));
  expect(Math.abs((learned?.covered90 ?? 0) - 0.9)).toBeLessThan(0.03);
  const { handleSeconds, evidence } = learner.modelAt(0);
  expect(Math.abs(handleSeconds / 180 - 1)).toBeLessThan(0.06);
  expect(evidence?.handled).toBe(2000);
});
