import { LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef, useState } from 'preact/hooks';
import { chartOptions, type Graph, type Look } from './chartOptions.ts';

use([LineChart, GridComponent, TooltipComponent, MarkLineComponent, SVGRenderer]);

/** The lines of a graph; what they show stands as text beside them for who cannot see them. */
export function Chart({ graph, timeZone }: { graph: Graph; timeZone: string }) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | undefined>(undefined);
  const dark = useDark();
  const draw = useRef(() => {});
  draw.current = () => {
    if (box.current === null) return;
    chart.current?.setOption(chartOptions(graph, timeZone, lookOf(box.current)), { notMerge: true });
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

function lookOf(element: Element): Look {
  const style = getComputedStyle(element);
  return {
    color: (name) => style.getPropertyValue(name).trim(),
    fontFamily: style.fontFamily,
    // A chart has no units of its own: its letters grow with those of the page, up to a wall.
    fontSize: Math.round(0.8 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)),
  };
}
