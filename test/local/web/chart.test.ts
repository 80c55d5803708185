import { LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { expect, test } from 'vitest';
import { chartOptions, type Graph } from '../../../local/web/app/chartOptions.ts';

use([LineChart, GridComponent, TooltipComponent, SVGRenderer]);

const phoneWidth = 290;
const minute = 60_000;
/** Half of a time's width in letters' heights, in a font as wide as DejaVu Sans. */
const halfOfTime = 1.44;

/** How far the times below the axis stand out of a chart of so many minutes until then, in pixels. */
function overhang(until: number, minutes: number, fontSize: number): number {
  const from = until - minutes * minute;
  const points = [from, until].map((at) => ({ at, value: 90 }));
  const graph: Graph = {
    kind: 'graph',
    title: 'Wait',
    ...{ x: 0, y: 0, width: 24, height: 6 },
    from,
    to: until,
    stacked: false,
    annotations: [],
    faults: [],
    series: [{ label: 'wait', periodSeconds: 60, points }],
  };
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: phoneWidth, height: 195 });
  const look = { color: () => '#333333', fontFamily: 'sans-serif', fontSize };
  chart.setOption(chartOptions(graph, 'UTC', look));
  const middles = [...chart.renderToSVGString().matchAll(/translate\(([\d.]+) [^>]*>\d\d:\d\d</g)].map(([, x]) =>
    Number(x),
  );
  chart.dispose();
  expect(middles.length).toBeGreaterThan(0);
  return Math.max(
    ...middles.map((middle) => Math.max(middle + halfOfTime * fontSize - phoneWidth, halfOfTime * fontSize - middle)),
  );
}

test.each([12, 24])('no time is cut off at an edge of a chart on a phone, in letters of %d pixels', (fontSize) => {
  const nine = Date.UTC(2026, 10, 28, 9);
  for (const minutes of [20, 30, 60, 360]) {
    for (let second = 0; second < 1800; second += 74)
      expect(overhang(nine + second * 1000, minutes, fontSize)).toBeLessThanOrEqual(0);
  }
});
