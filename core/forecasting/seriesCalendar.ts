import type { OpeningHours } from '../time/hours.ts';
import { epochDay, type OperatingCalendar } from './operatingDays.ts';
import type { SeriesRequest } from './seriesForecast.ts';
import { type SeriesGrid, weekdayOf } from './seriesGrid.ts';

/** The calendar of one series: what settings say, else what its history shows. */
export interface SeriesCalendar extends OperatingCalendar {
  readonly opens: (date: number) => boolean;
  /** The weekday whose open slots a date has: its own, or the busiest's for a special day on which the week is closed. */
  readonly kindOf: (date: number) => number;
}

const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

export function calendarOf(request: SeriesRequest, seen: Uint8Array): SeriesCalendar {
  const { grid, specialDays, hours } = request;
  const openSlots = names.map(
    (_, weekday) => seen.subarray(weekday * grid.slotsPerDay, (weekday + 1) * grid.slotsPerDay).filter(Boolean).length,
  );
  const weekdays = names.map((name, weekday) =>
    hours === undefined ? (openSlots[weekday] ?? 0) > 0 : (hours.hours.week[name] ?? []).length > 0,
  );
  const closed = new Set([...closedDates(specialDays, hours?.hours), ...emptyDates(grid, weekdays)]);
  const special = new Map<string, Set<number>>();
  for (const day of specialDays) {
    if (day.closed) continue;
    const dates = special.get(day.name) ?? new Set();
    special.set(day.name, dates.add(epochDay(day.date)));
  }
  const openAnyway = new Set([
    ...[...special.values()].flatMap((dates) => [...dates]),
    ...(hours?.hours.holidays ?? []).flatMap((day) => ((day.open ?? []).length > 0 ? [epochDay(day.date)] : [])),
  ]);
  const busiest = openSlots.indexOf(Math.max(...openSlots));
  return {
    weekdays,
    closed,
    special,
    opens: (date) => !closed.has(date) && (weekdays[weekdayOf(date)] === true || openAnyway.has(date)),
    kindOf: (date) => ((openSlots[weekdayOf(date)] ?? 0) > 0 ? weekdayOf(date) : busiest),
  };
}

function closedDates(specialDays: SeriesRequest['specialDays'], hours: OpeningHours | undefined): number[] {
  const holidays = hours?.holidays.filter((day) => (day.open ?? []).length === 0) ?? [];
  return [...specialDays.filter((day) => day.closed), ...holidays].map((day) => epochDay(day.date));
}

/** Contacts on a usual day of which not one coming is no chance. */
const wonderVolume = 12;

/** Dates that were recorded, and recorded as empty, while their weekday never is: closures nobody entered. */
function emptyDates({ offered, firstDate, dates, slotsPerDay }: SeriesGrid, weekdays: readonly boolean[]): number[] {
  const totals = Array.from({ length: dates }, (_, date) => {
    const day = offered.subarray(date * slotsPerDay, (date + 1) * slotsPerDay).filter((count) => !Number.isNaN(count));
    return day.length < slotsPerDay / 8 ? Number.NaN : day.reduce((sum, count) => sum + count, 0);
  });
  const usual = names.map((_, weekday) => {
    const own = totals.filter((total, date) => total > 0 && weekdayOf(firstDate + date) === weekday);
    return own.reduce((sum, total) => sum + total, 0) / Math.max(1, own.length);
  });
  return totals.flatMap((total, date) => {
    const weekday = weekdayOf(firstDate + date);
    return total === 0 && weekdays[weekday] && (usual[weekday] ?? 0) > wonderVolume ? [firstDate + date] : [];
  });
}
