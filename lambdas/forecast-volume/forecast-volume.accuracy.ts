import type { DayRow } from '../../core/rows/center.ts';
import { type DayAccuracy, dayAccuracy } from '../../core/staffing/accuracy.ts';
import { lineKey } from '../../core/staffing/line.ts';
import { instant, utcDate } from '../../core/time/units.ts';
import { isQueueOpen, linesOf, localTime } from '../planned-lines.ts';
import type { ForecastVolumeWorld } from './forecast-volume.ts';

/**
 * How good a method's forecast of a local day was, as it stood when the day opened; over all queues. Of the method
 * planned with, each queue's accuracy is also written into its plan.
 */
export async function scoreDay(
  { planningRows, settings }: ForecastVolumeWorld,
  days: readonly DayRow[],
  method: string,
  localDate: string,
  planned: boolean,
): Promise<DayAccuracy | undefined> {
  const noon = instant(Date.parse(`${localDate}T12:00:00Z`));
  const [from, until] = [utcDate(noon, -1), utcDate(noon, 1)];
  const everything: Parameters<typeof dayAccuracy>[0][number][] = [];
  const cameTotal = new Map<number, number>();
  let offset = 0;
  for (const { queue, channel } of linesOf(settings)) {
    const rows = await planningRows.forecasts(queue, channel, method, from, until);
    const intervals = rows
      .flatMap((row) => row.intervals)
      .filter(({ startsAt }) => localTime(settings, startsAt).date === localDate)
      .map(({ startsAt, opening }) => ({ intervalStart: startsAt, ...opening }));
    const came = cameIn(days, lineKey(queue, channel));
    for (const { intervalStart } of intervals) {
      // An open interval that has no figures was one in which nobody asked.
      if (!came.has(intervalStart) && isQueueOpen(settings, queue, intervalStart)) came.set(intervalStart, 0);
    }
    if (planned) await writeAccuracy(planningRows, queue, channel, localDate, dayAccuracy(intervals, came));
    // Queues are kept apart in one list by moving each by a whole era.
    offset += 1e15;
    for (const one of intervals) everything.push({ ...one, intervalStart: instant(one.intervalStart + offset) });
    for (const [at, count] of came) cameTotal.set(at + offset, count);
  }
  return dayAccuracy(everything, cameTotal);
}

function cameIn(days: readonly DayRow[], line: string): Map<number, number> {
  const rows = days.filter(({ queue, channel }) => lineKey(queue, channel) === line);
  return new Map(rows.flatMap(({ intervals }) => intervals.map((one) => [one.startsAt as number, one.offeredCount])));
}

async function writeAccuracy(
  planningRows: ForecastVolumeWorld['planningRows'],
  queue: string,
  channel: DayRow['channel'],
  date: string,
  accuracy: DayAccuracy | undefined,
): Promise<void> {
  if (accuracy === undefined) return;
  const [plan] = await planningRows.plans(queue, channel, date, date);
  if (plan !== undefined) await planningRows.putPlans([{ ...plan, accuracy }]);
}
