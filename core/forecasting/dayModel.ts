import { Matrix, QrDecomposition } from 'ml-matrix';
import { type DayShapes, learnShapes, scoreDays, usualDay } from './dayShapes.ts';
import type { DayTable } from './dayTable.ts';
import { levelBreaks } from './levelShift.ts';
import type { ScoreParameters, ScoreSeries } from './scoreFilter.ts';
import { expectScores, learnParameters, usualParameters } from './scoreModel.ts';

export interface ExpectedDays {
  /** Days × slots: what was expected from the days before; for days to come, the forecast. Roots. */
  readonly roots: Matrix;
  readonly shapes: Matrix;
  /** Days × shapes: variance of the scores. */
  readonly variances: Matrix;
  /** Days × shapes: expected and found scores of the low-rank model; NaN where the day is not known. */
  readonly scores: Matrix;
  readonly expectedScores: Matrix;
  /** Days from which on the level is another. */
  readonly breaks: ReadonlySet<number>;
}

export interface DayModelOptions {
  readonly shapes: number;
  /** Calls of the likelihood in learning the parameters of the first score; the others get half. */
  readonly evaluations: number;
  /** Weight of the harmonic member once the history is long enough. */
  readonly harmonicWeight: number;
}

export const usualOptions: DayModelOptions = { shapes: 4, evaluations: 60, harmonicWeight: 0.2 };

/** Share of a usual day's slots that must be known for the day to count. */
const leastKnown = 0.5;

/**
 * Fits shapes and their scores, and says for every day what the days before it led to expect: a blend of learned shapes and
 * smooth harmonics, which err differently within a day.
 */
export function expectDays(table: DayTable, options: DayModelOptions = usualOptions): ExpectedDays {
  const learned = learnShapes(table.roots, options.shapes);
  const least = leastSlots(table);
  const scores = scoreDays(table, learned, least);
  const breaks = levelBreaks(Float64Array.from(scores.getColumn(0)), table.weekdays);
  const model = expectBasis(table, learned, scores, breaks, options.evaluations);
  const days = scores.getColumn(0).filter((score) => !Number.isNaN(score)).length;
  const weight = options.harmonicWeight * Math.min(1, Math.max(0, (days - 20) / 40));
  const roots = model.roots;
  roots.add(weekdayRest(table, learned, scores));
  if (weight > 0) {
    const harmonics = harmonicShapes(table.roots, learned.strength);
    const smooth = expectBasis(table, harmonics, scoreDays(table, harmonics, least), breaks, usualParameters);
    roots.mul(1 - weight).add(smooth.roots.mul(weight));
  }
  return { ...model, roots, shapes: learned.shapes, scores, breaks };
}

/** Plain harmonic regression, to compare with: fixed harmonics of the day, weekday and calendar effects that do not move. */
export function expectHarmonics(table: DayTable): Matrix {
  const shapes = harmonicShapes(table.roots, [slotVarianceGuess]);
  return expectBasis(table, shapes, scoreDays(table, shapes, leastSlots(table)), new Set(), fixedParameters).roots;
}

const slotVarianceGuess = 10;
const fixedParameters: ScoreParameters = { ...usualParameters, levelStep: 1e-4, weekdayStep: 0 };

/** Half of what the day with the fewest open slots among the usual ones has: a short Friday is no broken day. */
function leastSlots({ roots, weekdays }: DayTable): readonly number[] {
  const known = Array.from({ length: 7 }, (): number[] => []);
  for (let day = 0; day < roots.rows; day++) {
    const count = roots.getRow(day).filter((root) => !Number.isNaN(root)).length;
    if (count > 0) known[weekdays[day] as number]?.push(count);
  }
  const usual = known.map((counts) => counts.sort((a, b) => a - b)[counts.length >> 1] ?? 1);
  return usual.map((count) => Math.ceil(leastKnown * count));
}

