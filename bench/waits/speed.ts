import type { Patience } from '../../core/prediction/patience.ts';
import { predictWait, toldBoundSeconds } from '../../core/prediction/predictWait.ts';
import type { QueueState } from '../../core/prediction/queueState.ts';
import { initialWaitModel, type WaitModel } from '../../core/prediction/waitModel.ts';
import { seconds } from '../../core/time/units.ts';
import { cpuSeconds } from '../cpuSeconds.ts';
import type { Claims } from './report.ts';

const waiting = 200;
const goalMicroseconds = 50;
const predictions = 4000;
const rounds = 7;

/** Nothing of it is exact: callbacks that keep their places, overtakers, a change of shift, patience that has a memory. */
const state: QueueState = {
  ahead: Array.from({ length: waiting }, (_, place) => ({
    elapsedSeconds: seconds(3 * (waiting - place)),
    holdsCallback: place % 10 === 0,
  })),
  aheadBeyond: 0,
  agents: { staffed: 40, available: 0, busy: 40 },
  contactsPerAgent: 1,
  overtakingPerSecond: 0.01,
  plan: [{ inSeconds: seconds(300), agents: 50 }],
};

const start = initialWaitModel('voice');
const patience: Patience = {
  ...start.patience,
  leavingPerSecond: start.patience.leavingPerSecond.map((rate, span) => rate * (1 + span / 20)),
};
const model: WaitModel = { ...start, patience };

/** What one prediction costs the processor: the law of a wait behind 200, and the bound that is told of it. */
export function speed(claims: Claims): void {
  console.log(
    `\n== what a prediction costs with ${waiting} waiting: CPU time, median of ${rounds} rounds of ${predictions}`,
  );
  const law = () => predictWait(state, model);
  const known = law();
  if (known.kind === 'unknown') throw new Error(`unknown: ${known.reason}`);
  const lawMicroseconds = median(law);
  const boundMicroseconds = median(() => toldBoundSeconds(known, model, 0.9));
  console.log(`law ${lawMicroseconds.toFixed(1)} µs, bound told ${boundMicroseconds.toFixed(1)} µs`);
  const both = lawMicroseconds + boundMicroseconds;
  const claim = `a prediction with ${waiting} waiting, law and bound`;
  claims.settle(both <= goalMicroseconds, claim, `${both.toFixed(1)} µs`, `at most ${goalMicroseconds} µs`);
}

function median(predict: () => unknown): number {
  const costs = Array.from({ length: rounds + 1 }, () =>
    cpuSeconds(() => {
      for (let count = 0; count < predictions; count++) predict();
    }),
  );
  // The first round only warms up.
  const sorted = costs.slice(1).sort((one, other) => one - other);
  return ((sorted[Math.floor(rounds / 2)] ?? Number.NaN) / predictions) * 1e6;
}
