import { EigenvalueDecomposition, Matrix, solve } from 'ml-matrix';
import type { DayTable } from './dayTable.ts';

/** The few ways in which the days of one series differ: each day is the usual day plus scores times shapes. */
export interface DayShapes {
  readonly usual: Float64Array;
  /** Slots × shapes, orthonormal. */
  readonly shapes: Matrix;
  /** How much a score may stray, per shape: mean square over the days. */
  readonly strength: readonly number[];
}

/** Below so many days, all days are taken to differ by their level alone. */
const daysForShapes = 10;
const daysPerShape = 5;

/**
 * Principal components of days × slots, cells that are missing (NaN) filled in by the components themselves. From a few days
 * only one shape is told: the usual day itself, so that a score is the day's level.
 */
export function learnShapes(roots: Matrix, most: number): DayShapes {
  const days = daysKnown(roots);
  const usual = usualDay(roots);
  if (days.length < daysForShapes) return levelShape(usual);
  const count = Math.min(most, Math.floor(days.length / daysPerShape), roots.columns);
  const deviations = new Matrix(days.length, roots.columns);
  const missing: [number, number][] = [];
  for (const [row, day] of days.entries())
    for (let slot = 0; slot < roots.columns; slot++) {
      const root = roots.get(day, slot);
      if (Number.isNaN(root)) missing.push([row, slot]);
      else deviations.set(row, slot, root - (usual[slot] as number));
    }
  let found = principalShapes(deviations, count);
  for (let round = 0; round < 2 && missing.length > 0; round++) {
    const filled = deviations.mmul(found.shapes).mmul(found.shapes.transpose());
    for (const [row, slot] of missing) deviations.set(row, slot, filled.get(row, slot));
    found = principalShapes(deviations, count);
  }
  return { usual, ...found };
}

function levelShape(usual: Float64Array): DayShapes {
  const length = Math.hypot(...usual) || 1;
  const shapes = new Matrix([...usual].map((root) => [root / length || 1 / Math.sqrt(usual.length)]));
  // A day's level strays by about a tenth of the root, a fifth of the count.
  return { usual, shapes, strength: [Math.max(0.25, (0.1 * length) ** 2)] };
}

/** Mean root of each slot over the days that know it; a slot no day knows is like its neighbours, 0 where none is known. */
export function usualDay(roots: Matrix): Float64Array {
  const sums = new Float64Array(roots.columns);
  const counts = new Float64Array(roots.columns);
  for (let day = 0; day < roots.rows; day++)
    for (let slot = 0; slot < roots.columns; slot++) {
      const root = roots.get(day, slot);
      if (Number.isNaN(root)) continue;
      sums[slot] = (sums[slot] as number) + root;
      counts[slot] = (counts[slot] as number) + 1;
    }
  return sums.map((sum, slot) => {
    const count = counts[slot] as number;
    return count > 0 ? sum / count : nearestKnown(sums, counts, slot);
  });
}

function nearestKnown(sums: Float64Array, counts: Float64Array, slot: number): number {
  for (let away = 1; away < sums.length; away++)
    for (const other of [slot - away, slot + away])
      if ((counts[other] ?? 0) > 0) return (sums[other] as number) / (counts[other] as number);
  return 0;
}

function daysKnown(roots: Matrix): number[] {
  const known = (day: number) => roots.getRow(day).some((root) => !Number.isNaN(root));
  return Array.from({ length: roots.rows }, (_, day) => day).filter(known);
}

function principalShapes(deviations: Matrix, count: number): Pick<DayShapes, 'shapes' | 'strength'> {
  const slots = deviations.columns;
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(
    deviations.transpose().mmul(deviations).div(deviations.rows),
    { assumeSymmetric: true },
  );
  // Eigenvalues rise: the last vectors carry most.
  const columns = Array.from({ length: count }, (_, shape) => slots - 1 - shape);
  const all = Array.from({ length: slots }, (_, slot) => slot);
  return {
    shapes: eigenvectorMatrix.selection(all, columns),
    strength: columns.map((column) => Math.max(1e-6, realEigenvalues[column] ?? 0)),
  };
}

/**
 * Days × shapes: each day's scores by least squares over its known slots, drawn to 0 as far as those cannot tell; NaN for
 * days of which less than `least` slots are known, by weekday. Slots far off (a blackout, a broken line) are
 * left out in a second pass.
 */
export function scoreDays(
  table: Pick<DayTable, 'roots' | 'weekdays'>,
  { usual, shapes, strength }: DayShapes,
  least: readonly number[],
): Matrix {
  const { roots, weekdays } = table;
  const scores = new Matrix(roots.rows, shapes.columns);
  for (let day = 0; day < roots.rows; day++) {
    const known: number[] = [];
    for (let slot = 0; slot < roots.columns; slot++) if (!Number.isNaN(roots.get(day, slot))) known.push(slot);
    if (known.length < Math.max(1, least[weekdays[day] as number] ?? 1)) {
      for (let shape = 0; shape < shapes.columns; shape++) scores.set(day, shape, Number.NaN);
      continue;
    }
    const deviation = (slot: number) => roots.get(day, slot) - (usual[slot] as number);
    let found = leastSquares(known, deviation, shapes, strength);
    const errors = known.map((slot) => {
      let rest = deviation(slot);
      for (let shape = 0; shape < shapes.columns; shape++) rest -= shapes.get(slot, shape) * (found[shape] as number);
      return Math.abs(rest);
    });
    const limit = 4.5 * 1.4826 * ([...errors].sort((a, b) => a - b)[errors.length >> 1] ?? 0);
    const sound = known.filter((_, index) => (errors[index] as number) <= limit);
    if (sound.length < known.length && sound.length >= known.length / 2)
      found = leastSquares(sound, deviation, shapes, strength);
    for (let shape = 0; shape < shapes.columns; shape++) scores.set(day, shape, found[shape] as number);
  }
  return scores;
}

/** Variance of a single slot's root around its day: what chance alone adds, and half as much again. */
const slotVariance = 0.375;

function leastSquares(
  slots: readonly number[],
  deviation: (slot: number) => number,
  shapes: Matrix,
  strength: readonly number[],
): number[] {
  const count = shapes.columns;
  const normal = Matrix.diag(strength.map((variance) => slotVariance / variance));
  const right = new Matrix(count, 1);
  for (const slot of slots) {
    const value = deviation(slot);
    for (let row = 0; row < count; row++) {
      const load = shapes.get(slot, row);
      right.set(row, 0, right.get(row, 0) + load * value);
      for (let column = 0; column < count; column++)
        normal.set(row, column, normal.get(row, column) + load * shapes.get(slot, column));
    }
  }
  return solve(normal, right).to1DArray();
}
