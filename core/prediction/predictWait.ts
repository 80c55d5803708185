import { logBetaMean, logBetaVariance, waitBehind } from '../queueing/logBeta.ts';
import type { Seconds } from '../time/units.ts';
import { elapsedWait, type LineAhead } from './elapsedWait.ts';
import { constantRate } from './patience.ts';
import type { QueueState } from './queueState.ts';
import { calibratedQuantile, type LawBasis, type WaitLaw, waitLaw } from './waitLaw.ts';
import type { WaitModel } from './waitModel.ts';

export type PredictedWait =
  | { readonly kind: 'known'; readonly law: WaitLaw; readonly basis: LawBasis }
  | { readonly kind: 'unknown'; readonly reason: 'metrics-unknown' | 'no-agents' };

export type KnownWait = Extract<PredictedWait, { kind: 'known' }>;

/**
 * The wait of a contact that joins, or stands in, the queue as `state` shows it. Unknown, with the reason, when nothing
 * honest can be said: no metrics, or no agent at work whose pace could be told.
 */
export function predictWait(state: QueueState, model: WaitModel): PredictedWait {
  if (!state.agents) return { kind: 'unknown', reason: 'metrics-unknown' };
  const { staffed, available, busy } = state.agents;
  const serving = Math.min(staffed, available + busy) * state.contactsPerAgent;
  if (!(serving > 0)) return { kind: 'unknown', reason: 'no-agents' };
  const basis = lawBasis(state, model, serving, available);
  return { kind: 'known', law: waitLaw(basis, model), basis };
}

/**
 * The bound to tell a customer so that `keptShare` of such promises are kept: a quantile of the law, at the level where
 * that share of the waits lay that this center has told bounds for. Not rounded.
 */
export function toldBoundSeconds(predicted: KnownWait, model: WaitModel, keptShare: number): Seconds {
  return calibratedQuantile(predicted.basis, model.pace, model.calibration.told, keptShare);
}

function lawBasis(state: QueueState, model: WaitModel, serving: number, available: number): LawBasis {
  const completionsPerSecond = serving / model.handleSeconds;
  // Agents who are free now take the head of the line before anybody else is done.
  const waiting = state.ahead.slice(available);
  const beyond = Math.max(0, state.aheadBeyond - Math.max(0, available - state.ahead.length));
  const atOnce = available > state.ahead.length + state.aheadBeyond;
  const line: LineAhead = { ahead: waiting, beyond, completionsPerSecond, handleSeconds: model.handleSeconds };
  const leavingPerSecond = constantRate(model.patience);
  const memoryless = leavingPerSecond !== undefined && !waiting.some((caller) => caller.holdsCallback);
  const moments = memoryless ? undefined : elapsedWait(line, model.patience, model.callbacks);
  const law = waitBehind(
    moments?.callersAhead ?? waiting.length + beyond,
    serving,
    1 / model.handleSeconds,
    leavingPerSecond ?? model.patience.overallPerSecond,
  );
  return {
    ...law,
    meanSeconds: atOnce ? 0 : (moments?.mean ?? logBetaMean(law)),
    variance: atOnce ? 0 : (moments?.variance ?? logBetaVariance(law)),
    handleSeconds: model.handleSeconds,
  };
}
