import { Matrix } from 'ml-matrix';
import type { Instant } from '../time/units.ts';
import { conformalWidths, daysCalibrated, type Widths } from './conformalWidth.ts';
import type { CountLaw } from './countLaw.ts';
import { type ExpectedDays, expectDays } from './dayModel.ts';
import type { DriverLag, DriverSeries } from './driver.ts';
import type { ForecastFlag } from './forecast.ts';
import type { QueueHours } from './openSlots.ts';
import type { SpecialDay } from './operatingDays.ts';
import type { SeriesGrid } from './seriesGrid.ts';
import { type SeriesTable, tableOf } from './seriesTable.ts';
import { conditionOnSeen, type DayLaw, scoreCovariance, slotCovariance } from './slotCovariance.ts';

/** An interval to be forecast, with its place in local time. */
export interface IntervalPlace {
  readonly at: Instant;
  /** Local date, days since 1970-01-01. */
  readonly date: number;
  readonly slot: number;
}

export interface SeriesRequest {
  readonly grid: SeriesGrid;
  readonly places: readonly IntervalPlace[];
  readonly intervalSeconds: number;
  readonly specialDays: readonly SpecialDay[];
  readonly hours: QueueHours | undefined;
  readonly drivers: readonly DriverSeries[];
}

export interface SeriesForecast {
  /** One per place; undefined where it is closed. */
  readonly laws: readonly (CountLaw | undefined)[];
  readonly widths: Widths;
  readonly flags: ReadonlySet<ForecastFlag>;
  readonly lags: readonly DriverLag[];
}

/** Volume of one queue and channel in each of the intervals asked for. */
export function forecastSeries(request: SeriesRequest): SeriesForecast {
  const table = tableOf(request);
  if (table.roots.isEmpty()) return nothingComes(request, table);
  const expected = expectDays(table);
  const surprises = surprisesOf(table, expected);
  const slots = slotCovariance(surprises, expected, Math.max(0, table.firstToCome - 1), table.slotSeconds);
  const days = new Map<number, DayLaw>();
  const lawOf = (row: number): DayLaw => {
    const known = days.get(row);
    if (known) return known;
    const made = dayLaw(table, expected, slots, row);
    days.set(row, made);
    return made;
  };
  const laws = lawsOf(request.places, table, (row, slot) => {
    const { expected: roots, covariance } = lawOf(row);
    // What has been seen has no doubt left; rounding may leave less than none.
    return { root: roots[slot] as number, variance: Math.max(0, covariance.get(slot, slot)) };
  });
  const flags = new Set([...table.flags, ...(expected.breaks.size > 0 ? (['level-shift'] as const) : [])]);
  return { laws, widths: widthsOf(request.grid, table, expected.roots, slots), flags, lags: table.lags };
}

/** A history in which nothing ever came, or none of whose days is open: no contact is expected, and nothing is sure. */
export const nothingComes = ({ places }: SeriesRequest, { flags }: SeriesTable): SeriesForecast => ({
  laws: places.map(() => undefined),
  widths: () => 1,
  flags: new Set([...flags, 'cold-start']),
  lags: [],
});

/** The law of each place, from that of the model's slot it lies in; undefined where it is closed. */
export function lawsOf(
  places: readonly IntervalPlace[],
  table: SeriesTable,
  slotLaw: (row: number, slot: number) => CountLaw,
): (CountLaw | undefined)[] {
  return places.map((place) => {
    const row = table.rowOf.get(place.date);
    const slot = Math.floor(place.slot / table.parts) - table.firstSlot;
    if (row === undefined || slot < 0 || slot >= table.roots.columns || !table.isOpen(place)) return undefined;
    return partOf(slotLaw(row, slot), table.shares.get(slot, place.slot % table.parts));
  });
}

const chanceVariance = 0.25;

/** The law of a share of a slot: doubt of the whole shrinks with the share, chance does not. */
function partOf({ root, variance }: CountLaw, share: number): CountLaw {
  const doubt = Math.max(0, variance - chanceVariance);
  return {
    root: Math.sqrt(share) * Math.max(0, root),
    variance: Math.min(variance, chanceVariance) + share * doubt,
  };
}

/** Calibrated on the intervals themselves, not on the model's longer slots. */
export function widthsOf(grid: SeriesGrid, table: SeriesTable, expected: Matrix, slots: Matrix): Widths {
  const from = Math.max(10, table.firstToCome - daysCalibrated);
  const sizes: number[] = [];
  for (let row = from; row < table.firstToCome; row++) {
    const date = ((table.dates[row] as number) - grid.firstDate) * grid.slotsPerDay;
    for (let slot = 0; slot < table.roots.columns; slot++) {
      if (Number.isNaN(table.roots.get(row, slot))) continue;
      const whole = { root: expected.get(row, slot), variance: slots.get(slot, slot) };
      for (let part = 0; part < table.parts; part++) {
        const count = grid.offered[date + (slot + table.firstSlot) * table.parts + part] ?? Number.NaN;
        if (Number.isNaN(count)) continue;
        const law = partOf(whole, table.shares.get(slot, part));
        sizes.push((Math.sqrt(count + chanceVariance) - law.root) / Math.sqrt(law.variance));
      }
    }
  }
  return conformalWidths(sizes, Math.max(0, table.firstToCome - from));
}

/** Days × slots of the past: found roots less expected ones; the first days, of which little could be expected, left out. */
function surprisesOf(table: SeriesTable, expected: ExpectedDays): Matrix {
  const until = table.firstToCome;
  const from = Math.min(10, Math.floor(until / 3));
  const surprises = new Matrix(Math.max(0, until - from), table.roots.columns);
  for (let row = from; row < until; row++)
    for (let slot = 0; slot < table.roots.columns; slot++)
      surprises.set(row - from, slot, table.roots.get(row, slot) - expected.roots.get(row, slot));
  return surprises;
}

/** Doubt grows with the days ahead as the scores' variance does; what is seen of the day already narrows it. */
function dayLaw(table: SeriesTable, expected: ExpectedDays, slots: Matrix, row: number): DayLaw {
  const covariance = slots.clone();
  if (row > table.firstToCome) {
    covariance.add(scoreCovariance(expected, row)).sub(scoreCovariance(expected, Math.max(0, table.firstToCome - 1)));
  }
  const law = { expected: Float64Array.from(expected.roots.getRow(row)), covariance };
  return row < table.firstToCome ? law : conditionOnSeen(law, Float64Array.from(table.roots.getRow(row)));
}
