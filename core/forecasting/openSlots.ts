import { isOpenAt, type OpeningHours } from '../time/hours.ts';
import type { Instant } from '../time/units.ts';
import { type SeriesGrid, weekdayOf } from './seriesGrid.ts';

/** When a queue takes contacts, as its settings say. */
export interface QueueHours {
  readonly hours: OpeningHours;
  readonly timeZone: string;
}

/** Of a weekday's last so many days, one with a contact in a slot says that the slot is open. */
const daysLooked = 10;

/** Weekday × slot: whether contacts come then, by the history alone. On `today`, days since 1970-01-01, more is to come. */
export function openSlotsSeen(grid: SeriesGrid, today?: number): Uint8Array {
  const { offered, dates, slotsPerDay, firstDate } = grid;
  const open = new Uint8Array(7 * slotsPerDay);
  const looked = new Uint8Array(7);
  for (let date = dates - 1; date >= 0; date--) {
    const weekday = weekdayOf(firstDate + date);
    const day = offered.subarray(date * slotsPerDay, (date + 1) * slotsPerDay);
    if ((looked[weekday] as number) >= daysLooked || day.every(Number.isNaN)) continue;
    looked[weekday] = (looked[weekday] as number) + 1;
    for (const [slot, count] of day.entries()) if (count > 0) open[weekday * slotsPerDay + slot] = 1;
  }
  copyToUnseen(open, grid, today);
  return open;
}

/**
 * A weekday the history has not come to yet is like the days that it has, and so is the rest of today where today is the
 * first of its weekday; one that came and had nothing is closed.
 */
function copyToUnseen(open: Uint8Array, grid: SeriesGrid, today: number | undefined): void {
  const { offered, firstDate, dates, slotsPerDay } = grid;
  const any = Array.from({ length: slotsPerDay }, (_, slot) =>
    [0, 1, 2, 3, 4, 5, 6].some((weekday) => open[weekday * slotsPerDay + slot] === 1) ? 1 : 0,
  );
  for (let ahead = 0; ahead + dates < 7; ahead++) open.set(any, weekdayOf(firstDate + dates + ahead) * slotsPerDay);
  if (dates > 7 || today !== firstDate + dates - 1) return;
  const known = offered.subarray(-slotsPerDay).findLastIndex((count) => !Number.isNaN(count));
  for (let slot = known + 1; slot < slotsPerDay; slot++)
    open[weekdayOf(today) * slotsPerDay + slot] = any[slot] as number;
}

/** Whether the interval lies, in part at least, within the opening hours. */
export function opensWithin({ hours, timeZone }: QueueHours, start: Instant, intervalSeconds: number): boolean {
  const steps = Math.max(1, Math.round(intervalSeconds / 900));
  for (let step = 0; step < steps; step++)
    if (isOpenAt(hours, timeZone, (start + step * 900_000) as Instant)) return true;
  return false;
}
