import { readFileSync } from 'node:fs';
import { CsvError, parse } from 'csv-parse/sync';
import { channelOf } from '../core/contacts/channel.ts';
import type { HistoryRow } from '../core/forecasting/history.ts';
import { type Instant, instant, parseInstant } from '../core/time/units.ts';
import { offsetAt } from '../core/time/zoneOffset.ts';
import { BadInput } from './outcome.ts';

/** A line of a history that could not be used, and why. */
export interface BadLine {
  readonly line: number;
  readonly reason: string;
}

export interface ReadHistory {
  readonly rows: readonly HistoryRow[];
  readonly badLines: readonly BadLine[];
  /** Columns that are none of ours: drivers, if named as such. */
  readonly otherColumns: readonly string[];
  /** Some times as written with their offset from UTC in minutes: what the zone must agree with. */
  readonly offsets: readonly { readonly at: Instant; readonly offsetMinutes: number }[];
}

const numberColumns = ['offered', 'ahtSeconds', 'abandoned', 'waitSeconds', 'callbacks', 'returns'] as const;
const textColumns = ['intervalStart', 'queue', 'channel'] as const;
export type HistoryColumn = (typeof numberColumns)[number] | (typeof textColumns)[number];

/**
 * Where another system keeps what we call so: the name of its column, several whose texts are joined by a blank (a date and
 * a time), or one and the same text for all rows.
 */
export type ColumnMap = {
  readonly [column in HistoryColumn]?: string | readonly string[] | { readonly value: string };
};

export interface HistoryFormat {
  readonly columns: ColumnMap;
  readonly drivers: readonly string[];
  /** Zone of times written without an offset. Undefined: each must have one. */
  readonly timeZone: string | undefined;
}

/**
 * Rows of a HISTORY.csv. A line that is wrong is reported and left out; the rest is used.
 * Throws BadInput when the file cannot be read, is no CSV, lacks a column, or no line at all can be used.
 */
export function readHistory(path: string, format: HistoryFormat): ReadHistory {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new BadInput(`${path} cannot be read. Give the path of a HISTORY.csv.`);
  }
  return parseHistory(text, path, format);
}

type Cells = Readonly<Record<string, string>>;

export function parseHistory(text: string, path: string, format: HistoryFormat): ReadHistory {
  const { records, badLines, header } = readCells(text, path);
  checkColumns(header, path, format);
  const rows: HistoryRow[] = [];
  const offsets = new Map<number, { at: Instant; offsetMinutes: number }>();
  const repeated = new Set<string>();
  for (const { cells, line } of records) {
    const read = readRow(cells, format, repeated);
    if ('reason' in read) badLines.push({ line, reason: read.reason });
    else {
      rows.push(read.row);
      // One sample a day and offset is enough to tell the zone.
      if (read.offsetMinutes !== undefined) {
        const sample = Math.floor(read.row.intervalStart / 86_400_000) * 10_000 + read.offsetMinutes;
        offsets.set(sample, { at: read.row.intervalStart, offsetMinutes: read.offsetMinutes });
      }
    }
  }
  badLines.sort((a, b) => a.line - b.line);
  if (rows.length === 0 && badLines.length > 0) {
    const shown = badLines.slice(0, 5).map(({ line, reason }) => `  line ${line}: ${reason}`);
    throw new BadInput([`${path}: none of its ${badLines.length} lines can be used:`, ...shown].join('\n'));
  }
  const ours = new Set<string>(Object.values(sourcesOf(format.columns)).flat());
  return { rows, badLines, otherColumns: header.filter((name) => !ours.has(name)), offsets: [...offsets.values()] };
}

function readCells(text: string, path: string) {
  const badLines: BadLine[] = [];
  let header: string[] = [];
  try {
    // csv-parse counts a line that ends in \r\n twice.
    const records = parse(text.replaceAll('\r\n', '\n'), {
      bom: true,
      columns: (names: string[]) => {
        header = names.map((name) => name.trim());
        return header;
      },
      info: true,
      skip_empty_lines: true,
      trim: true,
      relax_column_count: true,
      skip_records_with_error: true,
      on_skip: (error: CsvError | undefined) => {
        badLines.push({ line: Number(error?.lines ?? 0), reason: error?.message ?? 'cannot be read.' });
        return undefined;
      },
    }) as unknown as { record: Cells; info: { lines: number } }[];
    return { header, badLines, records: records.map(({ record, info }) => ({ cells: record, line: info.lines })) };
  } catch (error) {
    if (error instanceof CsvError) throw new BadInput(`${path} is not a CSV file: ${error.message}`);
    throw error;
  }
}

/** The columns of the file each of ours is read from; none for a fixed value. */
function sourcesOf(columns: ColumnMap): Record<HistoryColumn, readonly string[]> {
  const all = [...textColumns, ...numberColumns];
  const sources = all.map((column) => {
    const source = columns[column] ?? column;
    if (typeof source === 'string') return [column, [source]] as const;
    return [column, 'value' in source ? [] : source] as const;
  });
  return Object.fromEntries(sources) as unknown as Record<HistoryColumn, readonly string[]>;
}

