import { betaKernel, digammaRise, incompleteBeta, incompleteBetaBy, trigammaFall } from './beta.ts';

/**
 * The law of a wait W with e^(-decayPerSecond·W) ~ Beta(completions, position).
 *
 * It is exact in a queue where `completions · decayPerSecond` = agents × service rate, each caller loses patience at
 * `decayPerSecond`, and the contact is the `position`-th in line (callers ahead + 1): W is then a sum of exponentials of
 * rates completions + i, i = 0 … position - 1 (in units of the decay). Both shapes may be fractional, all three positive (below
 * 0.02 completions the far tail, one wait in a million, passes the range of numbers).
 * Without patience (decay → 0, completions → ∞) it is Erlang's law; a decay of 1e-6 service rates is that to 6 digits.
 */
export interface LogBeta {
  readonly completions: number;
  readonly position: number;
  readonly decayPerSecond: number;
}

/** The exact law with `callersAhead` waiting before this contact and all agents busy (M/M/s+M). Rates per second. */
export function waitBehind(callersAhead: number, agents: number, serviceRate: number, abandonRate: number): LogBeta {
  const decayPerSecond = Math.max(abandonRate, 1e-6 * agents * serviceRate);
  return { completions: (agents * serviceRate) / decayPerSecond, position: callersAhead + 1, decayPerSecond };
}

export function logBetaMean(law: LogBeta): number {
  return digammaRise(law.completions, law.position) / law.decayPerSecond;
}

export function logBetaVariance(law: LogBeta): number {
  return trigammaFall(law.completions, law.position) / law.decayPerSecond ** 2;
}

/** P(W > seconds). */
export function logBetaSurvival(law: LogBeta, seconds: number): number {
  if (!(seconds > 0)) return 1;
  const decayed = law.decayPerSecond * seconds;
  return incompleteBeta(Math.exp(-decayed), -Math.expm1(-decayed), law.completions, law.position);
}

/** The density at `seconds` > 0, per second. */
export function logBetaDensity(law: LogBeta, seconds: number): number {
  const decayed = law.decayPerSecond * seconds;
  const y = -Math.expm1(-decayed);
  return (law.decayPerSecond * betaKernel(Math.exp(-decayed), y, law.completions, law.position)) / y;
}

/**
 * The wait that is exceeded with probability 1 - p. p in (0, 1); 0 at p ≤ 0, Infinity at p ≥ 1.
 * Newton on the log-odds over ln t, kept inside a shrinking bracket: relative error below 1e-12.
 */
export function logBetaQuantile(law: LogBeta, p: number): number {
  if (!(p > 0)) return 0;
  if (p >= 1) return Number.POSITIVE_INFINITY;
  const { completions, position, decayPerSecond } = law;
  const target = Math.log(p / (1 - p));
  let low = -745;
  let high = 709;
  let logDecayed = Math.log(firstGuess(law, p));
  for (let round = 0; round < 200; round++) {
    const decayed = Math.exp(logDecayed);
    const x = Math.exp(-decayed);
    const y = -Math.expm1(-decayed);
    const kernel = betaKernel(x, y, completions, position);
    const longer = incompleteBetaBy(kernel, x, y, completions, position);
    const shorter = incompleteBetaBy(kernel, y, x, position, completions);
    const excess = Math.log(shorter / longer) - target;
    if (excess > 0) high = Math.min(high, logDecayed);
    else low = Math.max(low, logDecayed);
    const step = (excess * shorter * longer * y) / (kernel * decayed);
    if (Math.abs(step) < 1e-8) return Math.exp(logDecayed - step) / decayPerSecond;
    const next = logDecayed - step;
    const inside = next > low && next < high;
    logDecayed = inside ? next : (Math.max(low, logDecayed - 3) + Math.min(high, logDecayed + 3)) / 2;
  }
  return Math.exp(logDecayed) / decayPerSecond;
}

/** Wilson–Hilferty for a gamma law of the same mean and variance, in units of 1/decay: near enough for Newton. */
function firstGuess(law: LogBeta, p: number): number {
  const mean = digammaRise(law.completions, law.position);
  const shape = (mean * mean) / trigammaFall(law.completions, law.position);
  const tail = Math.sqrt(-2 * Math.log(Math.min(p, 1 - p)));
  const bent = tail - (2.30753 + 0.27061 * tail) / (1 + tail * (0.99229 + 0.04481 * tail));
  const normal = p < 0.5 ? -bent : bent;
  const root = 1 - 1 / (9 * shape) + normal / (3 * Math.sqrt(shape));
  return root > 0.1 ? mean * root ** 3 : mean * p ** (1 / shape);
}
