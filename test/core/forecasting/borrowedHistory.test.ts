import { expect, test } from 'vitest';
import { borrowedHistory } from '../../../core/forecasting/borrowedHistory.ts';
import { forecastVolume } from '../../../core/forecasting/forecastVolume.ts';
import type { HistoryRow } from '../../../core/forecasting/history.ts';
import { gridOf, type SeriesGrid, weekdayOf } from '../../../core/forecasting/seriesGrid.ts';
import { instant } from '../../../core/time/units.ts';

const dayMs = 86_400_000;
/** A Thursday; every queue is open 08–18 h in whole hours. */
const today = 20_006;
const hours = Array.from({ length: 10 }, (_, hour) => 8 + hour);

/** `days` days before today; `offeredOn` by weekday, none where undefined. */
const rowsOf = (queue: string, days: number, offeredOn: (weekday: number, hour: number) => number | undefined) =>
  Array.from({ length: days }, (_, index) => today - days + index).flatMap((date) =>
    hours.flatMap((hour): HistoryRow[] => {
      const offered = offeredOn(weekdayOf(date), hour);
      const intervalStart = instant(date * dayMs + hour * 3_600_000);
      return offered === undefined ? [] : [{ intervalStart, queue, channel: 'voice', offered }];
    }),
  );

const gridOfRows = (rows: readonly HistoryRow[]) =>
  gridOf(rows, {
    localOf: (at) => at,
    intervalSeconds: 3600,
    rowSeconds: 3600,
    knownUntil: instant(today * dayMs),
  }) as SeriesGrid;

const others = gridOfRows(rowsOf('service', 100, (weekday) => (weekday === 1 ? 90 : 30)));
const countsBefore = (grid: SeriesGrid, own: SeriesGrid) =>
  [...grid.offered.subarray(0, (own.firstDate - grid.firstDate) * grid.slotsPerDay)].filter((count) => count >= 0);

test('a short history is lengthened by as small a share of the others as the queue has', () => {
  const own = gridOfRows(rowsOf('sales', 7, (weekday) => (weekday === 1 ? 3 : 1)));
  const longer = borrowedHistory(own, [others]);
  // 90 contacts in a week: of the 49 days missing 300 in 390 are borrowed.
  expect(longer.dates).toBe(7 + Math.round((49 * 300) / 390));
  expect(longer.firstDate + longer.dates).toBe(own.firstDate + own.dates);
  const borrowed = countsBefore(longer, own);
  const mean = borrowed.reduce((sum, count) => sum + count, 0) / borrowed.length;
  // A thirtieth of 90 on Mondays and of 30 on other days.
  expect(mean).toBeGreaterThan(1.1);
  expect(mean).toBeLessThan(1.5);
  expect(borrowed.every(Number.isInteger)).toBe(true);
  expect([...longer.offered.subarray(-own.offered.length)]).toEqual([...own.offered]);
  expect(borrowedHistory(own, [others])).toEqual(longer);
});

test('the more contacts it has had of its own, the fewer days; as many days as enough, none', () => {
  const borrowedBy = (days: number, perHour: number) => {
    const own = gridOfRows(rowsOf('sales', days, () => perHour));
    return borrowedHistory(own, [others]).dates - own.dates;
  };
  expect(borrowedBy(14, 1)).toBeGreaterThan(borrowedBy(14, 5));
  expect(borrowedBy(14, 5)).toBeGreaterThan(borrowedBy(14, 200));
  expect(borrowedBy(56, 1)).toBe(0);
  expect(borrowedBy(90, 1)).toBe(0);
});

test('weekdays and hours at which the queue is closed stay closed', () => {
  const own = gridOfRows(rowsOf('sales', 14, (weekday, hour) => (weekday === 6 || hour < 12 ? undefined : 1)));
  const longer = borrowedHistory(own, [others]);
  for (let date = 0; date < own.firstDate - longer.firstDate; date++)
    for (const hour of hours) {
      const count = longer.offered[date * longer.slotsPerDay + hour] as number;
      const closed = weekdayOf(longer.firstDate + date) === 6 || hour < 12;
      expect(Number.isNaN(count)).toBe(closed);
    }
});

test('nothing is borrowed where there is nobody to borrow from, or nobody ever came', () => {
  const own = gridOfRows(rowsOf('sales', 7, () => 1));
  expect(borrowedHistory(own, [])).toBe(own);
  const empty = gridOfRows(rowsOf('sales', 7, () => 0));
  expect(borrowedHistory(empty, [others])).toBe(empty);
});

test('a queue that has never seen a Monday expects one like the others’ Mondays', () => {
  const history = [
    ...rowsOf('service', 100, (weekday) => (weekday === 1 ? 90 : 30)),
    // Tuesday and Wednesday.
    ...rowsOf('sales', 2, () => 2),
  ];
  const monday = (rows: readonly HistoryRow[]) => {
    const from = instant((today + 4) * dayMs);
    const request = { history: rows, from, until: instant(from + dayMs), generatedAt: instant(today * dayMs) };
    const made = forecastVolume({
      ...request,
      knownUntil: instant(today * dayMs),
      intervalSeconds: 3600,
      timeZone: 'UTC',
    });
    expect(made.flags).toContain('cold-start');
    return made.intervals.filter(({ queue }) => queue === 'sales').reduce((sum, { mean }) => sum + mean, 0);
  };
  // Two an hour on usual days; three times as many on Mondays, as the others have.
  expect(monday(history)).toBeGreaterThan(40);
  expect(monday(history.filter(({ queue }) => queue === 'sales'))).toBeLessThan(30);
});
