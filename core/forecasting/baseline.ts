import { Matrix } from 'ml-matrix';
import { expectHarmonics } from './dayModel.ts';
import { lawsOf, nothingComes, type SeriesForecast, type SeriesRequest, widthsOf } from './seriesForecast.ts';
import { type SeriesTable, tableOf } from './seriesTable.ts';

/**
 * Methods to compare with. `seasonal-naive`: the same weekday a week before. `six-week-mean`: the mean of the last six of that
 * weekday. `harmonic`: harmonic regression with weekday and calendar effects. `holt-profile`: day totals by exponential
 * smoothing with a weekly season, split by the weekday's usual profile. But for the first, all are multiplied within a day by
 * the root of the ratio seen so far, the damped update that planners use.
 */
export const baselineMethods = ['seasonal-naive', 'six-week-mean', 'harmonic', 'holt-profile'] as const;
export type BaselineMethod = (typeof baselineMethods)[number];

const weeksInMean = 6;
/** Days whose errors tell how wide a baseline must be. */
const daysOfErrors = 30;
const chanceVariance = 0.25;

export function forecastByBaseline(method: BaselineMethod, request: SeriesRequest): SeriesForecast {
  const table = tableOf(request);
  if (table.roots.isEmpty()) return nothingComes(request, table);
  const expected = expectCounts(method, table);
  const roots = expected.clone().apply(function (row, slot) {
    this.set(row, slot, Math.sqrt(Math.max(0, this.get(row, slot))));
  });
  const variance = errorVariance(table, roots);
  const factor = method === 'seasonal-naive' ? 1 : ratioSoFar(table, expected);
  const slots = Matrix.diag(Array.from({ length: roots.columns }, () => variance));
  const doubt = Math.max(0, variance - chanceVariance);
  const laws = lawsOf(request.places, table, (row, slot) => {
    const mean = Math.max(0, expected.get(row, slot)) * (row === table.firstToCome ? factor : 1);
    return { root: Math.sqrt(Math.max(0, mean - doubt)), variance };
  });
  return { laws, widths: widthsOf(request.grid, table, roots, slots), flags: table.flags, lags: [] };
}

/** Days × slots: the count the method gives each day from the days before it, and each day to come from all. */
function expectCounts(method: BaselineMethod, table: SeriesTable): Matrix {
  switch (method) {
    case 'seasonal-naive':
      return meanOfWeekdays(table, 1);
    case 'six-week-mean':
      return meanOfWeekdays(table, weeksInMean);
    case 'harmonic':
      return squares(expectHarmonics(table));
    case 'holt-profile':
      return totalsByProfile(table);
    default:
      return method satisfies never;
  }
}

const squares = (roots: Matrix): Matrix => Matrix.mul(roots, roots);

const countAt = ({ roots }: SeriesTable, row: number, slot: number): number => roots.get(row, slot) ** 2 - 0.25;

function meanOfWeekdays(table: SeriesTable, weeks: number): Matrix {
  const { weekdays, roots, firstToCome } = table;
  const means = Matrix.zeros(roots.rows, roots.columns);
  for (let row = 0; row < roots.rows; row++) {
    const before: number[] = [];
    for (let other = Math.min(row, firstToCome) - 1; other >= 0 && before.length < 2 * weeks; other--)
      if (weekdays[other] === weekdays[row]) before.push(other);
    for (let slot = 0; slot < roots.columns; slot++) {
      const counts = before.map((other) => countAt(table, other, slot)).filter((count) => !Number.isNaN(count));
      const used = counts.slice(0, weeks);
      means.set(row, slot, used.reduce((sum, count) => sum + count, 0) / Math.max(1, used.length));
    }
  }
  return means;
}

const levelGain = 0.2;
const seasonGain = 0.15;

/** Exponential smoothing of day totals, level and multiplicative weekly season (Holt–Winters without a trend). */
function totalsByProfile(table: SeriesTable): Matrix {
  const profile = meanOfWeekdays(table, weeksInMean);
  const season = new Float64Array(7).fill(1);
  let level = Number.NaN;
  for (let row = 0; row < profile.rows; row++) {
    const weekday = table.weekdays[row] as number;
    const usual = profile.getRow(row).reduce((sum, count) => sum + count, 0);
    const factor = Number.isNaN(level) ? 1 : level * (season[weekday] as number);
    const own = totalOf(table, row);
    if (row >= table.firstToCome || !Number.isNaN(level)) {
      for (let slot = 0; slot < profile.columns; slot++)
        profile.set(row, slot, usual > 0 ? (profile.get(row, slot) / usual) * factor : 0);
    }
    if (Number.isNaN(own) || row >= table.firstToCome) continue;
    if (Number.isNaN(level)) {
      level = own;
      continue;
    }
    const before = level;
    level += levelGain * (own / (season[weekday] as number) - level);
    season[weekday] =
      (season[weekday] as number) + seasonGain * (own / Math.max(1e-9, before) - (season[weekday] as number));
  }
  return profile;
}

/** NaN unless the day is known. */
function totalOf(table: SeriesTable, row: number): number {
  const counts = table.roots.getRow(row).flatMap((root) => (Number.isNaN(root) ? [] : [root ** 2 - 0.25]));
  return counts.length === 0 ? Number.NaN : counts.reduce((sum, count) => sum + count, 0);
}

function errorVariance(table: SeriesTable, roots: Matrix): number {
  const squares: number[] = [];
  for (let row = Math.max(7, table.firstToCome - daysOfErrors); row < table.firstToCome; row++)
    for (let slot = 0; slot < roots.columns; slot++) {
      const error = table.roots.get(row, slot) - roots.get(row, slot);
      if (!Number.isNaN(error)) squares.push(error ** 2);
    }
  if (squares.length === 0) return 1;
  return Math.max(chanceVariance, squares.reduce((sum, square) => sum + square, 0) / squares.length);
}

/** √(seen today / expected of the same slots); 1 where today is not begun. */
function ratioSoFar(table: SeriesTable, expected: Matrix): number {
  let [seen, usual] = [0, 0];
  if (table.firstToCome >= table.roots.rows) return 1;
  for (let slot = 0; slot < table.roots.columns; slot++) {
    const count = countAt(table, table.firstToCome, slot);
    if (Number.isNaN(count)) continue;
    seen += count;
    usual += expected.get(table.firstToCome, slot);
  }
  return usual > 0 && seen > 0 ? Math.sqrt(Math.min(16, seen / usual)) : 1;
}
