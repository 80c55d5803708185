import type { DrawnSeries, DrawnWidget } from '../messages.ts';
import { isCounted, number, timeOfDay, unitOf } from './format.ts';

export type Graph = Extract<DrawnWidget, { kind: 'graph' }>;

/** Told apart by lightness and dash as well as by colour: the first series carries the accent. */
export const strokes = [
  { color: '--accent', dash: 'solid', width: 2.4 },
  { color: '--ink', dash: 'solid', width: 1.6 },
  { color: '--quiet', dash: 'solid', width: 1.6 },
  { color: '--accent', dash: 'dashed', width: 1.6 },
  { color: '--ink', dash: 'dashed', width: 1.6 },
  { color: '--quiet', dash: 'dotted', width: 1.8 },
] as const;

export const strokeOf = (index: number) => strokes[index % strokes.length] as (typeof strokes)[number];

/** What a chart takes from the page: its colours by name, its letters, their size in pixels. */
export interface Look {
  readonly color: (name: string) => string;
  readonly fontFamily: string;
  readonly fontSize: number;
}

/** The graph as ECharts is told it. */
export function chartOptions(graph: Graph, timeZone: string, { color, fontFamily, fontSize }: Look) {
  const text = { color: color('--quiet'), fontFamily, fontSize };
  return {
    animation: false,
    // Room for half of a time that stands at either end, beside the numbers at the left.
    grid: {
      left: fontSize,
      right: 1.6 * fontSize,
      top: 2.2 * fontSize,
      bottom: 4,
      outerBoundsMode: 'same' as const,
      outerBoundsContain: 'axisLabel' as const,
    },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      backgroundColor: color('--paper'),
      borderColor: color('--line'),
      textStyle: { color: color('--ink'), fontFamily, fontSize },
      valueFormatter: (value: unknown) => (typeof value === 'number' ? number(value) : 'unknown'),
      axisPointer: { lineStyle: { color: color('--line') }, label: { show: false } },
    },
    xAxis: {
      type: 'time',
      // A period that began before the hours shown is drawn where it began: its figure stands in the legend, too.
      min: Math.min(graph.from, ...graph.series.flatMap(({ points }) => points[0]?.at ?? [])),
      max: graph.to,
      splitNumber: 4,
      // At the bottom, also where values are negative: its times would lie over the numbers beside the zero line.
      axisLine: { onZero: false, lineStyle: { color: color('--line') } },
      axisTick: { show: false },
      // Below the number beside the zero line, which a time at the left edge would touch.
      axisLabel: { ...text, margin: fontSize, hideOverlap: true, formatter: (at: number) => timeOfDay(at, timeZone) },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      // A margin may be below 0; a share ends at 100, so that a line to keep at 90 is not the upper edge.
      ...(graph.series.some(({ points }) => points.some(({ value }) => value < 0)) ? {} : { min: 0 }),
      ...(unitOf(graph.title) === '%' ? { max: 100, interval: 25 } : {}),
      name: unitOf(graph.title),
      nameTextStyle: { ...text, align: 'left' },
      nameGap: 10,
      minInterval: isCounted(unitOf(graph.title)) ? 1 : 0,
      splitNumber: 3,
      axisLabel: text,
      splitLine: { lineStyle: { color: color('--line') } },
    },
    series: graph.series.map((series, index) => ({
      type: 'line',
      name: series.label,
      data: broken(series),
      showSymbol: series.points.length < 3,
      symbol: 'circle',
      symbolSize: 5,
      connectNulls: false,
      ...(graph.stacked ? { stack: 'all', areaStyle: { opacity: 0.25 } } : {}),
      lineStyle: { color: color(strokeOf(index).color), type: strokeOf(index).dash, width: strokeOf(index).width },
      itemStyle: { color: color(strokeOf(index).color) },
      ...(index === 0 && graph.annotations.length > 0 ? { markLine: marks(graph, color, text) } : {}),
    })),
  };
}

function marks(graph: Graph, color: (name: string) => string, text: object) {
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    lineStyle: { color: color('--ink'), type: 'dotted', width: 1 },
    label: { ...text, position: 'insideStartTop', formatter: '{b}', backgroundColor: color('--paper'), padding: 2 },
    data: graph.annotations.map(({ value, label }) => ({ yAxis: value, name: `${label} ${number(value)}` })),
  };
}

/** A line is broken where a period has no data: a gap is not a value between its neighbours. */
function broken({ points, periodSeconds }: DrawnSeries): [number, number | null][] {
  return points.flatMap((point, index): [number, number | null][] => {
    const before = points[index - 1];
    const gap = before !== undefined && point.at - before.at > periodSeconds * 1500;
    return gap
      ? [
          [before.at + periodSeconds * 1000, null],
          [point.at, point.value],
        ]
      : [[point.at, point.value]];
  });
}
