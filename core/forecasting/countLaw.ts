import { normalTail } from '../queueing/normal.ts';

/** The law of a count by its root: root ± spread is normal; the spread contains ½, what chance alone adds. */
export interface CountLaw {
  readonly root: number;
  /** Variance of the root of the count, chance included: at least ¼. */
  readonly variance: number;
}

const chanceVariance = 0.25;
/** Below this mean a count is counted out by the negative binomial law, above by the normal law of its root. */
const smallMean = 12;

/** Expected count: E[root²] less what chance adds to the root's variance. */
export function meanCount({ root, variance }: CountLaw): number {
  return Math.max(0, Math.max(0, root) ** 2 + Math.max(0, variance - chanceVariance));
}

/** A probability with its standard normal quantile, which is looked up once for many counts. */
export interface Level {
  readonly probability: number;
  readonly z: number;
}

export const levelOf = (probability: number): Level => ({ probability, z: normalQuantile(probability) });

/**
 * The count not exceeded with the level's probability. `width` stretches the spread (conformal calibration), 1 leaves it.
 * Whole numbers where the mean is small.
 */
export function countQuantile(law: CountLaw, { probability, z }: Level, width: number): number {
  const mean = meanCount(law);
  if (mean === 0) return 0;
  if (mean < smallMean) {
    const doubt = Math.max(0, law.variance * width ** 2 - chanceVariance);
    return negativeBinomialQuantile(mean, mean + 4 * mean * doubt, probability);
  }
  const root = law.root + width * Math.sqrt(law.variance) * z;
  return Math.max(0, Math.max(0, root) ** 2 - chanceVariance);
}

/** Smallest whole count with P(N ≤ count) ≥ probability; a variance at or below the mean is Poisson's. */
export function negativeBinomialQuantile(mean: number, variance: number, probability: number): number {
  const excess = variance - mean;
  const size = excess > 1e-9 * mean ? mean ** 2 / excess : Number.POSITIVE_INFINITY;
  let density = size === Number.POSITIVE_INFINITY ? Math.exp(-mean) : (size / (size + mean)) ** size;
  let total = density;
  let count = 0;
  const odds = size === Number.POSITIVE_INFINITY ? 0 : mean / (size + mean);
  while (total < probability && count < 1e5) {
    count++;
    density *= size === Number.POSITIVE_INFINITY ? mean / count : ((size + count - 1) / count) * odds;
    total += density;
  }
  return count;
}

/** The z with P(Z ≤ z) = probability, by halving on the exact tail; error below 1e-9. */
export function normalQuantile(probability: number): number {
  let low = -9;
  let high = 9;
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (1 - normalTail(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
