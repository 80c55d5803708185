import { type RandomStream, randomStream } from '../random/stream.ts';
import { type SeriesGrid, weekdayOf } from './seriesGrid.ts';

/** A queue known for so many dates stands alone; the fewer it has, the more of them are borrowed. */
const enoughDates = 56;
/** With so many contacts of its own a queue borrows half as many days as one that has hardly any. */
const halfContacts = 300;
/** Fewer days than a week teach nothing of weekdays: a queue that wants no more has learned its own. */
const leastDates = 7;
/** As if so many contacts of the queue in a slot of the day had been seen to be the usual share of the others'. */
const usualContacts = 10;
/** Up to so many contacts each is drawn by itself; beyond, their number is near enough normal. */
const drawnSingly = 200;

/**
 * A short history, lengthened by days of the channel's other queues: of their contacts a share is drawn, the queue's own of
 * theirs on the days that both have, slot by slot of the day, drawn to the share of the whole day where few are known. So
 * weekdays, hours and calendar days come from the others, the level from the queue itself, and chance stays what it is with so
 * few. As many days are borrowed as are missing to `enoughDates`, the fewer the more contacts the queue has had: its own weekdays
 * are then the better teachers. The same grid where that makes less than a week, there is nothing to borrow, or nobody ever came.
 */
export function borrowedHistory(grid: SeriesGrid, others: readonly SeriesGrid[]): SeriesGrid {
  const contacts = grid.offered.reduce((sum, count) => sum + (count || 0), 0);
  const wanted = Math.round(((enoughDates - grid.dates) * halfContacts) / (halfContacts + contacts));
  if (wanted < leastDates || others.length === 0) return grid;
  const pool = poolOf(others, grid, grid.firstDate - wanted, grid.firstDate + grid.dates);
  const shares = sharesOf(grid, pool.subarray(wanted * grid.slotsPerDay));
  if (!shares) return grid;
  const isOpen = openSlots(grid);
  const stream = randomStream(grid.firstDate, `${grid.queue}/borrowed`);
  const borrowed = pool.subarray(0, wanted * grid.slotsPerDay).map((count, cell) => {
    const slot = cell % grid.slotsPerDay;
    const weekday = weekdayOf(grid.firstDate - wanted + Math.floor(cell / grid.slotsPerDay));
    return Number.isNaN(count) || !isOpen(weekday, slot) ? Number.NaN : drawn(count, shares[slot] as number, stream);
  });
  const known = borrowed.findIndex((count) => !Number.isNaN(count));
  if (known < 0) return grid;
  const skipped = Math.floor(known / grid.slotsPerDay);
  const offered = new Float64Array((grid.dates + wanted - skipped) * grid.slotsPerDay);
  offered.set(borrowed.subarray(skipped * grid.slotsPerDay));
  offered.set(grid.offered, (wanted - skipped) * grid.slotsPerDay);
  return { ...grid, firstDate: grid.firstDate - wanted + skipped, dates: grid.dates + wanted - skipped, offered };
}

/** Contacts of all `others` from one date to another, NaN where none of them is known. */
function poolOf(
  others: readonly SeriesGrid[],
  { slotsPerDay }: SeriesGrid,
  fromDate: number,
  untilDate: number,
): Float64Array {
  const pool = new Float64Array((untilDate - fromDate) * slotsPerDay).fill(Number.NaN);
  for (const { firstDate, dates, offered } of others) {
    const [from, until] = [Math.max(fromDate, firstDate), Math.min(untilDate, firstDate + dates)];
    for (let cell = (from - firstDate) * slotsPerDay; cell < (until - firstDate) * slotsPerDay; cell++) {
      const count = offered[cell] as number;
      if (Number.isNaN(count)) continue;
      const at = cell + (firstDate - fromDate) * slotsPerDay;
      pool[at] = (Number.isNaN(pool[at]) ? 0 : (pool[at] as number)) + count;
    }
  }
  return pool;
}

/** By slot of the day, the queue's contacts over the pool's; undefined where they never had any at the same time. */
function sharesOf({ offered, slotsPerDay }: SeriesGrid, pool: Float64Array): Float64Array | undefined {
  const [own, others] = [new Float64Array(slotsPerDay), new Float64Array(slotsPerDay)];
  for (const [cell, count] of offered.entries()) {
    const pooled = pool[cell] as number;
    if (Number.isNaN(count) || Number.isNaN(pooled)) continue;
    const slot = cell % slotsPerDay;
    own[slot] = (own[slot] as number) + count;
    others[slot] = (others[slot] as number) + pooled;
  }
  const usual = sumOf(own) / sumOf(others);
  if (!(usual > 0 && Number.isFinite(usual))) return undefined;
  return own.map((count, slot) => (count + usualContacts) / ((others[slot] as number) + usualContacts / usual));
}

/** Whether the queue was seen in that slot of the weekday; of a weekday of which nothing is known after one chance, of any day. */
function openSlots({ offered, slotsPerDay, firstDate, dates }: SeriesGrid): (weekday: number, slot: number) => boolean {
  const seen = new Set<number>();
  // Missing once is a gap, twice a closure.
  const weekdays = new Set<number>();
  for (let date = firstDate; date + 7 < firstDate + dates; date++) weekdays.add(weekdayOf(date));
  const ever = new Set<number>();
  for (const [cell, count] of offered.entries()) {
    if (Number.isNaN(count)) continue;
    const [weekday, slot] = [weekdayOf(firstDate + Math.floor(cell / slotsPerDay)), cell % slotsPerDay];
    weekdays.add(weekday);
    seen.add(weekday * slotsPerDay + slot);
    ever.add(slot);
  }
  return (weekday, slot) => (weekdays.has(weekday) ? seen.has(weekday * slotsPerDay + slot) : ever.has(slot));
}

/** How many of `count` contacts are drawn, each with probability `share`; of a share above 1, so many times as many. */
function drawn(count: number, share: number, stream: RandomStream): number {
  const whole = Math.round(count);
  if (share >= 1) return Math.round(whole * share);
  if (whole <= drawnSingly) {
    let taken = 0;
    for (let contact = 0; contact < whole; contact++) if (stream.uniform() < share) taken++;
    return taken;
  }
  // Twelve uniforms less six: normal enough for a count.
  let normal = -6;
  for (let part = 0; part < 12; part++) normal += stream.uniform();
  return Math.max(0, Math.min(whole, Math.round(whole * share + normal * Math.sqrt(whole * share * (1 - share)))));
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
