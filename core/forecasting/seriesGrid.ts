import type { Channel } from '../contacts/channel.ts';
import type { Instant } from '../time/units.ts';
import type { LocalMs } from '../time/zoneOffset.ts';
import type { ForecastFlag } from './forecast.ts';
import type { HistoryRow } from './history.ts';

const dayMs = 86_400_000;

/** One queue and channel as days × slots of local time: a day has as many slots each day, also when the clocks change. */
export interface SeriesGrid {
  readonly queue: string;
  readonly channel: Channel;
  /** Local date of the first row, in days since 1970-01-01. */
  readonly firstDate: number;
  readonly dates: number;
  readonly slotsPerDay: number;
  /** Dates × slots, row by row. NaN: not known. */
  readonly offered: Float64Array;
  /** The sound rows with their places, for what is learned beside volume. */
  readonly placed: readonly PlacedRow[];
  readonly flags: ReadonlySet<ForecastFlag>;
}

export interface PlacedRow {
  readonly row: HistoryRow;
  readonly date: number;
  readonly slot: number;
}

export interface GridShape {
  readonly localOf: (at: Instant) => LocalMs;
  readonly intervalSeconds: number;
  /** Length of the history's own intervals. */
  readonly rowSeconds: number;
  /** Rows that end later are not looked at. */
  readonly knownUntil: Instant;
}

/** More than this in one interval is a fault of the recording in any center. */
const mostOffered = 1e7;
/** Dates further from the newest than this are not looked at: older days teach nothing, and a stray year would fill memory. */
const longestDays = 1100;

/** Rows of the same queue and channel → their grid. Undefined where no row is sound. */
export function gridOf(rows: readonly HistoryRow[], shape: GridShape): SeriesGrid | undefined {
  const flags = new Set<ForecastFlag>();
  const sound = soundRows(rows, shape, flags);
  const [first] = sound;
  if (!first) return undefined;
  const slotsPerDay = 86_400 / shape.intervalSeconds;
  const placed = sound.map((row): PlacedRow => {
    const local = shape.localOf(row.intervalStart);
    const date = Math.floor(local / dayMs);
    return { row, date, slot: Math.floor((local - date * dayMs) / (1000 * shape.intervalSeconds)) };
  });
  const newest = placed.reduce((latest, { date }) => Math.max(latest, date), Number.NEGATIVE_INFINITY);
  const recent = placed.filter(({ date }) => date > newest - longestDays);
  const firstDate = recent.reduce((earliest, { date }) => Math.min(earliest, date), newest);
  const dates = newest - firstDate + 1;
  const offered = gatherSlots(recent, firstDate, dates, slotsPerDay, shape);
  const grid = {
    queue: first.queue,
    channel: first.channel,
    firstDate,
    dates,
    slotsPerDay,
    offered,
    placed: recent,
    flags,
  };
  if (!recent.some(({ row }) => row.offered === 0))
    fillOmittedZeros(grid, lastKnownSlot(recent, firstDate, slotsPerDay));
  return grid;
}

/** Rows that can be used, in order of time, one per interval: of doubles the last stands. */
function soundRows(rows: readonly HistoryRow[], shape: GridShape, flags: Set<ForecastFlag>): HistoryRow[] {
  const byStart = new Map<number, HistoryRow>();
  for (const row of rows) {
    if (row.offered === undefined) continue;
    const sane = Number.isFinite(row.intervalStart) && row.offered >= 0 && row.offered <= mostOffered;
    if (!sane) {
      flags.add('history-repaired');
      continue;
    }
    if (row.intervalStart + 1000 * shape.rowSeconds > shape.knownUntil) continue;
    if (byStart.has(row.intervalStart)) flags.add('history-repaired');
    byStart.set(row.intervalStart, row);
  }
  return [...byStart.values()].sort((a, b) => a.intervalStart - b.intervalStart);
}

