import * as kpi from '../../core/kpi/figures.ts';
import type { Sums } from '../../core/kpi/sums.ts';
import { addSeconds, hours, type Instant } from '../../core/time/units.ts';
import { type Palette, sparkline } from './draw-widget.chart.ts';
import type { Day } from './draw-widget.lines.ts';
import { cell, clockTime, nobody, percent, table } from './draw-widget.table.ts';
import type { Html } from './html.ts';

interface Column {
  readonly title: string;
  readonly of: (sums: Sums) => number | undefined;
  readonly show: (value: number) => string;
  /** What the figure rests on. */
  readonly n: (sums: Sums) => number;
}

const live = ({ answeredCount, abandonedCount }: Sums): number => answeredCount + abandonedCount;

const columns: readonly Column[] = [
  { title: 'Service level', of: kpi.serviceLevels.nohold, show: percent, n: live },
  { title: 'Abandoned', of: kpi.abandonmentShare, show: percent, n: (sums) => sums.offeredCount },
  { title: 'ASA', of: kpi.asaSeconds, show: clockTime, n: (sums) => sums.answeredCount },
  { title: 'AHT', of: kpi.ahtSeconds, show: clockTime, n: (sums) => sums.handledCount },
  { title: 'Met live', of: kpi.metLiveShare, show: percent, n: live },
  {
    title: 'Promises kept',
    of: kpi.promisesKeptShare,
    show: percent,
    n: (sums) => sums.promisesKeptCount + sums.promisesBrokenCount,
  },
  {
    title: 'Callbacks kept',
    of: kpi.callbacksKeptShare,
    show: percent,
    n: (sums) => sums.callbacksKeptCount + sums.callbacksBrokenCount,
  },
];

/** One row a queue, every figure with the number it rests on. */
export function drawToday({ lines, date, timeZone }: Day, palette: Palette): Html {
  if (lines.length === 0) return nobody(palette);
  const starts = lines.flatMap(({ intervals }) => intervals.map(({ startsAt }) => startsAt));
  const from = Math.min(...starts) as Instant;
  const until = addSeconds(Math.max(...starts) as Instant, hours(0.5));
  const rows = lines.map(({ queue, channel, intervals, sums }) => ({
    name: `${queue} · ${channel}`,
    cells: [
      { shown: '', drawn: sparkline(intervals, from, until, palette) },
      {
        shown: String(sums.offeredCount),
        basis: `${sums.answeredCount} answered, ${sums.callbackCount} callbacks`,
      },
      ...columns.map(({ of, show, n }) => cell(of(sums), show, `n ${n(sums)}`)),
    ],
  }));
  const caption = `${date}, ${timeZone}: contacts by the half hour in which they asked; answered in colour, offered in grey. n is what a share or mean rests on.`;
  return table(
    { caption, columns: ['Queue', 'Contacts', 'Offered', ...columns.map(({ title }) => title)], rows },
    palette,
  );
}
