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