function expectBasis(
  table: DayTable,
  { usual, shapes, strength }: DayShapes,
  scores: Matrix,
  breaks: ReadonlySet<number>,
  learning: number | ScoreParameters,
): Pick<ExpectedDays, 'roots' | 'variances' | 'expectedScores'> {
  const days = table.roots.rows;
  const expectedScores = new Matrix(days, shapes.columns);
  const variances = new Matrix(days, shapes.columns);
  for (let shape = 0; shape < shapes.columns; shape++) {
    const column = Float64Array.from(scores.getColumn(shape));
    const scale = scaleOf(column, strength[shape] ?? 1);
    const series: ScoreSeries = { scores: column, weekdays: table.weekdays, regressors: table.regressors, breaks };
    const parameters =
      typeof learning === 'number'
        ? learnParameters(series, scale, shape === 0 ? learning : Math.round(learning / 2))
        : learning;
    const { expected, variance } = expectScores(series, parameters, scale);
    for (let day = 0; day < days; day++) {
      expectedScores.set(day, shape, expected[day] as number);
      variances.set(day, shape, variance[day] as number);
    }
  }
  const roots = expectedScores.mmul(shapes.transpose());
  roots.addRowVector([...usual]);
  return { roots, variances, expectedScores };
}

/** Mean square of the scores, drawn to what a first guess says while there are few. */
function scaleOf(scores: Float64Array, guess: number): number {
  const known = scores.filter((score) => !Number.isNaN(score));
  const sum = known.reduce((total, score) => total + score ** 2, 0);
  return Math.max(1e-6, (sum + 2 * guess) / (known.length + 2));
}

const harmonicPairs = 6;
/** A period a little longer than the day's open hours, so that its two ends need not meet. */
const periodStretch = 1.15;

/** Sines and cosines over the day's slots, made orthonormal. */
function harmonicShapes(roots: Matrix, strength: readonly number[]): DayShapes {
  const slots = roots.columns;
  const pairs = Math.min(harmonicPairs, Math.floor((slots - 1) / 2));
  const basis = new Matrix(slots, 1 + 2 * pairs);
  for (let slot = 0; slot < slots; slot++) {
    basis.set(slot, 0, 1);
    for (let pair = 1; pair <= pairs; pair++) {
      const angle = (2 * Math.PI * pair * (slot + 0.5)) / (slots * periodStretch);
      basis.set(slot, 2 * pair - 1, Math.cos(angle));
      basis.set(slot, 2 * pair, Math.sin(angle));
    }
  }
  const shapes = new QrDecomposition(basis).orthogonalMatrix;
  const typical = strength.reduce((sum, variance) => sum + variance, 0) / shapes.columns;
  return { usual: usualDay(roots), shapes, strength: Array.from({ length: shapes.columns }, () => typical) };
}

/** Days of a weekday after which what its shapes leave over is half believed. */
const restHalfDays = 12;
const mostLeftOver = 3;

/** Days × slots: what the shapes leave over on the day's weekday, shrunk. */
function weekdayRest({ roots, weekdays }: DayTable, { usual, shapes }: DayShapes, scores: Matrix): Matrix {
  const sums = Matrix.zeros(7, roots.columns);
  const counts = Matrix.zeros(7, roots.columns);
  const fitted = scores.mmul(shapes.transpose());
  for (let day = 0; day < roots.rows; day++) {
    if (Number.isNaN(scores.get(day, 0))) continue;
    const weekday = weekdays[day] as number;
    for (let slot = 0; slot < roots.columns; slot++) {
      const left = roots.get(day, slot) - (usual[slot] as number) - fitted.get(day, slot);
      if (Number.isNaN(left)) continue;
      sums.set(weekday, slot, sums.get(weekday, slot) + Math.max(-mostLeftOver, Math.min(mostLeftOver, left)));
      counts.set(weekday, slot, counts.get(weekday, slot) + 1);
    }
  }
  const rest = sums.div(counts.add(restHalfDays));
  return rest.selection(
    [...weekdays],
    Array.from({ length: roots.columns }, (_, slot) => slot),
  );
}
