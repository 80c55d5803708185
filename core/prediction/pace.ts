import { logBetaDensity, logBetaSurvival } from '../queueing/logBeta.ts';
import { type LawBasis, lawAtPace, lawPace, lawSeconds, type Pace } from './waitLaw.ts';

/** One quote's law beside the wait that followed, as far as it was seen. */
export interface ObservedWait {
  readonly basis: LawBasis;
  readonly waitedSeconds: number;
  /** False: the customer left before; the wait would have been longer. */
  readonly served: boolean;
  /** A bound was spoken with this quote. */
  readonly told: boolean;
  readonly weight: number;
}

const logFactors = { least: Math.log(0.2), most: Math.log(5) };
const logSpreads = { least: Math.log(0.05), most: Math.log(1.2) };
const headWeights = { least: 0, most: 0.6 };
/** How far they commonly lie from where they were; factor and spread in logarithms. */
const commonShift = { logFactor: 0.5, logSpread: 0.7, headWeight: 0.15 };
/** What a wait the law holds impossible may cost: one ghost in the log must not decide. */
const leastLikelihood = 1e-4;

/**
 * The pace at which the laws quoted fit the waits best: greatest likelihood, those who left counting as censored, with a
 * prior around `previous`. The center's agents may be shared with other queues, on a break or faster than their mean;
 * whatever the cause, it is seen here as waits longer, shorter or more scattered than theory has them.
 */
export function estimatePace(waits: readonly ObservedWait[], previous: Pace): Pace {
  if (waits.length === 0) return previous;
  let pace = previous;
  const withFactor = (log: number): Pace => ({ ...pace, factor: Math.exp(log) });
  const withSpread = (log: number): Pace => ({ ...pace, spread: Math.exp(log) });
  const withHeadWeight = (headWeight: number): Pace => ({ ...pace, headWeight });
  const likelihood = (tried: Pace) => logPosterior(waits, tried, previous);
  for (let round = 0; round < 3; round++) {
    pace = withFactor(mostLikely(logFactors, (log) => likelihood(withFactor(log))));
    pace = withSpread(mostLikely(logSpreads, (log) => likelihood(withSpread(log))));
    pace = withHeadWeight(mostLikely(headWeights, (weight) => likelihood(withHeadWeight(weight))));
  }
  return pace;
}

function logPosterior(waits: readonly ObservedWait[], pace: Pace, previous: Pace): number {
  const shifts = [
    Math.log(pace.factor / previous.factor) / commonShift.logFactor,
    Math.log(pace.spread / Math.max(previous.spread, Math.exp(logSpreads.least))) / commonShift.logSpread,
    (pace.headWeight - previous.headWeight) / commonShift.headWeight,
  ];
  let total = -0.5 * shifts.reduce((sum, shift) => sum + shift * shift, 0);
  for (const wait of waits) {
    const lived = lawAtPace(wait.basis, pace);
    const at = lawSeconds(lived, wait.waitedSeconds);
    const likelihood = wait.served
      ? logBetaDensity(lived.law, at) * wait.basis.meanSeconds * lawPace(lived, wait.waitedSeconds)
      : logBetaSurvival(lived.law, at);
    total += wait.weight * Math.log(likelihood + leastLikelihood);
  }
  return total;
}

/** Golden section: the value between two at which a function with one summit is highest, to 0.02. */
function mostLikely(range: { least: number; most: number }, likelihood: (value: number) => number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let { least: low, most: high } = range;
  let left = high - golden * (high - low);
  let right = low + golden * (high - low);
  let [leftValue, rightValue] = [likelihood(left), likelihood(right)];
  while (high - low > 0.02) {
    if (leftValue > rightValue) {
      high = right;
      right = left;
      rightValue = leftValue;
      left = high - golden * (high - low);
      leftValue = likelihood(left);
    } else {
      low = left;
      left = right;
      leftValue = rightValue;
      right = low + golden * (high - low);
      rightValue = likelihood(right);
    }
  }
  return (low + high) / 2;
}
