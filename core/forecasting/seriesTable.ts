import { Matrix } from 'ml-matrix';
import { usualDay } from './dayShapes.ts';
import type { DayTable } from './dayTable.ts';
import { type DriverLag, driverEffects, weekdaysOf } from './driver.ts';
import type { ForecastFlag } from './forecast.ts';
import { openSlotsSeen, opensWithin } from './openSlots.ts';
import { calendarEffects } from './operatingDays.ts';
import { tameOutliers } from './outlier.ts';
import { calendarOf, type SeriesCalendar } from './seriesCalendar.ts';
import type { IntervalPlace, SeriesRequest } from './seriesForecast.ts';
import type { SeriesGrid } from './seriesGrid.ts';

/** A series as its model sees it: working days × slots of half an hour (or an hour), and how those split into intervals. */
export interface SeriesTable extends DayTable {
  readonly dates: readonly number[];
  readonly rowOf: ReadonlyMap<number, number>;
  /** First row that is not wholly known: today, or the first day to come. */
  readonly firstToCome: number;
  readonly firstSlot: number;
  readonly slotSeconds: number;
  /** Intervals per slot. */
  readonly parts: number;
  /** Slots × parts: share of the slot's contacts that come in each of its intervals. */
  readonly shares: Matrix;
  readonly isOpen: (place: IntervalPlace) => boolean;
  readonly flags: ReadonlySet<ForecastFlag>;
  readonly lags: readonly DriverLag[];
}

/** Half an hour: finer slots are mostly chance, and a day of them would cost more than it tells. */
const modelSlotSeconds = 1800;
const root = (count: number): number => Math.sqrt(count + 0.25);

export function tableOf(request: SeriesRequest): SeriesTable {
  const { grid, intervalSeconds } = request;
  const flags = new Set<ForecastFlag>(grid.flags);
  const slotSeconds = Math.max(modelSlotSeconds, intervalSeconds);
  const parts = slotSeconds / intervalSeconds;
  const counts = coarsen(grid, parts);
  const slotsPerDay = grid.slotsPerDay / parts;
  const seen = openSlotsSeen(grid, request.places[0]?.date);
  const calendar = calendarOf(request, seen);
  const dates = datesOf(request, calendar);
  const used = slotsUsed(seen, grid.slotsPerDay, parts);
  const { from: firstSlot, until } = used;
  const roots = new Matrix(dates.length, until - firstSlot);
  for (const [row, date] of dates.entries())
    for (let slot = firstSlot; slot < until; slot++)
      roots.set(row, slot - firstSlot, root(counts[(date - grid.firstDate) * slotsPerDay + slot] ?? Number.NaN));
  const weekdays = weekdaysOf(dates);
  const kinds = dates.map(calendar.kindOf);
  const open = (row: number, slot: number): boolean =>
    slotOpen(seen, grid.slotsPerDay, kinds[row] as number, (slot + firstSlot) * parts, parts);
  maskClosed(roots, open);
  const firstToCome = firstRowToCome(roots, open, dates, grid);
  if (tameOutliers(roots, weekdays, firstToCome)) flags.add('outliers');
  if (hasGaps(roots, open, firstToCome)) flags.add('gaps');
  const driven = driverEffects({ dates, levels: levelsOf(roots, firstToCome), weekdays, firstToCome }, request.drivers);
  for (const flag of driven.flags) flags.add(flag);
  return {
    roots,
    weekdays,
    regressors: regressorsOf(calendarEffects(calendar, dates), driven.columns, firstToCome),
    dates,
    rowOf: new Map(dates.map((date, row) => [date, row])),
    firstToCome,
    firstSlot,
    slotSeconds,
    parts,
    shares: sharesOf(grid, used, parts),
    isOpen: ({ at, date, slot }) =>
      request.hours === undefined
        ? calendar.opens(date) && slotOpen(seen, grid.slotsPerDay, calendar.kindOf(date), slot, 1)
        : opensWithin(request.hours, at, intervalSeconds),
    flags,
    lags: driven.lags,
  };
}

/** Sums of `parts` neighbouring slots; one of which less than half is known is not known, else what is known stands for all. */
export function coarsen({ offered }: SeriesGrid, parts: number): Float64Array {
  if (parts === 1) return offered;
  return Float64Array.from({ length: offered.length / parts }, (_, cell) => {
    let [sum, known] = [0, 0];
    for (let part = 0; part < parts; part++) {
      const count = offered[cell * parts + part] as number;
      if (Number.isNaN(count)) continue;
      sum += count;
      known++;
    }
    return known < parts / 2 ? Number.NaN : (sum * parts) / known;
  });
}

/** Working dates from the history's first to the last to be forecast. */
function datesOf({ grid, places }: SeriesRequest, calendar: SeriesCalendar): number[] {
  const last = places.reduce((latest, { date }) => Math.max(latest, date), grid.firstDate + grid.dates - 1);
  const dates: number[] = [];
  for (let date = grid.firstDate; date <= last; date++) if (calendar.opens(date)) dates.push(date);
  return dates;
}

