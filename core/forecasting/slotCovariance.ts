import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { ExpectedDays } from './dayModel.ts';

/** Of the last so many days the surprises are looked at. */
const daysLooked = 60;
/** A surprise beyond this many standard deviations counts as if it were this: a blackout says little about the afternoon. */
const surpriseLimit = 3;
/** Days of a slot after which its own variance, not that of all slots, is half believed. */
const ownVarianceHalfDays = 20;

/**
 * How the surprises of one day hang together, slot by slot: half as the scores' own uncertainty says, half a stationary
 * kernel fitted to past surprises, a constant, two that fade with 5 h and 1 h and noise. Averaged they beat either.
 */
export function slotCovariance(surprises: Matrix, expected: ExpectedDays, day: number, slotSeconds: number): Matrix {
  const kernel = kernelOf(surprises, slotSeconds, typicalRoot(expected, day));
  const slots = surprises.columns;
  const model = scoreCovariance(expected, day);
  for (let row = 0; row < slots; row++)
    for (let column = 0; column < slots; column++) {
      // What the shapes leave over is noise of single slots: the kernel's total variance is right for both halves.
      const half = row === column ? Math.max(kernel.get(row, row), model.get(row, row)) : model.get(row, column);
      model.set(row, column, (half + kernel.get(row, column)) / 2);
    }
  return model;
}

/** Slots × slots: covariance that comes from not knowing the day's scores. */
export function scoreCovariance({ shapes, variances }: ExpectedDays, day: number): Matrix {
  const weighted = shapes.clone();
  for (let shape = 0; shape < shapes.columns; shape++) weighted.mulColumn(shape, variances.get(day, shape));
  return weighted.mmul(shapes.transpose());
}

/** Days of surprises after which they, and no longer the usual doubt, are half believed. */
const ownKernelHalfDays = 4;
/** Doubt about a day's level before anything is known of it, as a share of the root: a fifth of the count. */
const usualDoubt = 0.1;

/** Variance of a single slot's root before anything is known: ¼ by chance, and a little that shapes leave over. */
const usualNoise = 0.3;

function typicalRoot({ roots }: ExpectedDays, day: number): number {
  const row = roots.rows === 0 ? [] : roots.getRow(day).filter((root) => root > 0);
  return row.reduce((sum, root) => sum + root, 0) / Math.max(1, row.length);
}

function kernelOf(surprises: Matrix, slotSeconds: number, root: number): Matrix {
  const slots = surprises.columns;
  const scales = slotScales(surprises);
  const byLag = autocovariances(surprises, scales);
  const fitted = fitKernel(byLag, slotSeconds);
  const days = Math.min(daysLooked, surprises.rows);
  const own = days / (days + ownKernelHalfDays);
  const [constant, slow, fast, noise] = fitted;
  const usualConstant = (usualDoubt * root) ** 2;
  const kernel = new Matrix(slots, slots);
  for (let row = 0; row < slots; row++)
    for (let column = 0; column < slots; column++) {
      const lag = Math.abs(row - column);
      const seen =
        constant + slow * fading(lag, slotSeconds, 5) + fast * fading(lag, slotSeconds, 1) + (lag === 0 ? noise : 0);
      // The fitted parts are of scaled surprises, the usual ones of roots as they are.
      const usual = usualConstant + (lag === 0 ? usualNoise : 0);
      const scale = (scales[row] as number) * (scales[column] as number);
      kernel.set(row, column, own * scale * seen + (1 - own) * usual);
    }
  return kernel;
}

const fading = (lag: number, slotSeconds: number, hours: number): number =>
  Math.exp((-lag * slotSeconds) / (3600 * hours));

/** Standard deviation of each slot's surprise, drawn to that of all slots. */
function slotScales(surprises: Matrix): Float64Array {
  const slots = surprises.columns;
  const from = Math.max(0, surprises.rows - daysLooked);
  const sums = new Float64Array(slots);
  const counts = new Float64Array(slots);
  const all: number[] = [];
  for (let day = from; day < surprises.rows; day++)
    for (let slot = 0; slot < slots; slot++) {
      const value = surprises.get(day, slot);
      if (!Number.isNaN(value)) all.push(Math.abs(value));
    }
  const typical = 1.4826 * ([...all].sort((a, b) => a - b)[all.length >> 1] ?? 0.5) || 0.5;
  const limit = surpriseLimit * typical;
  let total = 0;
  for (let day = from; day < surprises.rows; day++)
    for (let slot = 0; slot < slots; slot++) {
      const value = surprises.get(day, slot);
      if (Number.isNaN(value)) continue;
      const square = Math.min(limit, Math.abs(value)) ** 2;
      sums[slot] = (sums[slot] as number) + square;
      counts[slot] = (counts[slot] as number) + 1;
      total += square;
    }
  const mean = total / Math.max(1, all.length) || typical ** 2;
  return sums.map((sum, slot) =>
    Math.sqrt((sum + ownVarianceHalfDays * mean) / ((counts[slot] as number) + ownVarianceHalfDays)),
  );
}

