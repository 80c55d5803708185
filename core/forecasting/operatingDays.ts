import { Matrix } from 'ml-matrix';
import { weekdayOf } from './seriesGrid.ts';

/** A day that differs from the week: closed, or open and unlike others in a way its name stands for. */
export interface SpecialDay {
  /** YYYY-MM-DD, local. */
  readonly date: string;
  readonly name: string;
  readonly closed: boolean;
}

export const epochDay = (date: string): number => Math.floor(Date.parse(`${date}T00:00:00Z`) / 86_400_000);
export const isoDay = (date: number): string => new Date(date * 86_400_000).toISOString().slice(0, 10);

/** What the dates of a series are: which weekdays it works, which dates it is closed. */
export interface OperatingCalendar {
  readonly weekdays: readonly boolean[];
  readonly closed: ReadonlySet<number>;
  /** Open special days by name. */
  readonly special: ReadonlyMap<string, ReadonlySet<number>>;
}

export const operates = (calendar: OperatingCalendar, date: number): boolean =>
  calendar.weekdays[weekdayOf(date)] === true && !calendar.closed.has(date);

const firstDays = 5;
const lastDays = 3;
const calendarColumns = firstDays + lastDays + 4;

/**
 * Days × effects of the calendar: the first five and last three business days of a month, those around its 15th, the first
 * and second day after a closure and the day before one, then one column per name of a special day. All 0 or 1.
 */
export function calendarEffects(calendar: OperatingCalendar, dates: readonly number[]): Matrix {
  const names = [...calendar.special.keys()].sort();
  const effects = Matrix.zeros(dates.length, calendarColumns + names.length);
  for (const [row, date] of dates.entries()) {
    for (const column of monthEffects(calendar, date)) effects.set(row, column, 1);
    for (const column of closureEffects(calendar, date)) effects.set(row, column, 1);
    for (const [index, name] of names.entries())
      if (calendar.special.get(name)?.has(date)) effects.set(row, calendarColumns + index, 1);
  }
  return effects;
}

const isBusinessDay = (calendar: OperatingCalendar, date: number): boolean => {
  const weekday = weekdayOf(date);
  return weekday > 0 && weekday < 6 && !calendar.closed.has(date);
};

/** Weekends have no place in the count of business days, so they carry none of its effects. */
function monthEffects(calendar: OperatingCalendar, date: number): number[] {
  if (!isBusinessDay(calendar, date)) return [];
  const at = new Date(date * 86_400_000);
  const dayOfMonth = at.getUTCDate();
  const monthDays = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  const countBetween = (from: number, until: number): number => {
    let count = 0;
    for (let day = from; day < until; day++) if (isBusinessDay(calendar, date - dayOfMonth + day)) count++;
    return count;
  };
  const before = countBetween(1, dayOfMonth);
  const after = countBetween(dayOfMonth + 1, monthDays + 1);
  const columns: number[] = [];
  if (before < firstDays) columns.push(before);
  if (after < lastDays) columns.push(firstDays + after);
  const toMiddle = dayOfMonth < 15 ? countBetween(dayOfMonth, 15) : countBetween(15, dayOfMonth);
  if (toMiddle <= 1) columns.push(firstDays + lastDays);
  return columns;
}

function closureEffects(calendar: OperatingCalendar, date: number): number[] {
  if (calendar.closed.size === 0) return [];
  const columns: number[] = [];
  const [yesterday, beforeThat] = workdaysFrom(calendar, date, -1);
  const [tomorrow] = workdaysFrom(calendar, date, 1);
  if (yesterday !== undefined && calendar.closed.has(yesterday)) columns.push(firstDays + lastDays + 1);
  else if (beforeThat !== undefined && calendar.closed.has(beforeThat)) columns.push(firstDays + lastDays + 2);
  if (tomorrow !== undefined && calendar.closed.has(tomorrow)) columns.push(firstDays + lastDays + 3);
  return columns;
}

/** The next two dates in a direction whose weekday is worked, closed or not. */
function workdaysFrom(calendar: OperatingCalendar, date: number, step: 1 | -1): number[] {
  const found: number[] = [];
  for (let away = 1; away <= 14 && found.length < 2; away++) {
    const other = date + step * away;
    if (calendar.weekdays[weekdayOf(other)]) found.push(other);
  }
  return found;
}
