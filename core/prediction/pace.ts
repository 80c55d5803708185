import { logBetaDensity, logBetaSurvival } from '../queueing/logBeta.ts';
import { type LawBasis, lawAtPace, type Pace } from './waitLaw.ts';

/** One quote's law beside the wait that followed, as far as it was seen. */
export interface ObservedWait {
  readonly basis: LawBasis;
  /** The handle time as known now over the one the law was built on. */
  readonly factorScale: number;
  readonly waitedSeconds: number;
  /** False: the customer left before; the wait would have been longer. */
  readonly served: boolean;
  /** A bound was spoken with this quote. */
  readonly told: boolean;
  readonly weight: number;
}

const leastFactor = 0.2;
const mostFactor = 5;
const leastSpread = 0.05;
const mostSpread = 1.5;
/** How far, in logarithms, pace and spread commonly lie from where they were. */
const priorDeviation = { factor: 0.5, spread: 0.7 };
/** What a wait the law holds impossible may cost: one ghost in the log must not decide. */
const leastLikelihood = 1e-4;

/**
 * The pace at which the laws quoted fit the waits best: greatest likelihood, those who left counting as censored, with a
 * prior around `previous`. The center's agents may be shared with other queues, on a break or faster than their mean;
 * whatever the cause, it is seen here as waits longer, shorter or more scattered than theory has them.
 */
export function estimatePace(waits: readonly ObservedWait[], previous: Pace): Pace {
  if (waits.length === 0) return previous;
  let { factor, spread } = previous;
  for (let round = 0; round < 3; round++) {
    factor = mostLikely(leastFactor, mostFactor, (tried) => logPosterior(waits, { factor: tried, spread }, previous));
    spread = mostLikely(leastSpread, mostSpread, (tried) => logPosterior(waits, { factor, spread: tried }, previous));
  }
  return { factor, spread };
}

function logPosterior(waits: readonly ObservedWait[], pace: Pace, previous: Pace): number {
  const factorShift = Math.log(pace.factor / previous.factor) / priorDeviation.factor;
  const spreadShift = Math.log(pace.spread / Math.max(previous.spread, leastSpread)) / priorDeviation.spread;
  let total = -0.5 * (factorShift * factorShift + spreadShift * spreadShift);
  for (const wait of waits) {
    const { law, stretch } = lawAtPace(wait.basis, { ...pace, factor: pace.factor * wait.factorScale });
    const at = wait.waitedSeconds / stretch;
    const likelihood = wait.served
      ? logBetaDensity(law, at) * (wait.basis.meanSeconds / stretch)
      : logBetaSurvival(law, at);
    total += wait.weight * Math.log(likelihood + leastLikelihood);
  }
  return total;
}

/** Golden section over the logarithm of a positive number. */
function mostLikely(least: number, most: number, likelihood: (value: number) => number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [Math.log(least), Math.log(most)];
  let left = high - golden * (high - low);
  let right = low + golden * (high - low);
  let [leftValue, rightValue] = [likelihood(Math.exp(left)), likelihood(Math.exp(right))];
  while (high - low > 0.02) {
    if (leftValue > rightValue) {
      high = right;
      right = left;
      rightValue = leftValue;
      left = high - golden * (high - low);
      leftValue = likelihood(Math.exp(left));
    } else {
      low = left;
      left = right;
      leftValue = rightValue;
      right = low + golden * (high - low);
      rightValue = likelihood(Math.exp(right));
    }
  }
  return Math.exp((low + high) / 2);
}