/** Mean products of scaled surprises by the number of slots between them. */
function autocovariances(surprises: Matrix, scales: Float64Array): Float64Array {
  const slots = surprises.columns;
  const sums = new Float64Array(slots);
  const counts = new Float64Array(slots);
  for (let day = Math.max(0, surprises.rows - daysLooked); day < surprises.rows; day++) {
    const row = Array.from({ length: slots }, (_, slot) => {
      const value = surprises.get(day, slot) / (scales[slot] as number);
      return Math.max(-surpriseLimit, Math.min(surpriseLimit, value));
    });
    for (let first = 0; first < slots; first++) {
      const left = row[first] as number;
      if (Number.isNaN(left)) continue;
      for (let second = first; second < slots; second++) {
        const right = row[second] as number;
        if (Number.isNaN(right)) continue;
        const lag = second - first;
        sums[lag] = (sums[lag] as number) + left * right;
        counts[lag] = (counts[lag] as number) + 1;
      }
    }
  }
  return sums.map((sum, lag) => sum / Math.max(1, counts[lag] as number));
}

/** Weights of the four parts, none negative, that come nearest to the autocovariances; by trying each set of parts. */
function fitKernel(byLag: Float64Array, slotSeconds: number): [number, number, number, number] {
  const lags = byLag.length;
  const part = (index: number, lag: number): number =>
    [1, fading(lag, slotSeconds, 5), fading(lag, slotSeconds, 1), lag === 0 ? 1 : 0][index] ?? 0;
  let best: [number, number, number, number] = [0, 0, 0, byLag[0] || 1];
  let least = Number.POSITIVE_INFINITY;
  for (let set = 1; set < 16; set++) {
    const used = [0, 1, 2, 3].filter((index) => set & (1 << index));
    const normal = Matrix.eye(used.length, used.length, 1e-9);
    const right = new Matrix(used.length, 1);
    for (let lag = 0; lag < lags; lag++) {
      // Pairs of slots at this lag.
      const weight = lags - lag;
      for (const [row, first] of used.entries()) {
        right.set(row, 0, right.get(row, 0) + weight * part(first, lag) * (byLag[lag] as number));
        for (const [column, second] of used.entries())
          normal.set(row, column, normal.get(row, column) + weight * part(first, lag) * part(second, lag));
      }
    }
    const weights = new CholeskyDecomposition(symmetric(normal)).solve(right).to1DArray();
    if (weights.some((weight) => !(weight >= 0))) continue;
    let cost = 0;
    for (let lag = 0; lag < lags; lag++) {
      const fitted = used.reduce((sum, index, at) => sum + (weights[at] as number) * part(index, lag), 0);
      cost += (lags - lag) * (fitted - (byLag[lag] as number)) ** 2;
    }
    if (cost >= least) continue;
    least = cost;
    best = [0, 0, 0, 0];
    for (const [at, index] of used.entries()) best[index] = weights[at] as number;
  }
  return best;
}

/** Rounding makes mirrored cells differ in their last bits, which the decomposition would refuse. */
const symmetric = (matrix: Matrix): Matrix => matrix.clone().add(matrix.transpose()).mul(0.5);

/** A day of which the first slots may be known already: expected roots and their covariance. */
export interface DayLaw {
  readonly expected: Float64Array;
  readonly covariance: Matrix;
}

/**
 * The law of the rest of a day given its known slots (NaN: not known yet): Gaussian conditioning, one Cholesky.
 * A known slot that is far off counts only as far as the surprise limit.
 */
export function conditionOnSeen(law: DayLaw, seen: Float64Array): DayLaw {
  const known: number[] = [];
  for (let slot = 0; slot < seen.length; slot++) if (!Number.isNaN(seen[slot] as number)) known.push(slot);
  if (known.length === 0) return law;
  const slots = Array.from({ length: seen.length }, (_, slot) => slot);
  const among = symmetric(law.covariance.selection(known, known));
  const across = law.covariance.selection(slots, known);
  for (let at = 0; at < known.length; at++) among.set(at, at, among.get(at, at) * (1 + 1e-9) + 1e-9);
  const surprises = new Matrix(known.length, 1);
  for (const [at, slot] of known.entries()) {
    const limit = surpriseLimit * Math.sqrt(law.covariance.get(slot, slot));
    const surprise = (seen[slot] as number) - (law.expected[slot] as number);
    surprises.set(at, 0, Math.max(-limit, Math.min(limit, surprise)));
  }
  const cholesky = new CholeskyDecomposition(among);
  const shift = across.mmul(cholesky.solve(surprises));
  const learned = across.mmul(cholesky.solve(across.transpose()));
  return {
    expected: law.expected.map((value, slot) => value + shift.get(slot, 0)),
    covariance: law.covariance.clone().sub(learned),
  };
}
