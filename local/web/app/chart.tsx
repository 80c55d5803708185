import { LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { DrawnSeries, DrawnWidget } from '../messages.ts';
import { isCounted, number, timeOfDay, unitOf } from './format.ts';

use([LineChart, GridComponent, TooltipComponent, MarkLineComponent, SVGRenderer]);

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

/** The lines of a graph; what they show stands as text beside them for who cannot see them. */
export function Chart({ graph, timeZone }: { graph: Graph; timeZone: string }) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | undefined>(undefined);
  const dark = useDark();
  const draw = useRef(() => {});
  draw.current = () => {
    if (box.current === null) return;
    chart.current?.setOption(optionsOf(graph, timeZone, getComputedStyle(box.current)), { notMerge: true });
    box.current.dataset.scheme = dark ? 'dark' : 'light';
  };
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    // Its letters are texts of the page then: they are measured for contrast and overlap like all others.
    chart.current = init(element, null, { renderer: 'svg' });
    const resized = new ResizeObserver(() => {
      chart.current?.resize();
      // The page's letters may have grown with it.
      draw.current();
    });
    resized.observe(element);
    return () => {
      resized.disconnect();
      chart.current?.dispose();
    };
  }, []);
  useEffect(() => draw.current(), [graph, timeZone, dark]);
  return <div class="chart" ref={box} aria-hidden="true" />;
}

/** Whether dark colours are asked for; again when that changes. */
export function useDark(): boolean {
  const [shown, show] = useState(dark);
  useEffect(() => {
    // It may have changed between the drawing and now.
    show(dark);
    drawnBy.add(show);
    return () => void drawnBy.delete(show);
  }, []);
  return shown;
}

const drawnBy = new Set<(dark: boolean) => void>();
const darkScheme = matchMedia('(prefers-color-scheme: dark)');
// Read here only: whoever asks a media query between a change and its event gets the news, and the event is not sent.
let dark = darkScheme.matches;
darkScheme.addEventListener('change', ({ matches }) => {
  dark = matches;
  for (const show of drawnBy) show(matches);
});

function optionsOf(graph: Graph, timeZone: string, style: CSSStyleDeclaration) {
  const color = (name: string): string => style.getPropertyValue(name).trim();
  // A chart has no units of its own: its letters grow with those of the page, up to a wall.
  const fontSize = Math.round(0.8 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
  const text = { color: color('--quiet'), fontFamily: style.fontFamily, fontSize };
  return {
    animation: false,
    grid: { left: 8, right: 14, top: 2.2 * fontSize, bottom: 4, containLabel: true },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      backgroundColor: color('--paper'),
      borderColor: color('--line'),
      textStyle: { color: color('--ink'), fontFamily: style.fontFamily, fontSize },
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