function checkColumns(header: readonly string[], path: string, { columns, drivers }: HistoryFormat): void {
  const sources = sourcesOf(columns);
  const needed = [...textColumns, 'offered' as const, ...(Object.keys(columns) as HistoryColumn[])];
  const missing = [...new Set([...needed.flatMap((column) => sources[column]), ...drivers])].filter(
    (name) => !header.includes(name),
  );
  if (missing.length === 0) return;
  throw new BadInput(
    `${path}: expected a column ${missing.map((name) => `"${name}"`).join(' and ')}, got ${header.map((name) => `"${name}"`).join(', ') || 'none'}. ` +
      `Add it, or say with --columns map.json where it is: { "${missing[0]}": "name in your file" }.`,
  );
}

type ReadRow = { row: HistoryRow; offsetMinutes: number | undefined } | { reason: string };

function readRow(cells: Cells, format: HistoryFormat, repeated: Set<string>): ReadRow {
  const sources = sourcesOfCached(format.columns);
  const textOf = (column: HistoryColumn): string => {
    const source = format.columns[column];
    if (typeof source === 'object' && 'value' in source) return source.value;
    return sources[column]
      .map((name) => cells[name] ?? '')
      .join(' ')
      .trim();
  };
  const queue = textOf('queue');
  if (queue === '') return { reason: 'queue: expected a name, got nothing.' };
  const channel = channelOf(textOf('channel'));
  if (!channel) return { reason: `channel: expected voice or chat, got "${textOf('channel')}".` };
  const time = readTime(textOf('intervalStart'), format.timeZone, `${queue}#${channel}`, repeated);
  if ('reason' in time) return time;
  const numbers: Partial<Record<(typeof numberColumns)[number], number>> = {};
  for (const column of numberColumns) {
    const read = readNumber(textOf(column));
    if (read === 'wrong') return { reason: `${column}: expected a number of at least 0, got "${textOf(column)}".` };
    if (read !== undefined) numbers[column] = read;
  }
  const drivers: Record<string, number> = {};
  for (const name of format.drivers) {
    const read = readNumber(cells[name] ?? '');
    if (read === 'wrong') return { reason: `${name}: expected a number of at least 0, got "${cells[name]}".` };
    if (read !== undefined) drivers[name] = read;
  }
  if (numbers.offered === undefined && Object.keys(drivers).length === 0)
    return { reason: 'offered: expected a number of at least 0, got nothing.' };
  const row = { intervalStart: time.at, queue, channel, ...numbers };
  return {
    row: Object.keys(drivers).length > 0 ? { ...row, drivers } : row,
    offsetMinutes: time.offsetMinutes,
  };
}

let cached: { columns: ColumnMap; sources: Record<HistoryColumn, readonly string[]> } | undefined;

/** A file has one map and very many lines. */
function sourcesOfCached(columns: ColumnMap): Record<HistoryColumn, readonly string[]> {
  if (cached?.columns !== columns) cached = { columns, sources: sourcesOf(columns) };
  return cached.sources;
}

function readNumber(text: string): number | undefined | 'wrong' {
  if (text === '') return undefined;
  const value = Number(text);
  return value >= 0 && value < Number.POSITIVE_INFINITY ? value : 'wrong';
}

const timePattern = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?$/;

function readTime(
  text: string,
  timeZone: string | undefined,
  series: string,
  repeated: Set<string>,
): { at: Instant; offsetMinutes: number | undefined } | { reason: string } {
  const expected = 'intervalStart: expected an ISO 8601 time with offset such as 2026-03-02T09:15:00+01:00';
  const match = timePattern.exec(text);
  if (!match) return { reason: `${expected}, got "${text}".` };
  const [, date = '', clock = '', zone] = match;
  const local = parseInstant(`${date}T${clock}Z`);
  if (local === undefined || !new Date(local).toISOString().startsWith(date))
    return { reason: `intervalStart: there is no ${text}.` };
  if (zone === 'Z') return { at: local, offsetMinutes: 0 };
  if (zone !== undefined) {
    const sign = zone.startsWith('-') ? -1 : 1;
    const offsetMinutes = sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
    return { at: instant(local - offsetMinutes * 60_000), offsetMinutes };
  }
  if (timeZone === undefined)
    return { reason: `${expected}, got "${text}". Add the offset, or say --time-zone Europe/Vienna.` };
  const at = local - offsetAt(timeZone, local - offsetAt(timeZone, local));
  if (at + offsetAt(timeZone, at) !== local)
    return { reason: `intervalStart: the clocks of ${timeZone} jump over ${text}.` };
  // In the hour that comes twice in autumn the second row of a time is the second time it came.
  const again = [3_600_000, 1_800_000]
    .map((later) => at + later)
    .find((later) => later + offsetAt(timeZone, later) === local);
  const earlier = [3_600_000, 1_800_000]
    .map((sooner) => at - sooner)
    .find((sooner) => sooner + offsetAt(timeZone, sooner) === local);
  const [first, second] = earlier === undefined ? [at, again] : [earlier, at];
  if (second === undefined) return { at: instant(first), offsetMinutes: undefined };
  const name = `${series} ${local}`;
  if (repeated.has(name)) return { at: instant(second), offsetMinutes: undefined };
  repeated.add(name);
  return { at: instant(first), offsetMinutes: undefined };
}