/** The slots in which anything ever comes; all of them where nothing did. */
function slotsUsed(seen: Uint8Array, slotsPerDay: number, parts: number): { from: number; until: number } {
  const used = Array.from({ length: slotsPerDay / parts }, (_, slot) => slot).filter((slot) =>
    [0, 1, 2, 3, 4, 5, 6].some((weekday) => slotOpen(seen, slotsPerDay, weekday, slot * parts, parts)),
  );
  return { from: used[0] ?? 0, until: (used.at(-1) ?? slotsPerDay / parts - 1) + 1 };
}

function slotOpen(seen: Uint8Array, slotsPerDay: number, weekday: number, from: number, parts: number): boolean {
  const start = weekday * slotsPerDay + from;
  return seen.subarray(start, start + parts).includes(1);
}

/** Closed slots hold nothing to learn from: a zero there is no low volume. */
function maskClosed(roots: Matrix, open: (row: number, slot: number) => boolean): void {
  for (let row = 0; row < roots.rows; row++)
    for (let slot = 0; slot < roots.columns; slot++) if (!open(row, slot)) roots.set(row, slot, Number.NaN);
}

/** The row of the last known date if its last open slot is still to come, else the row after it. */
function firstRowToCome(
  roots: Matrix,
  open: (row: number, slot: number) => boolean,
  dates: readonly number[],
  { firstDate, dates: known }: SeriesGrid,
): number {
  const lastKnown = firstDate + known - 1;
  const after = dates.findIndex((date) => date > lastKnown);
  const next = after < 0 ? dates.length : after;
  const row = next - 1;
  if (row < 0 || dates[row] !== lastKnown) return next;
  for (let slot = roots.columns - 1; slot >= 0; slot--)
    if (open(row, slot)) return Number.isNaN(roots.get(row, slot)) ? row : next;
  return next;
}

function hasGaps(roots: Matrix, open: (row: number, slot: number) => boolean, until: number): boolean {
  for (let row = 0; row < until; row++)
    for (let slot = 0; slot < roots.columns; slot++)
      if (open(row, slot) && Number.isNaN(roots.get(row, slot))) return true;
  return false;
}

/** A day's volume in one number: how far its known slots lie above the usual, on average. */
function levelsOf(roots: Matrix, until: number): Float64Array {
  const usual = usualDay(roots);
  return Float64Array.from({ length: roots.rows }, (_, row) => {
    if (row >= until) return Number.NaN;
    let [sum, known] = [0, 0];
    for (let slot = 0; slot < roots.columns; slot++) {
      const value = roots.get(row, slot);
      if (Number.isNaN(value)) continue;
      sum += value - (usual[slot] as number);
      known++;
    }
    return known < roots.columns / 4 ? Number.NaN : sum / known;
  });
}

/** Side by side, without what never happened yet: nothing could be learned of it. */
function regressorsOf(calendar: Matrix, drivers: Matrix, until: number): Matrix {
  const happened = Array.from({ length: calendar.columns }, (_, column) => column).filter((column) =>
    calendar
      .getColumn(column)
      .slice(0, until)
      .some((value) => value !== 0),
  );
  const rows = Array.from({ length: calendar.rows }, (_, row) => row);
  const both = Matrix.zeros(calendar.rows, happened.length + drivers.columns);
  if (happened.length > 0) both.setSubMatrix(calendar.selection(rows, happened), 0, 0);
  if (drivers.columns > 0) both.setSubMatrix(drivers, 0, happened.length);
  return both;
}

/** Contacts of a slot after which its own split is half believed against that of its neighbourhood. */
const splitHalfCount = 200;

/** Split of each slot into its intervals: what was counted, drawn to a straight line through the neighbouring slots. */
function sharesOf(grid: SeriesGrid, used: { from: number; until: number }, parts: number): Matrix {
  const slots = used.until - used.from;
  if (parts === 1) return Matrix.ones(slots, 1);
  const sums = Matrix.zeros(slots, parts);
  for (let date = 0; date < grid.dates; date++)
    for (let slot = 0; slot < slots; slot++) {
      const from = date * grid.slotsPerDay + (slot + used.from) * parts;
      const counts = grid.offered.subarray(from, from + parts);
      if (counts.some(Number.isNaN)) continue;
      for (const [part, count] of counts.entries()) sums.set(slot, part, sums.get(slot, part) + count);
    }
  const totals = Array.from({ length: slots }, (_, slot) => sums.getRow(slot).reduce((sum, count) => sum + count, 0));
  const shares = new Matrix(slots, parts);
  for (let slot = 0; slot < slots; slot++) {
    const total = totals[slot] as number;
    const before = totals[slot - 1] || total;
    const after = totals[slot + 1] || total;
    const slope = total === 0 ? 0 : Math.max(-1, Math.min(1, (after - before) / (2 * total)));
    for (let part = 0; part < parts; part++) {
      const straight = (1 + slope * ((part + 0.5) / parts - 0.5)) / parts;
      shares.set(slot, part, (sums.get(slot, part) + splitHalfCount * straight) / (total + splitHalfCount));
    }
  }
  return shares;
}