/**
 * Sums finer rows and spreads coarser ones. A slot of which some rows are missing counts as if they were like the rest;
 * an hour that comes twice in autumn counts as its mean.
 */
function gatherSlots(
  placed: readonly PlacedRow[],
  firstDate: number,
  dates: number,
  slotsPerDay: number,
  { intervalSeconds, rowSeconds }: GridShape,
): Float64Array {
  const sums = new Float64Array(dates * slotsPerDay);
  const counts = new Float64Array(dates * slotsPerDay);
  const spread = Math.max(1, Math.round(rowSeconds / intervalSeconds));
  const expected = Math.max(1, Math.round(intervalSeconds / rowSeconds));
  for (const { row, date, slot } of placed) {
    for (let part = 0; part < spread; part++) {
      const cell = (date - firstDate) * slotsPerDay + slot + part;
      if (cell >= sums.length) break;
      sums[cell] = (sums[cell] as number) + (row.offered ?? 0) / spread;
      counts[cell] = (counts[cell] as number) + 1;
    }
  }
  return sums.map((sum, cell) => {
    const count = counts[cell] as number;
    return count < expected / 2 ? Number.NaN : (sum * expected) / count;
  });
}

function lastKnownSlot(placed: readonly PlacedRow[], firstDate: number, slotsPerDay: number): number {
  return placed.reduce((last, { date, slot }) => Math.max(last, (date - firstDate) * slotsPerDay + slot), 0);
}

/** Volume below which an interval without a contact is no wonder. P(0) of a Poisson law is then above 1 in 1000. */
const wonderVolume = 7;

/**
 * Many systems leave out intervals without contacts. Where a history never says 0, an interval missing from a day that has
 * others is taken for 0 if that is no wonder, for a gap if it is.
 */
function fillOmittedZeros(grid: SeriesGrid, until: number): void {
  const { offered, dates, slotsPerDay, firstDate } = grid;
  const daysOf = new Float64Array(7);
  const sums = new Float64Array(7 * slotsPerDay);
  const used: number[] = [];
  for (let date = 0; date < dates; date++) {
    const from = date * slotsPerDay;
    if (!offered.subarray(from, from + slotsPerDay).some((count) => !Number.isNaN(count))) continue;
    used.push(date);
    const weekday = weekdayOf(firstDate + date);
    daysOf[weekday] = (daysOf[weekday] as number) + 1;
    for (let slot = 0; slot < slotsPerDay; slot++) {
      const cell = weekday * slotsPerDay + slot;
      sums[cell] = (sums[cell] as number) + (offered[from + slot] || 0);
    }
  }
  for (const date of used) {
    const weekday = weekdayOf(firstDate + date);
    for (let slot = 0; slot < slotsPerDay; slot++) {
      const cell = date * slotsPerDay + slot;
      const usual = (sums[weekday * slotsPerDay + slot] as number) / (daysOf[weekday] as number);
      if (Number.isNaN(offered[cell]) && cell <= until && usual > 0 && usual < wonderVolume) offered[cell] = 0;
    }
  }
}

/** 0 Sunday … 6 Saturday of a date in days since 1970-01-01, a Thursday. */
export const weekdayOf = (date: number): number => (((date + 4) % 7) + 7) % 7;

/** The length that most neighbouring rows are apart, in seconds; `otherwise` where there is no telling. */
export function rowSecondsOf(rows: readonly HistoryRow[], otherwise: number): number {
  const starts = [...new Set(rows.map((row) => row.intervalStart).filter(Number.isFinite))].sort((a, b) => a - b);
  const times = new Map<number, number>();
  for (let index = 1; index < starts.length; index++) {
    const apart = ((starts[index] as number) - (starts[index - 1] as number)) / 1000;
    if (apart >= 60 && apart <= 86_400) times.set(apart, (times.get(apart) ?? 0) + 1);
  }
  const [commonest] = [...times].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return commonest?.[0] ?? otherwise;
}
