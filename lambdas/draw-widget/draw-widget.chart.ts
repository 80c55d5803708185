import { LineChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { IntervalFigures } from '../../core/rows/center.ts';
import { intervalMinutes } from '../../core/rows/table.ts';
import type { Instant } from '../../core/time/units.ts';
import { drawn, type Html } from './html.ts';

use([LineChart, GridComponent, SVGRenderer]);

export interface Palette {
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly accent: string;
}

/** Each at least 4.5 : 1 against CloudWatch's ground of that theme. */
export const palettes: Readonly<Record<'light' | 'dark', Palette>> = {
  light: { ink: '#1a2223', quiet: '#5a6667', line: '#d9dedf', accent: '#0b6b66' },
  dark: { ink: '#e6ebeb', quiet: '#9daaab', line: '#445052', accent: '#4fc3b8' },
};

export const chartSize = { width: 190, height: 40 };

/** The day's contacts, interval by interval: offered as a quiet step, answered in the accent. Its row says it in figures. */
export function sparkline(
  intervals: readonly IntervalFigures[],
  from: Instant,
  until: Instant,
  { quiet, accent }: Palette,
): Html {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...chartSize });
  const series = (color: string, of: (one: IntervalFigures) => number, width: number) => ({
    type: 'line' as const,
    step: 'end' as const,
    showSymbol: false,
    silent: true,
    lineStyle: { color, width },
    data: steps(intervals, of),
  });
  chart.setOption({
    animation: false,
    grid: { left: 1, right: 1, top: 2, bottom: 2 },
    xAxis: { type: 'time', min: from, max: until, show: false },
    yAxis: { type: 'value', min: 0, show: false },
    series: [series(quiet, (one) => one.offeredCount, 1), series(accent, (one) => one.answeredCount, 2)],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return drawn(svg.replace('<svg ', '<svg aria-hidden="true" focusable="false" '));
}

const intervalMilliseconds = intervalMinutes * 60_000;

/** An interval in which nobody asked has no row: it is drawn as nothing asked, not bridged. */
function steps(intervals: readonly IntervalFigures[], of: (one: IntervalFigures) => number): [number, number][] {
  const points: [number, number][] = [];
  for (const one of [...intervals].sort((a, b) => a.startsAt - b.startsAt)) {
    const end = points.at(-1)?.[0];
    if (end !== undefined && end < one.startsAt) points.push([one.startsAt, 0]);
    points.push([one.startsAt + intervalMilliseconds, of(one)]);
  }
  return points;
}

/** A day of one line: what was forecast and came, and who is needed and there. */
export interface PlannedDay {
  readonly came: readonly { readonly startsAt: Instant; readonly offeredCount: number }[];
  /** `low` and `high` hold the middle 80 of 100. */
  readonly forecast: readonly {
    readonly startsAt: Instant;
    readonly mean: number;
    readonly low: number;
    readonly high: number;
  }[];
  readonly agents: readonly {
    readonly startsAt: Instant;
    readonly requiredAgents: number;
    readonly scheduledAgents: number;
    readonly gapAgents: number;
  }[];
  readonly now: Instant;
}

const planSize = { width: 900, height: 190 };

/** Two plots beside each other on one axis of time: contacts with the band of their forecast, agents required and scheduled. */
export function planChart({ came, forecast, agents, now }: PlannedDay, timeZone: string, palette: Palette): Html {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...planSize });
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  const words = { color: palette.quiet, fontFamily: 'system-ui, sans-serif', fontSize: 12 };
  const stepped = <One extends { startsAt: Instant }>(rows: readonly One[], of: (one: One) => number) =>
    rows.flatMap((one) => [
      [one.startsAt, of(one)],
      [one.startsAt + intervalMilliseconds, of(one)],
    ]);
  const line = (plot: 0 | 1, data: number[][], color: string, width: number, more: object = {}) => ({
    type: 'line' as const,
    xAxisIndex: plot,
    yAxisIndex: plot,
    showSymbol: false,
    silent: true,
    data,
    lineStyle: { color, width },
    ...more,
  });
  const band = { lineStyle: { opacity: 0 }, stack: 'band' };
  const past = came.filter(({ startsAt }) => startsAt + intervalMilliseconds <= now);
  const axes = [0, 1].map((plot) => ({
    x: {
      type: 'time' as const,
      gridIndex: plot,
      splitNumber: 4,
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
      axisLabel: { ...words, hideOverlap: true, formatter: (at: number) => clock.format(at) },
      splitLine: { show: false },
    },
    y: {
      type: 'value' as const,
      gridIndex: plot,
      min: 0,
      minInterval: 1,
      splitNumber: 3,
      name: plot === 0 ? 'contacts: came —, forecast – –, 80 % band' : 'agents: scheduled —, required – –',
      nameTextStyle: { ...words, align: 'left' as const },
      nameGap: 10,
      axisLabel: words,
      splitLine: { lineStyle: { color: palette.line } },
    },
  }));
  chart.setOption({
    animation: false,
    grid: [
      { left: 40, width: 380, top: 28, bottom: 24 },
      { left: 490, width: 390, top: 28, bottom: 24 },
    ],
    xAxis: axes.map(({ x }) => x),
    yAxis: axes.map(({ y }) => y),
    series: [
      line(
        0,
        stepped(forecast, ({ low }) => low),
        palette.quiet,
        0,
        band,
      ),
      line(
        0,
        stepped(forecast, ({ low, high }) => high - low),
        palette.quiet,
        0,
        {
          ...band,
          areaStyle: { color: palette.quiet, opacity: 0.22 },
        },
      ),
      line(
        0,
        stepped(forecast, ({ mean }) => mean),
        palette.quiet,
        1.6,
        { lineStyle: { color: palette.quiet, width: 1.6, type: 'dashed' } },
      ),
      line(
        0,
        stepped(past, ({ offeredCount }) => offeredCount),
        palette.accent,
        2.4,
      ),
      line(
        1,
        stepped(agents, ({ requiredAgents }) => requiredAgents),
        palette.ink,
        1.6,
        { lineStyle: { color: palette.ink, width: 1.6, type: 'dashed' } },
      ),
      line(
        1,
        stepped(agents, ({ scheduledAgents }) => scheduledAgents),
        palette.accent,
        2.4,
      ),
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return drawn(svg.replace('<svg ', '<svg aria-hidden="true" focusable="false" style="max-width:100%;height:auto" '));
}
