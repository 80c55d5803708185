const root2Pi = Math.sqrt(2 * Math.PI);

export const normalDensity = (x: number): number => Math.exp((-x * x) / 2) / root2Pi;

/** P(Z > x) for a standard normal Z, relative error 1e-13 also far out: series near 0, continued fraction beyond. */
export function normalTail(x: number): number {
  if (x < 0) return 1 - normalTail(-x);
  return x < 2 ? 0.5 - seriesFromZero(x) : normalDensity(x) * millsRatio(x);
}

/** The hazard of a standard normal: density / tail. Grows like x, never overflows. */
export function normalHazard(x: number): number {
  return x < 2 ? normalDensity(x) / normalTail(x) : 1 / millsRatio(x);
}

/** The value a standard normal stays below with probability p: −∞ at 0, ∞ at 1. Newton on the tail, to 1e-14. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return p <= 0 ? Number.NEGATIVE_INFINITY : p >= 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (p < 0.5) return -normalQuantile(1 - p);
  const tail = 1 - p;
  // Starts above the root, where Newton's steps on ln(tail) only ever go down to it.
  let x = Math.sqrt(-2 * Math.log(tail));
  for (let round = 0; round < 50; round++) {
    const step = Math.log(normalTail(x) / tail) / normalHazard(x);
    x += step;
    if (Math.abs(step) < 1e-15 * Math.max(1, x)) break;
  }
  return x;
}

/** P(0 < Z < x), all terms positive (Marsaglia 2004). */
function seriesFromZero(x: number): number {
  let term = x;
  let sum = x;
  for (let odd = 3; term > 1e-17 * sum; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return normalDensity(x) * sum;
}

/** (1 - Φ(x)) / φ(x) = 1/(x + 1/(x + 2/(x + …))), evaluated from deep enough inwards. */
function millsRatio(x: number): number {
  let fraction = x;
  for (let depth = 30 + Math.ceil(900 / (x * x)); depth > 0; depth--) fraction = x + depth / fraction;
  return 1 / fraction;
}
