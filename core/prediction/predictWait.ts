import { logBetaMean, logBetaVariance, waitBehind } from '../queueing/logBeta.ts';
import { type Seconds, seconds } from '../time/units.ts';
import { shareWithCaution } from './calibration.ts';
import { isMemoryless } from './dispersion.ts';
import { elapsedWait, type LineAhead } from './elapsedWait.ts';
import { constantRate } from './patience.ts';
import type { CallerAhead, QueueState } from './queueState.ts';
import { soundState } from './soundState.ts';
import { type LawBasis, toldQuantile, type WaitLaw, waitLaw } from './waitLaw.ts';
import type { WaitModel } from './waitModel.ts';

export type PredictedWait =
  | { readonly kind: 'known'; readonly law: WaitLaw; readonly basis: LawBasis }
  | { readonly kind: 'unknown'; readonly reason: 'metrics-unknown' | 'no-agents' };

export type KnownWait = Extract<PredictedWait, { kind: 'known' }>;

/** A metric of less than this is nobody. */
const leastServing = 0.01;

/**
 * The wait of a contact that joins, or stands in, the queue as it was `seen`. Unknown, with the reason, when nothing
 * honest can be said: no metrics, or no agent at work whose pace could be told.
 */
export function predictWait(seen: QueueState, model: WaitModel): PredictedWait {
  const state = soundState(seen);
  if (!state.agents) return { kind: 'unknown', reason: 'metrics-unknown' };
  const { staffed, available, busy } = state.agents;
  const serving = Math.min(staffed, available + busy) * state.contactsPerAgent;
  if (!(serving >= leastServing)) return { kind: 'unknown', reason: 'no-agents' };
  const basis = lawBasis(state, model, serving, available);
  return { kind: 'known', law: waitLaw(basis, model), basis };
}

/**
 * The bound to tell a customer so that `keptShare` of such promises are kept: a quantile of the law, at the level where
 * that share of the waits lay that this center has told bounds for, corrected by how its promises have fared. Not rounded.
 */
export function toldBoundSeconds(predicted: KnownWait, model: WaitModel, keptShare: number): Seconds {
  return toldQuantile(predicted.basis, model, shareWithCaution(keptShare, model.calibration.caution));
}

const joining: CallerAhead = { elapsedSeconds: seconds(0), holdsCallback: false };

function lawBasis(state: QueueState, model: WaitModel, serving: number, available: number): LawBasis {
  const { handleSeconds, patience, dispersion } = model;
  const ownAhead = state.ahead.length + state.aheadBeyond;
  const { sharedAhead = 0, hour = 12 } = state;
  const common = {
    handleSeconds,
    // Of those taken first for their priority the head has not waited long.
    headSeconds: state.ahead.reduce((longest, { elapsedSeconds }) => Math.max(longest, elapsedSeconds), 0),
    seen: {
      ahead: ownAhead,
      sharedAhead,
      serving,
      recentWaitSeconds: model.recentWaitSeconds ?? 0,
      hour,
    },
  };
  if (available > ownAhead + sharedAhead) {
    return { ...waitBehind(0, serving, 1 / handleSeconds, 0), meanSeconds: 0, variance: 0, ...common };
  }
  // Agents who are free now take the head of the line before anybody else is done.
  const ahead = available > 0 ? state.ahead.slice(available) : state.ahead;
  const further = state.aheadBeyond + Math.round(sharedAhead);
  const beyond = Math.max(0, further - Math.max(0, available - state.ahead.length));
  const leavingPerSecond = constantRate(patience);
  const steady = !state.overtakingPerSecond && !state.plan?.length && (!dispersion || isMemoryless(dispersion));
  if (steady && leavingPerSecond !== undefined && !ahead.some((caller) => caller.holdsCallback)) {
    const law = waitBehind(ahead.length + beyond, serving, 1 / handleSeconds, leavingPerSecond);
    return { ...law, meanSeconds: logBetaMean(law), variance: logBetaVariance(law), ...common };
  }
  const completionsPerSecond = serving / handleSeconds;
  const line = { ahead, beyond, completionsPerSecond, handleSeconds, dispersion, ...outlook(state, handleSeconds) };
  const moments = elapsedWait(line, patience, model.callbacks);
  // With nobody ahead any rate gives the same law, until the pace widens it: the next one's, so that they do not cross.
  const shaping =
    moments.callersAhead > 0 ? moments : elapsedWait({ ...line, ahead: [joining] }, patience, model.callbacks);
  const decay = decayFor(shaping.mean, shaping.callersAhead, completionsPerSecond);
  const law = waitBehind(moments.callersAhead, serving, 1 / handleSeconds, decay);
  return { ...law, meanSeconds: moments.mean, variance: moments.variance, ...common };
}

/** What is known to happen while the contact waits. */
function outlook(state: QueueState, handleSeconds: number): Pick<LineAhead, 'overtakingPerSecond' | 'changes'> {
  const rate = state.contactsPerAgent / handleSeconds;
  const changes =
    state.plan?.map(({ inSeconds, agents }) => ({ inSeconds, completionsPerSecond: agents * rate })) ?? [];
  return { overtakingPerSecond: state.overtakingPerSecond ?? 0, changes };
}

/** The one rate of leaving at which a memoryless line of that length would have that mean wait. */
function decayFor(meanSeconds: number, callersAhead: number, completionsPerSecond: number): number {
  const shortfall = (logRate: number) => {
    const decayPerSecond = completionsPerSecond * Math.exp(logRate);
    const position = callersAhead + 1;
    return logBetaMean({ completions: Math.exp(-logRate), position, decayPerSecond }) - meanSeconds;
  };
  let [low, high] = [Math.log(1e-6), Math.log(50)];
  if (callersAhead === 0 || shortfall(low) <= 0) return 0;
  for (let round = 0; round < 24; round++) {
    const middle = (low + high) / 2;
    if (shortfall(middle) > 0) low = middle;
    else high = middle;
  }
  return completionsPerSecond * Math.exp((low + high) / 2);
}
