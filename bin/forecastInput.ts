import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import * as z from 'zod';
import type { ForecastQueue, ForecastRequest } from '../core/forecasting/forecastVolume.ts';
import { rowSecondsOf } from '../core/forecasting/seriesGrid.ts';
import type { Settings } from '../core/settings/schema.ts';
import type { Instant } from '../core/time/units.ts';
import { offsetAt } from '../core/time/zoneOffset.ts';
import { type ColumnMap, type ReadHistory, readHistory } from './historyFile.ts';
import { BadInput } from './outcome.ts';
import { readSettings } from './settingsFile.ts';

/** Options that `forecast` and `backtest` share. */
export interface HistoryOptions {
  settings?: string;
  columns?: string;
  timeZone?: string;
  interval?: number;
  driver?: string[];
  special?: string[];
}

export type ForecastInput = Pick<
  ForecastRequest,
  'history' | 'intervalSeconds' | 'timeZone' | 'queues' | 'specialDays' | 'drivers'
>;

/** The history with what settings and options say of it; reports lines left out on stderr. Throws BadInput. */
export function readForecastInput(
  path: string,
  options: HistoryOptions,
  alsoAt: readonly { at: Instant; offsetMinutes: number }[],
): ForecastInput {
  const settings = options.settings === undefined ? undefined : readSettings(options.settings);
  const drivers = [...new Set([...(options.driver ?? []), ...(settings?.forecasting.drivers ?? [])])];
  const zone = options.timeZone ?? settings?.center.timeZone;
  if (zone !== undefined) checkZone(zone);
  const columns = options.columns === undefined ? {} : readColumnMap(options.columns);
  const read = readHistory(path, { columns, drivers, timeZone: zone });
  sayBadLines(path, read);
  const { rows } = read;
  return {
    history: rows,
    intervalSeconds: options.interval === undefined ? intervalOf(rows) : 60 * options.interval,
    timeZone: zone ?? zoneThatFits([...read.offsets, ...alsoAt]),
    queues: settings === undefined ? [] : queuesOf(settings),
    specialDays: [
      ...(settings?.forecasting.specialDays ?? []).map((day) => ({ ...day, closed: false })),
      ...(options.special ?? []).map(specialDay),
    ],
    drivers: drivers.map((name) => ({ name })),
  };
}

const shownBadLines = 20;

function sayBadLines(path: string, { badLines, rows }: ReadHistory): void {
  if (badLines.length === 0) return;
  for (const { line, reason } of badLines.slice(0, shownBadLines))
    process.stderr.write(`${path} line ${line} left out: ${reason}\n`);
  const more = badLines.length - shownBadLines;
  if (more > 0) process.stderr.write(`${path}: and ${more} more lines left out\n`);
  process.stderr.write(`${path}: ${rows.length} lines used, ${badLines.length} left out\n`);
}

const column = z.union([z.string(), z.array(z.string()).min(1), z.strictObject({ value: z.string() })]);
const columnMap = z.strictObject({
  intervalStart: column.optional(),
  queue: column.optional(),
  channel: column.optional(),
  offered: column.optional(),
  ahtSeconds: column.optional(),
  abandoned: column.optional(),
  waitSeconds: column.optional(),
  callbacks: column.optional(),
  returns: column.optional(),
});

function readColumnMap(path: string): ColumnMap {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new BadInput(
      `${path} is no JSON that can be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const parsed = columnMap.safeParse(json);
  if (parsed.success) return parsed.data as ColumnMap;
  const mistakes = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`);
  throw new BadInput(
    [
      `${path} is no column map:`,
      ...mistakes,
      'Write { "offered": "Calls", "intervalStart": ["Date", "Time"], "channel": { "value": "voice" } }.',
    ].join('\n'),
  );
}

/** The commonest distance of rows, as one of the lengths that can be forecast. */
function intervalOf(rows: ForecastInput['history']): number {
  const apart = rowSecondsOf(rows, 1800);
  return [300, 900, 1800].find((length) => apart <= length) ?? 3600;
}

function checkZone(zone: string): void {
  try {
    offsetAt(zone, 0);
  } catch {
    throw new BadInput(`--time-zone: expected an IANA time zone such as Europe/Vienna, got "${zone}".`);
  }
}

/**
 * A zone in which all these times have the offset they were written with: this machine's own if it fits, else the first by
 * name. Times of one offset that no place keeps get that offset all year.
 */
export function zoneThatFits(samples: readonly { at: Instant; offsetMinutes: number }[]): string {
  const [first] = samples;
  if (!first) return 'UTC';
  if (samples.every(({ offsetMinutes }) => offsetMinutes === 0)) return 'UTC';
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const fits = (zone: string): boolean =>
    samples.every(({ at, offsetMinutes }) => offsetAt(zone, at) === offsetMinutes * 60_000);
  return [own, ...Intl.supportedValuesOf('timeZone')].find(fits) ?? fixedZone(first.offsetMinutes);
}

function fixedZone(offsetMinutes: number): string {
  const [hours, minutes] = [Math.floor(Math.abs(offsetMinutes) / 60), Math.abs(offsetMinutes) % 60];
  return `${offsetMinutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

function queuesOf({ queues, hours }: Settings): ForecastQueue[] {
  return Object.entries(queues).flatMap(([queue, { channels, hours: name }]) => {
    const open = hours[name];
    return channels.map((channel) => ({
      queue,
      channel,
      ...(open === undefined ? {} : { hours: { hours: open, timeZone: open.timeZone } }),
    }));
  });
}

/** '2026-12-24' is a day closed; '2026-11-27=sale' an open day unlike others, learned from all days of that name. */
function specialDay(text: string): { date: string; name: string; closed: boolean } {
  const [date = '', name] = text.split('=');
  return { date, name: name ?? 'closed', closed: name === undefined };
}

export function specialOption(text: string, before: string[] = []): string[] {
  if (!/^\d{4}-\d\d-\d\d(=.+)?$/.test(text) || Number.isNaN(Date.parse(text.slice(0, 10))))
    throw new InvalidArgumentError('Expected a date such as 2026-12-25 for a day closed, or 2026-11-27=sale.');
  return [...before, text];
}

export function intervalOption(text: string): number {
  const minutes = Number(text);
  if ([5, 15, 30, 60].includes(minutes)) return minutes;
  throw new InvalidArgumentError(`Expected 5, 15, 30 or 60 minutes, got "${text}".`);
}

export const listOption = (text: string, before: string[] = []): string[] => [...before, text];

export interface WrittenInstant {
  readonly at: Instant;
  readonly offsetMinutes: number | undefined;
}

/** An ISO 8601 time that says its offset. */
export function instantOption(text: string): WrittenInstant {
  const match = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|([+-])(\d\d):?(\d\d))$/.exec(text);
  const at = match ? Date.parse(text) : Number.NaN;
  if (!match || Number.isNaN(at))
    throw new InvalidArgumentError(`Expected a time with offset such as 2026-03-02T00:00:00+01:00, got "${text}".`);
  // Z is how programs write any instant: it says nothing of the place.
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return {
    at: at as Instant,
    offsetMinutes: match[1] === undefined ? undefined : match[1] === '-' ? -minutes : minutes,
  };
}
