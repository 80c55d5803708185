import { type Instant, type Seconds, seconds } from './units.ts';
import { type LocalMs, localAt, offsetAt } from './zoneOffset.ts';

/** Opening ranges 'HH:MM-HH:MM' of local time, end excluded, '24:00' the midnight that ends the day; as settings hold them. */
export interface OpeningHours {
  week: { [day in Weekday]?: readonly string[] };
  /** Days that differ from the week; without `open` closed all day. `date` is YYYY-MM-DD. */
  holidays: readonly { date: string; open?: readonly string[] }[];
}

type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

const weekdays: readonly Weekday[] = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

interface Opening {
  opensAt: number;
  closesAt: number;
}

/** Whether the local wall clock stands within a range of its day. A wall-clock hour that comes twice is open twice. */
export function isOpenAt(hours: OpeningHours, timeZone: string, at: Instant): boolean {
  const local = localAt(timeZone, at);
  const date = Math.floor(local / dayMs) * dayMs;
  return rangesOf(hours, date).some((range) => date + range.from <= local && local < date + range.until);
}

/**
 * The first moment from `at` on at which it is open; `at` itself when it is open then.
 *
 * Undefined when nothing opens within two years: a settings file holds holidays for no longer.
 */
export function nextOpeningAt(hours: OpeningHours, timeZone: string, at: Instant): Instant | undefined {
  for (const opening of openingsFrom(hours, timeZone, at, 731)) return Math.max(at, opening.opensAt) as Instant;
  return undefined;
}

/**
 * When the opening that `at` lies in ends: ranges that touch, across midnight too, are one opening.
 *
 * Undefined when it is closed at `at`, and when it does not close within a week.
 */
export function closesAt(hours: OpeningHours, timeZone: string, at: Instant): Instant | undefined {
  let closes: number = at;
  for (const opening of openingsFrom(hours, timeZone, at, 9)) {
    if (opening.opensAt > closes) break;
    closes = Math.max(closes, opening.closesAt);
  }
  return closes > at && closes <= at + 7 * dayMs ? (closes as Instant) : undefined;
}

/** Seconds of opening between two moments, 0 when `until` is not later. */
export function openSecondsBetween(hours: OpeningHours, timeZone: string, from: Instant, until: Instant): Seconds {
  let openMs = 0;
  const days = Math.ceil((until - from) / dayMs) + 2;
  for (const { opensAt, closesAt } of openingsFrom(hours, timeZone, from, Math.max(0, days))) {
    if (opensAt >= until) break;
    openMs += Math.max(0, Math.min(closesAt, until) - Math.max(opensAt, from));
  }
  return seconds(openMs / 1000);
}

/**
 * The moment by which so many seconds of opening have passed since `from`.
 *
 * Undefined when they have not within two years.
 */
export function afterOpenSeconds(
  hours: OpeningHours,
  timeZone: string,
  from: Instant,
  openSeconds: Seconds,
): Instant | undefined {
  let leftMs = openSeconds * 1000;
  for (const { opensAt, closesAt } of openingsFrom(hours, timeZone, from, 731)) {
    const startsAt = Math.max(opensAt, from);
    if (leftMs <= closesAt - startsAt) return (startsAt + leftMs) as Instant;
    leftMs -= closesAt - startsAt;
  }
  return undefined;
}

/** Openings that end after `at`, in order, of `dayCount` local days beginning with the day before `at`. */
function* openingsFrom(hours: OpeningHours, timeZone: string, at: number, dayCount: number): Generator<Opening> {
  // A wall clock set back over midnight makes a date begin again: the day before may have an hour to come.
  const firstDate = Math.floor(localAt(timeZone, at) / dayMs) * dayMs - dayMs;
  for (let day = 0; day <= dayCount; day += 1) {
    for (const opening of openingsOn(hours, timeZone, firstDate + day * dayMs))
      if (opening.closesAt > at) yield opening;
  }
}

function openingsOn(hours: OpeningHours, timeZone: string, date: LocalMs): Opening[] {
  const ranges = rangesOf(hours, date);
  if (ranges.length === 0) return [];
  return periodsOf(timeZone, date)
    .flatMap((period) =>
      ranges.map((range) => ({
        opensAt: Math.max(period.from, date + range.from - period.offset),
        closesAt: Math.min(period.until, date + range.until - period.offset),
      })),
    )
    .filter((opening) => opening.opensAt < opening.closesAt)
    .sort((a, b) => a.opensAt - b.opensAt);
}

/** Opening ranges of a local date in milliseconds after its midnight. */
function rangesOf(hours: OpeningHours, date: LocalMs): { from: number; until: number }[] {
  const iso = hours.holidays.length === 0 ? '' : new Date(date).toISOString().slice(0, 10);
  const holiday = hours.holidays.find((day) => day.date === iso);
  const weekday = weekdays[new Date(date).getUTCDay()];
  const ranges = holiday ? (holiday.open ?? []) : ((weekday && hours.week[weekday]) ?? []);
  return ranges.map((range) => ({ from: clockMs(range.slice(0, 5)), until: clockMs(range.slice(6)) }));
}

const clockMs = (clock: string): number => (Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))) * minuteMs;

/** Stretches of one offset from UTC that cover every instant of a local date. Zones never change twice within two days. */
function periodsOf(timeZone: string, date: LocalMs): { from: number; until: number; offset: number }[] {
  // Offsets lie between −12 h and +14 h.
  const from = date - 14 * 60 * minuteMs;
  const until = date + dayMs + 12 * 60 * minuteMs;
  const before = offsetAt(timeZone, from);
  const after = offsetAt(timeZone, until);
  if (before === after) return [{ from, until, offset: before }];
  // Offsets change on whole minutes.
  let last = from / minuteMs;
  let first = until / minuteMs;
  while (first - last > 1) {
    const middle = Math.floor((last + first) / 2);
    if (offsetAt(timeZone, middle * minuteMs) === before) last = middle;
    else first = middle;
  }
  const change = first * minuteMs;
  return [
    { from, until: change, offset: before },
    { from: change, until, offset: after },
  ];
}
