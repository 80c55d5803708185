import type { Channel } from '../../core/contacts/channel.ts';
import { intervalsOfDay, type Sums, sumIntervals } from '../../core/kpi/sums.ts';
import type { PlanningRows } from '../../core/planningPorts.ts';
import type { CenterRows, Clock, WaitingRows } from '../../core/ports.ts';
import type { IntervalFigures } from '../../core/rows/center.ts';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';
import { addSeconds, hours, type Instant, utcDate } from '../../core/time/units.ts';
import { type QueueLine, queueLines } from '../queue-lines.ts';
import { someAtOnce } from '../some-at-once.ts';

export interface WidgetWorld {
  centerRows: Pick<CenterRows, 'day' | 'pulse' | 'model'>;
  contacts: WaitingRows;
  planningRows: Pick<PlanningRows, 'plans' | 'forecasts'>;
  settings: RuntimeSettings;
  clock: Clock;
}

/** One queue and channel with the intervals of the local day. */
export interface Line {
  readonly queue: string;
  readonly channel: Channel;
  readonly intervals: readonly IntervalFigures[];
  readonly sums: Sums;
}

/** The day in the center's time zone, and the lines somebody asked for today, the busiest first. */
export interface Day {
  readonly date: string;
  readonly timeZone: string;
  readonly now: Instant;
  readonly lines: readonly Line[];
}

export async function readDay(world: WidgetWorld): Promise<Day> {
  const now = world.clock.now();
  const { timeZone } = world.settings.center;
  const date = dateIn(timeZone, now);
  const lines = await someAtOnce(queueLines(world.settings), (line) => read(world, line, date, now));
  return {
    date,
    timeZone,
    now,
    lines: lines.filter(({ sums }) => sums.offeredCount > 0).sort((a, b) => b.sums.offeredCount - a.sums.offeredCount),
  };
}

const dateIn = (timeZone: string, at: Instant): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at);

/** Rows are by the day of UTC: a local day lies in two of them, or three around a change of clocks. */
export const utcDates = (now: Instant): string[] => [
  ...new Set([-26, 0, 14].map((later) => utcDate(addSeconds(now, hours(later))))),
];

async function read(
  { centerRows, settings }: WidgetWorld,
  { queue, channel }: QueueLine,
  date: string,
  now: Instant,
): Promise<Line> {
  const rows = await Promise.all(utcDates(now).map((day) => centerRows.day(queue, channel, day)));
  const all = rows.flatMap((row) => row?.intervals ?? []);
  const intervals = intervalsOfDay(all, date, settings.center.timeZone);
  return { queue, channel, intervals, sums: sumIntervals(intervals) };
}
