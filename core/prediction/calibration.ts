/**
 * The share of real waits at or below each of the law's `levels`: where the law is honest, the curve is the levels
 * themselves. Increasing, within (0, 1), one number per level.
 */
export type CalibrationCurve = readonly number[];

/** Finer towards the top, where bounds are told. */
const levels: readonly number[] = [
  0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.97,
  0.985, 0.995,
];

export const honestCurve: CalibrationCurve = levels;

/** Beyond this level the law is no longer asked: a tail of a model is not knowledge. */
const highestLevel = 0.9995;

/** The law's level at which a share `real` of real waits lies. */
export function lawLevelOf(curve: CalibrationCurve, real: number): number {
  return Math.min(interpolate(curve, levels, real), highestLevel);
}

/** The share to aim at so that `share` is kept. */
export function shareWithCaution(share: number, caution: number): number {
  const odds = (share / (1 - share)) * Math.exp(caution);
  return odds / (1 + odds);
}

/** The share of real waits below the law's level `law`. */
export function realLevelOf(curve: CalibrationCurve, law: number): number {
  return interpolate(levels, curve, law);
}

/** Piecewise linear through (0, 0), the given points and (1, 1). */
function interpolate(from: readonly number[], to: readonly number[], value: number): number {
  let [x0, y0] = [0, 0];
  for (let index = 0; index <= from.length; index++) {
    const x1 = from[index] ?? 1;
    const y1 = to[index] ?? 1;
    if (value <= x1) return x1 > x0 ? y0 + ((value - x0) / (x1 - x0)) * (y1 - y0) : y1;
    x0 = x1;
    y0 = y1;
  }
  return 1;
}

/** One real wait seen through the law that was quoted for it. */
export interface ScoredWait {
  /** The law's probability of a wait no longer than the one seen. */
  readonly level: number;
  /** False when the customer left before being served: the wait would have been longer than this. */
  readonly served: boolean;
  readonly weight: number;
}

/**
 * The curve after the waits in `scored`: Kaplan–Meier over the law's levels, drawn towards `prior` as if `priorWeight`
 * waits had already been seen to follow it (the mean of a beta-Stacy posterior, the prior's mass at the levels). Customers
 * who left count for as long as they were seen, so impatience does not pass for short waits. Each wait counts where it
 * lies: half of a wait may go by below the lowest level, and who has only just come has seen nothing of it.
 */
export function calibrate(scored: readonly ScoredWait[], prior: CalibrationCurve, priorWeight: number): number[] {
  const inOrder = scored.toSorted((one, other) => one.level - other.level);
  let atRisk = priorWeight + scored.reduce((total, { weight }) => total + weight, 0);
  let [survival, priorBelow, next] = [1, 0, 0];
  return levels.map((level, cell) => {
    for (let wait = inOrder[next]; wait && wait.level < level; wait = inOrder[++next]) {
      if (wait.served) survival *= 1 - wait.weight / atRisk;
      atRisk -= wait.weight;
    }
    const priorHere = ((prior[cell] ?? 1) - priorBelow) * priorWeight;
    priorBelow = prior[cell] ?? 1;
    survival *= 1 - priorHere / atRisk;
    atRisk -= priorHere;
    return Math.min(Math.max(1 - survival, 1e-6), 1 - 1e-6);
  });
}
