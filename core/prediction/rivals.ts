import { logBetaMean, logBetaQuantile, waitBehind } from '../queueing/logBeta.ts';
import { predictWait } from './predictWait.ts';
import type { QueueState } from './queueState.ts';
import type { WaitModel } from './waitModel.ts';

/** What an arriving contact finds, and what was seen before it. Nothing that happens later. */
export interface Scene {
  readonly state: QueueState;
  /** Wait of the last contact to be answered; undefined before the first. */
  readonly lastAnsweredWaitSeconds: number | undefined;
  /** Mean wait of those answered so far who had to wait; undefined before the first. */
  readonly averageWaitSeconds: number | undefined;
  /** Connect's own estimate, where one is known. */
  readonly ewtSeconds: number | undefined;
}

export interface Prediction {
  readonly meanSeconds: number;
  /** Where the predictor gives a whole law. */
  quantileSeconds?(p: number): number;
  intervalSeconds?(share: number): readonly [number, number];
}

/** One way to predict a wait; ours and those it is measured against alike. Undefined where it has nothing to say. */
export interface Predictor {
  readonly name: 'nohold' | 'ql' | 'qlm' | 'hol' | 'les' | 'average' | 'ewt';
  predict(scene: Scene, model: WaitModel): Prediction | undefined;
}

const point = (meanSeconds: number | undefined): Prediction | undefined =>
  meanSeconds === undefined ? undefined : { meanSeconds };

function behindMemoryless(state: QueueState, model: WaitModel, leavingPerSecond: number): Prediction | undefined {
  if (!state.agents) return undefined;
  const { staffed, available, busy } = state.agents;
  const serving = Math.min(staffed, available + busy) * state.contactsPerAgent;
  const ahead = state.ahead.length + state.aheadBeyond;
  if (!(serving > 0)) return undefined;
  if (available > ahead) return { meanSeconds: 0, quantileSeconds: () => 0 };
  const law = waitBehind(Math.max(0, ahead - available), serving, 1 / model.handleSeconds, leavingPerSecond);
  return { meanSeconds: logBetaMean(law), quantileSeconds: (p) => logBetaQuantile(law, p) };
}

/** Of the head of this contact's own class: those taken first have not waited as long. */
const longestElapsed = (state: QueueState): number =>
  state.ahead.reduce((longest, caller) => Math.max(longest, caller.elapsedSeconds), 0);

/** Rate of giving up, regardless of the wait so far: its spans weighed by how many get there. */
function evenLeaving({ patience }: WaitModel): number {
  let [survivors, held, left] = [1, 0, 0];
  patience.leavingPerSecond.forEach((rate, span) => {
    const length = (patience.fromSeconds[span + 1] ?? Number.POSITIVE_INFINITY) - (patience.fromSeconds[span] ?? 0);
    const leaving = survivors * -Math.expm1(-rate * length);
    held += leaving / rate;
    left += leaving;
    survivors -= leaving;
  });
  return left / held;
}

/**
 * Ours first. QL: callers ahead over service rate, nobody gives up (Whitt 1999). QL_m: the same with memoryless patience.
 * HOL: the head of the queue's wait so far. LES: the last wait that ended with an agent. Average: announcing the mean.
 */
export const predictors: readonly Predictor[] = [
  {
    name: 'nohold',
    predict: ({ state }, model) => {
      const predicted = predictWait(state, model);
      return predicted.kind === 'known' ? predicted.law : undefined;
    },
  },
  { name: 'ql', predict: ({ state }, model) => behindMemoryless(state, model, 0) },
  { name: 'qlm', predict: ({ state }, model) => behindMemoryless(state, model, evenLeaving(model)) },
  { name: 'hol', predict: ({ state }) => point(longestElapsed(state)) },
  { name: 'les', predict: ({ lastAnsweredWaitSeconds }) => point(lastAnsweredWaitSeconds) },
  { name: 'average', predict: ({ averageWaitSeconds }) => point(averageWaitSeconds) },
  { name: 'ewt', predict: ({ ewtSeconds }) => point(ewtSeconds) },
];
