import { writeFileSync } from 'node:fs';
import { init } from 'echarts';
import { BadInput } from './outcome.ts';

/** One chart: lines over time, and where given a band around the first. */
export interface Panel {
  readonly title: string;
  readonly lines: readonly { readonly name: string; readonly points: readonly (readonly [number, number])[] }[];
  readonly band?: { readonly name: string; readonly points: readonly (readonly [number, number, number])[] };
  /** Offset of local time from UTC at an instant, milliseconds: time is shown as the callers' clock has it. */
  readonly offsetAt: (at: number) => number;
}

const width = 1100;
const height = 320;
const colours = ['#1f6feb', '#24292f', '#bf3989', '#1a7f37', '#9a6700'];

/** Writes the charts, drawn on this side: `.svg` holds them under each other, `.html` is a page. Throws BadInput. */
export function writePlot(path: string, title: string, panels: readonly Panel[]): void {
  const kind = /\.(svg|html)$/i.exec(path)?.[1]?.toLowerCase();
  if (kind === undefined) throw new BadInput(`--plot: expected a file that ends in .svg or .html, got "${path}".`);
  const drawn = panels.map(drawPanel);
  const text = kind === 'svg' ? stacked(drawn) : page(title, drawn);
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new BadInput(`--plot: ${path} cannot be written (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function drawPanel({ title, lines, band, offsetAt }: Panel): string {
  const local = (at: number) => at + offsetAt(at);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  const bandSeries =
    band === undefined
      ? []
      : [
          {
            name: `${band.name} (from)`,
            type: 'line' as const,
            stack: 'band',
            symbol: 'none',
            lineStyle: { opacity: 0 },
            data: band.points.map(([at, low]) => [local(at), low]),
          },
          {
            name: band.name,
            type: 'line' as const,
            stack: 'band',
            symbol: 'none',
            lineStyle: { opacity: 0 },
            areaStyle: { color: '#1f6feb', opacity: 0.18 },
            data: band.points.map(([at, low, high]) => [local(at), high - low]),
          },
        ];
  chart.setOption({
    animation: false,
    useUTC: true,
    color: colours,
    title: { text: title, left: 10, textStyle: { fontSize: 14 } },
    legend: { top: 4, right: 20, data: [...lines.map(({ name }) => name), ...(band ? [band.name] : [])] },
    grid: { left: 60, right: 20, top: 40, bottom: 40 },
    xAxis: { type: 'time' },
    yAxis: { type: 'value', name: 'contacts', min: 0 },
    series: [
      ...lines.map(({ name, points }) => ({
        name,
        type: 'line' as const,
        symbol: 'none',
        lineStyle: { width: 1.5 },
        data: points.map(([at, value]) => [local(at), value]),
      })),
      ...bandSeries,
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

const stacked = (drawn: readonly string[]): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height * drawn.length}">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    ...drawn.map((svg, index) => `<g transform="translate(0 ${index * height})">${svg}</g>`),
    '</svg>',
    '',
  ].join('\n');

const page = (title: string, drawn: readonly string[]): string =>
  [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<title>${escapeHtml(title)}</title>`,
    '<style>body{font:15px system-ui;margin:24px}svg{max-width:100%;height:auto}</style></head><body>',
    `<h1>${escapeHtml(title)}</h1>`,
    ...drawn,
    '</body></html>',
    '',
  ].join('\n');

const escapeHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
