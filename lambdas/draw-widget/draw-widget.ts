import { type Channel, channels } from '../../core/contacts/channel.ts';
import * as kpi from '../../core/kpi/figures.ts';
import { intervalsOfDay, type Sums, sumIntervals } from '../../core/kpi/sums.ts';
import type { CenterRows, Clock } from '../../core/ports.ts';
import type { IntervalFigures } from '../../core/rows/center.ts';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';
import { addSeconds, hours, type Instant } from '../../core/time/units.ts';
import type { WidgetRequest } from './contract.ts';
import { type Palette, palettes, sparkline } from './draw-widget.chart.ts';
import { type Html, html, text } from './html.ts';

export interface WidgetWorld {
  centerRows: Pick<CenterRows, 'day'>;
  settings: RuntimeSettings;
  clock: Clock;
}

/** A table of more is read by nobody; the busiest are shown. */
export const mostLines = 30;

const documentation = `## Nohold: today
The figures of the day for each queue and channel, recomputed from its contacts every quarter of an hour. Takes no parameters.`;

interface Line {
  readonly queue: string;
  readonly channel: Channel;
  readonly intervals: readonly IntervalFigures[];
  readonly sums: Sums;
}

/** Draws *Today* for CloudWatch's custom widget: one row a queue, every figure with the number it rests on. */
export function makeDrawWidget(world: WidgetWorld): (request: WidgetRequest) => Promise<string> {
  return async ({ describe, widgetContext }) => {
    if (describe) return documentation;
    const now = world.clock.now();
    const { timeZone } = world.settings.center;
    const date = dateIn(timeZone, now);
    const lines = (await Promise.all(linesOf(world.settings).map((line) => read(world, line, date, now))))
      .filter(({ sums }) => sums.offeredCount > 0)
      .sort((a, b) => b.sums.offeredCount - a.sums.offeredCount);
    const palette = palettes[widgetContext?.theme ?? 'light'];
    if (lines.length === 0) return html`<p style="${style(palette)}">Nobody has asked for an agent yet today.</p>`;
    return tableOf(lines, palette, date, world.settings);
  };
}

const linesOf = ({ queues }: RuntimeSettings): { queue: string; channel: Channel }[] =>
  Object.entries(queues).flatMap(([queue, { channels: served }]) =>
    channels.filter((channel) => served.includes(channel)).map((channel) => ({ queue, channel })),
  );

const dateIn = (timeZone: string, at: Instant): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at);

/** Rows are by the day of UTC: a local day lies in two of them, or three around a change of clocks. */
async function read(
  { centerRows, settings }: WidgetWorld,
  { queue, channel }: { queue: string; channel: Channel },
  date: string,
  now: Instant,
): Promise<Line> {
  const days = [-26, 0, 14].map((later) => new Date(addSeconds(now, hours(later))).toISOString().slice(0, 10));
  const rows = await Promise.all([...new Set(days)].map((day) => centerRows.day(queue, channel, day)));
  const all = rows.flatMap((row) => row?.intervals ?? []);
  const intervals = intervalsOfDay(all, date, settings.center.timeZone);
  return { queue, channel, intervals, sums: sumIntervals(intervals) };
}

const style = ({ ink }: Palette): Html => `color:${ink};font:13px/1.4 system-ui,sans-serif;margin:0` as Html;

interface Column {
  readonly title: string;
  readonly of: (sums: Sums) => number | undefined;
  readonly show: (value: number) => string;
  /** What the figure rests on. */
  readonly n: (sums: Sums) => number;
}

const percent = (share: number): string => `${(100 * share).toFixed(share > 0.995 && share < 1 ? 1 : 0)} %`;
const clockTime = (seconds: number): string =>
  `${Math.floor(Math.round(seconds) / 60)}:${String(Math.round(seconds) % 60).padStart(2, '0')}`;

const columns: readonly Column[] = [
  { title: 'Service level', of: kpi.serviceLevels.nohold, show: percent, n: livesOf },
  { title: 'Abandoned', of: kpi.abandonmentShare, show: percent, n: (sums) => sums.offeredCount },
  { title: 'ASA', of: kpi.asaSeconds, show: clockTime, n: (sums) => sums.answeredCount },
  { title: 'AHT', of: kpi.ahtSeconds, show: clockTime, n: (sums) => sums.handledCount },
  { title: 'Met live', of: kpi.metLiveShare, show: percent, n: livesOf },
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

function livesOf({ answeredCount, abandonedCount }: Sums): number {
  return answeredCount + abandonedCount;
}

function tableOf(lines: readonly Line[], palette: Palette, date: string, { center }: RuntimeSettings): Html {
  const starts = lines.flatMap(({ intervals }) => intervals.map(({ startsAt }) => startsAt));
  const from = Math.min(...starts) as Instant;
  const until = addSeconds(Math.max(...starts) as Instant, hours(0.5));
  const cell = `padding:4px 14px 4px 0;border-bottom:1px solid ${palette.line};text-align:left;white-space:nowrap`;
  const th = (title: string): Html => html`<th scope="col" style="${cell as Html};font-weight:600">${text(title)}</th>`;
  const shown = lines.slice(0, mostLines);
  const rows = shown.map(
    ({ queue, channel, intervals, sums }) =>
      html`<tr><th scope="row" style="${cell as Html};font-weight:600">${text(`${queue} · ${channel}`)}</th><td style="${cell as Html}">${sparkline(intervals, from, until, palette)}</td><td style="${cell as Html}">${text(sums.offeredCount)} <small style="color:${palette.quiet as Html}">${text(`${sums.answeredCount} answered, ${sums.callbackCount} callbacks`)}</small></td>${columns.map((column) => figure(column, sums, palette, cell as Html))}</tr>`,
  );
  const more =
    lines.length > shown.length
      ? html`<p style="${style(palette)}">${text(`The ${shown.length} busiest of ${lines.length}.`)}</p>`
      : html``;
  const caption = `${date}, ${center.timeZone}: contacts by the half hour in which they asked; answered in colour, offered in grey. n is what a share or mean rests on.`;
  return html`<div style="overflow-x:auto"><table style="${style(palette)};border-collapse:collapse"><caption style="text-align:left;color:${palette.quiet as Html};padding-bottom:6px">${text(caption)}</caption><thead><tr>${['Queue', 'Contacts', 'Offered', ...columns.map(({ title }) => title)].map(th)}</tr></thead><tbody>${rows}</tbody></table></div>${more}`;
}

/** Unknown is a dash: nothing counted is neither none nor all. */
function figure({ of, show, n }: Column, sums: Sums, { quiet }: Palette, cell: Html): Html {
  const value = of(sums);
  if (value === undefined) return html`<td style="${cell}"><span aria-label="unknown">–</span></td>`;
  return html`<td style="${cell}">${text(show(value))} <small style="color:${quiet as Html}">n ${text(n(sums))}</small></td>`;
}
