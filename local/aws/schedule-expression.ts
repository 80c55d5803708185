import { Temporal } from 'temporal-polyfill';
import { addSeconds, type Instant, instant, seconds } from '../../core/time/units.ts';

/** When a schedule runs next, strictly after an instant; undefined when never again. */
export type NextRun = (after: Instant) => Instant | undefined;

const UNIT_SECONDS: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

/**
 * Reads `rate(5 minutes)`, `cron(0 9 ? * MON-FRI *)` or `at(2026-01-05T09:00:00)`, the latter two in `timeZone`.
 *
 * `start` is when the schedule was created: rates count from it. Throws naming what it cannot read; cron's `L`, `W` and
 * `#` are among that.
 */
export function parseSchedule(expression: string, timeZone: string, start: Instant): NextRun {
  const [, kind, argument] = /^(rate|cron|at)\((.*)\)$/.exec(expression.trim()) ?? [];
  if (kind === 'rate') return rate(argument as string, start);
  if (kind === 'cron') return cron(argument as string, timeZone);
  if (kind === 'at') return once(argument as string, timeZone);
  throw new Error(`schedule ${expression}: expected rate(…), cron(…) or at(…)`);
}

function rate(argument: string, start: Instant): NextRun {
  const [, count, unit] = /^(\d+) (minute|hour|day)s?$/.exec(argument.trim()) ?? [];
  const period = Number(count) * (UNIT_SECONDS[unit ?? ''] ?? 0);
  if (!(period > 0)) throw new Error(`rate(${argument}): expected a number and minutes, hours or days`);
  return (after) => {
    const periods = Math.floor((after - start) / (period * 1000)) + 1;
    return addSeconds(start, seconds(periods * period));
  };
}

function once(argument: string, timeZone: string): NextRun {
  const due = instant(Temporal.PlainDateTime.from(argument).toZonedDateTime(timeZone).epochMilliseconds);
  return (after) => (due > after ? due : undefined);
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly names: readonly string[];
}

const FIELDS: readonly Field[] = [
  { name: 'minutes', least: 0, most: 59, names: [] },
  { name: 'hours', least: 0, most: 23, names: [] },
  { name: 'day of month', least: 1, most: 31, names: [] },
  { name: 'month', least: 1, most: 12, names: MONTHS },
  { name: 'day of week', least: 1, most: 7, names: DAYS },
  { name: 'year', least: 1970, most: 2199, names: [] },
];

/** The values a field admits; undefined for `*` and `?`, which admit all. */
function parseField(text: string, { name, least, most, names }: Field): ReadonlySet<number> | undefined {
  if (text === '*' || text === '?') return undefined;
  const numberOf = (part: string): number => {
    const named = names.indexOf(part.toUpperCase());
    const value = named >= 0 ? named + least : Number(part);
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new Error(`cron ${name} "${text}": expected ${least} to ${most}, lists, ranges or steps`);
    }
    return value;
  };
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [range, step] = part.split('/') as [string, string | undefined];
    const [from, to] =
      range === '*' ? [String(least), String(most)] : (range.split('-') as [string, string | undefined]);
    const first = numberOf(from);
    const last = to === undefined ? (step === undefined ? first : most) : numberOf(to);
    const by = step === undefined ? 1 : Number(step);
    if (!(by > 0)) throw new Error(`cron ${name} "${text}": expected a step above 0`);
    for (let value = first; value <= last; value += by) values.add(value);
  }
  return values;
}

/** Eight years hold every leap day; a schedule with no run in them has none. */
const DAYS_LOOKED_AHEAD = 8 * 366;

function cron(argument: string, timeZone: string): NextRun {
  const parts = argument.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) throw new Error(`cron(${argument}): expected six fields, got ${parts.length}`);
  const [minutes, hours, daysOfMonth, months, daysOfWeek, years] = FIELDS.map((field, index) =>
    parseField(parts[index] as string, field),
  );
  const admits = (values: ReadonlySet<number> | undefined, value: number): boolean => values?.has(value) ?? true;
  const list = (values: ReadonlySet<number> | undefined, most: number): number[] =>
    values === undefined ? Array.from({ length: most + 1 }, (_, value) => value) : [...values].sort((a, b) => a - b);
  const hourList = list(hours, 23);
  const minuteList = list(minutes, 59);

  return (after) => {
    const from = Temporal.Instant.fromEpochMilliseconds(Math.floor(after)).toZonedDateTimeISO(timeZone);
    let date = from.toPlainDate();
    for (let day = 0; day < DAYS_LOOKED_AHEAD; day++, date = date.add({ days: 1 })) {
      // Temporal counts Monday as 1 and Sunday as 7; cron counts Sunday as 1.
      const dayOfWeek = (date.dayOfWeek % 7) + 1;
      const fits = admits(daysOfMonth, date.day) && admits(months, date.month) && admits(daysOfWeek, dayOfWeek);
      if (!fits || !admits(years, date.year)) continue;
      for (const hour of hourList) {
        for (const minute of minuteList) {
          // A local time that the change to summer time skips runs at the first moment after it.
          const due = date.toZonedDateTime({ timeZone, plainTime: { hour, minute } }).epochMilliseconds;
          if (due > after) return instant(due);
        }
      }
    }
    return undefined;
  };
}
