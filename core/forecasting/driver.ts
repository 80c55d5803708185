import { Matrix } from 'ml-matrix';
import type { ForecastFlag } from './forecast.ts';
import type { HistoryRow } from './history.ts';
import { filterScores } from './scoreFilter.ts';
import { usualParameters } from './scoreModel.ts';
import { weekdayOf } from './seriesGrid.ts';

/** Something outside that moves volume, by local date in days since 1970-01-01: past values and, where known, planned ones. */
export interface DriverSeries {
  readonly name: string;
  readonly values: ReadonlyMap<number, number>;
}

/** How a driver reaches a series: so many days before; `working` counts only days on which the series is open. */
export interface DriverLag {
  readonly driver: string;
  readonly days: number;
  readonly working: boolean;
}

export interface DriverEffects {
  /** Days × drivers used, standardised. */
  readonly columns: Matrix;
  readonly lags: readonly DriverLag[];
  readonly flags: ReadonlySet<ForecastFlag>;
}

export interface DrivenDays {
  /** Dates of the table's rows, days to come at the end. */
  readonly dates: readonly number[];
  /** One number per day that stands for its volume; NaN where unknown. */
  readonly levels: Float64Array;
  readonly weekdays: Int8Array;
  /** First row that is to be forecast. */
  readonly firstToCome: number;
}

const longestLag = 7;
const leastDays = 15;
/**
 * How surely a driver must be tied to volume to be used: its correlation with what volume alone cannot explain, times √days.
 * Of 13 lags tried on a driver that has nothing to do with it, the best exceeds this less than once in a hundred.
 */
const leastEvidence = 3.5;
/** A driver is believed more readily than a calendar effect, of which few days tell. */
const columnScale = 2;

/** Daily values of a driver from the history's rows: the mean of what the rows of a day say, rows to come included. */
export function driversOf(
  rows: readonly HistoryRow[],
  names: readonly string[],
  dateOf: (row: HistoryRow) => number,
): DriverSeries[] {
  return names.map((name) => {
    const sums = new Map<number, { sum: number; count: number }>();
    for (const row of rows) {
      const value = row.drivers?.[name];
      if (value === undefined || !Number.isFinite(value) || !Number.isFinite(row.intervalStart)) continue;
      const date = dateOf(row);
      const day = sums.get(date) ?? { sum: 0, count: 0 };
      sums.set(date, { sum: day.sum + value, count: day.count + 1 });
    }
    return { name, values: new Map([...sums].map(([date, { sum, count }]) => [date, sum / count])) };
  });
}

/** Regressors of the drivers that prove to move this series, each at the lag that explains most. */
export function driverEffects(days: DrivenDays, drivers: readonly DriverSeries[]): DriverEffects {
  const flags = new Set<ForecastFlag>();
  const columns: number[][] = [];
  const lags: DriverLag[] = [];
  const surprises = drivers.length === 0 ? new Float64Array() : surprisesOf(days.levels, days.weekdays);
  for (const driver of drivers) {
    if (driver.values.size < leastDays) {
      flags.add('driver-missing');
      continue;
    }
    const lag = bestLag(days, driver, surprises);
    if (lag === undefined) continue;
    const values = lagged(days.dates, driver, lag);
    const toCome = values.slice(days.firstToCome);
    if (toCome.length > 0 && toCome.every(Number.isNaN)) {
      flags.add('driver-missing');
      continue;
    }
    if (values.slice(Math.max(0, days.firstToCome - longestLag)).some(Number.isNaN)) flags.add('driver-late');
    columns.push(standardised(values, days.weekdays));
    lags.push(lag);
  }
  const matrix = Matrix.zeros(days.dates.length, columns.length);
  for (const [column, values] of columns.entries()) matrix.setColumn(column, values);
  return { columns: matrix, lags, flags };
}

function bestLag(days: DrivenDays, driver: DriverSeries, surprises: Float64Array): DriverLag | undefined {
  let best: { lag: DriverLag; evidence: number } | undefined;
  for (const working of [false, true])
    for (let back = working ? 1 : 0; back <= longestLag; back++) {
      const lag = { driver: driver.name, days: back, working };
      const values = roots(lagged(days.dates, driver, lag));
      const evidence = evidenceOf(surprisesOf(values, days.weekdays), surprises);
      if (evidence > (best?.evidence ?? leastEvidence)) best = { lag, evidence };
    }
  return best?.lag;
}

/** What a day's value differs by from what the days before led to expect: weekday and level are taken off. */
function surprisesOf(values: Float64Array, weekdays: Int8Array): Float64Array {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return values;
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const scores = values.map((value) => value - mean);
  const scale = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length || 1;
  const { expected } = filterScores(
    { scores, weekdays, regressors: Matrix.zeros(values.length, 0) },
    usualParameters,
    scale,
  );
  return scores.map((score, day) => score - (expected[day] as number));
}

/** |correlation| · √days, surprises ranked beyond three spreads cut; the first two weeks only teach. */
function evidenceOf(first: Float64Array, second: Float64Array): number {
  const pairs = [...first.keys()]
    .map((day) => [first[day] as number, second[day] as number] as const)
    .filter(([a, b]) => !Number.isNaN(a) && !Number.isNaN(b))
    .slice(5);
  if (pairs.length < leastDays) return 0;
  const cut = (values: readonly number[]): number[] => {
    const spread = 4.4 * ([...values].map(Math.abs).sort((a, b) => a - b)[values.length >> 1] ?? 0) || 1;
    return values.map((value) => Math.max(-spread, Math.min(spread, value)));
  };
  const [left, right] = [cut(pairs.map(([a]) => a)), cut(pairs.map(([, b]) => b))];
  let [cross, leftSquare, rightSquare] = [0, 0, 0];
  for (const [index, a] of left.entries()) {
    const b = right[index] as number;
    cross += a * b;
    leftSquare += a * a;
    rightSquare += b * b;
  }
  const correlation = Math.abs(cross) / (Math.sqrt(leftSquare * rightSquare) || 1);
  // Student's form: a perfect tie is endless evidence.
  return correlation * Math.sqrt((pairs.length - 2) / Math.max(1e-6, 1 - correlation ** 2));
}

const roots = (values: Float64Array): Float64Array => values.map((value) => Math.sqrt(Math.max(0, value)));

/** The driver's value that reaches each date; NaN where it is not known. */
export function lagged(dates: readonly number[], driver: DriverSeries, { days, working }: DriverLag): Float64Array {
  return Float64Array.from(dates, (date, row) => {
    const source = working ? dates[row - days] : date - days;
    return (source === undefined ? undefined : driver.values.get(source)) ?? Number.NaN;
  });
}

/** Roots in units of their spread; a value not known is that of the weekday in the last weeks it was. */
function standardised(values: Float64Array, weekdays: Int8Array): number[] {
  const known = roots(values).filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const spread = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length) || 1;
  const lately: number[][] = Array.from({ length: 7 }, () => []);
  return [...roots(values)].map((value, day) => {
    const own = lately[weekdays[day] as number] as number[];
    if (!Number.isNaN(value)) own.push(value);
    const recent = own.slice(-4);
    const used = Number.isNaN(value) ? recent.reduce((sum, other) => sum + other, 0) / recent.length : value;
    return Number.isNaN(used) ? 0 : (columnScale * (used - mean)) / spread;
  });
}

export const weekdaysOf = (dates: readonly number[]): Int8Array => Int8Array.from(dates, weekdayOf);
