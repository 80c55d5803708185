import { type Patience, patienceSpans } from './patience.ts';
import type { CallerAhead } from './queueState.ts';

/** What a callback costs the line when it is called: nobody may answer, and the attempt still takes agent time. */
export interface CallbackEffort {
  /** Share of callbacks that nobody answers. */
  readonly unansweredShare: number;
  /** Agent time lost on one that nobody answers. */
  readonly lostSeconds: number;
}

export interface LineAhead {
  /** Head of the queue first. */
  readonly ahead: readonly CallerAhead[];
  /** Further callers behind those, of whom only the number is known. */
  readonly beyond: number;
  readonly completionsPerSecond: number;
  readonly handleSeconds: number;
}

export interface WaitMoments {
  readonly mean: number;
  readonly variance: number;
  /** Callers ahead who will take an agent's time if nobody loses patience. */
  readonly callersAhead: number;
}

/**
 * Mean and variance of the wait behind a line of callers who have already shown some patience.
 *
 * Each caller ahead, w seconds into their wait, is still there when their turn comes at U with probability
 * E[S(w + U) / S(w)], and only then takes a completion; the line shortens accordingly. U is taken as gamma distributed
 * and the hazard up to U as even, which is exact for the next in line and, for memoryless patience, within 1e-4 of the
 * exact mean at 200 callers. Needs no arrival rate. O(callers).
 */
export function elapsedWait(line: LineAhead, patience: Patience, callbacks: CallbackEffort): WaitMoments {
  const cumulative = cumulativeHazard(patience);
  const callbackTurn = 1 - callbacks.unansweredShare * (1 - Math.min(1, callbacks.lostSeconds / line.handleSeconds));
  const step = 1 / line.completionsPerSecond;
  let mean = step;
  let variance = step * step;
  let callersAhead = 0;
  const lastElapsed = line.ahead.at(-1)?.elapsedSeconds ?? 0;
  const count = line.ahead.length + line.beyond;
  for (let index = 0; index < count; index++) {
    const caller = line.ahead[index];
    let present = callbackTurn;
    if (caller?.holdsCallback) {
      callersAhead += callbackTurn;
    } else {
      const elapsed = caller?.elapsedSeconds ?? lastElapsed;
      const span = spanOf(elapsed + mean);
      const gone =
        hazardUntil(patience, cumulative, elapsed + mean, span) -
        hazardUntil(patience, cumulative, elapsed, spanOf(elapsed));
      const shape = (mean * mean) / variance;
      present = Math.exp(-shape * Math.log1p(gone / shape));
      // Who comes to their turn late is the likelier to be gone: the covariance of turn and presence.
      variance -= (2 * step * present * (gone / mean) * variance) / (1 + gone / shape);
      callersAhead += 1;
    }
    variance += (2 - present) * present * step * step;
    mean += present * step;
  }
  return { mean, variance, callersAhead };
}

function cumulativeHazard(patience: Patience): number[] {
  const cumulative = [0];
  for (let span = 1; span < patienceSpans.length; span++) {
    const length = (patienceSpans[span] ?? 0) - (patienceSpans[span - 1] ?? 0);
    cumulative.push((cumulative[span - 1] ?? 0) + length * (patience.leavingPerSecond[span - 1] ?? 0));
  }
  return cumulative;
}

function spanOf(waited: number): number {
  let span = patienceSpans.length - 1;
  while (span > 0 && waited < (patienceSpans[span] ?? 0)) span -= 1;
  return span;
}

function hazardUntil(patience: Patience, cumulative: readonly number[], waited: number, span: number): number {
  return (cumulative[span] ?? 0) + (waited - (patienceSpans[span] ?? 0)) * (patience.leavingPerSecond[span] ?? 0);
}
