import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { ReplayedPrediction } from '../core/prediction/callReplay.ts';
import { calibrationOf, quantileLevels } from '../core/prediction/score.ts';

use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

/** An SVG: for each predictor the share of waits within its quantiles, beside the diagonal of an honest one. */
export function calibrationPlot(predictions: readonly ReplayedPrediction[]): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 640, height: 640 });
  const lines = [...Map.groupBy(predictions, ({ predictor }) => predictor)].map(([name, entries]) => ({
    name,
    data: calibrationOf(entries).map((share, index) => [quantileLevels[index] ?? 0, share]),
  }));
  const axis = (name: string) =>
    ({ type: 'value', min: 0, max: 1, name, nameLocation: 'middle', nameGap: 30 }) as const;
  chart.setOption({
    animation: false,
    title: { text: 'Share of waits within each quantile', left: 'center' },
    legend: { bottom: 0 },
    grid: { left: 60, right: 30, top: 50, bottom: 90 },
    xAxis: axis('level foretold'),
    yAxis: axis('share of waits'),
    series: [
      {
        name: 'honest',
        data: [
          [0, 0],
          [1, 1],
        ],
        lineStyle: { type: 'dashed' as const },
        symbol: 'none',
      },
      ...lines,
    ].map((line) => ({ type: 'line' as const, ...line })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
