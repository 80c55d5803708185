import type { MetricStore } from '../aws/metrics.ts';
import { type Chosen, metricOptions, type Properties, type Widget, widgetsOf } from './dashboardBody.ts';
import type { ColorScheme, DrawnDashboard, DrawnSeries, DrawnWidget } from './messages.ts';
import { evaluate, type Scope } from './metricMath/evaluate.ts';
import { MetricMathError, parseExpression } from './metricMath/syntax.ts';
import { type Point, type Series, seriesIn, type Value } from './metricMath/values.ts';

type Store = Pick<MetricStore, 'query' | 'list'>;

/** From when to when a dashboard is drawn, epoch milliseconds. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** One row of a widget's metrics with what CloudWatch's shorthand left out. */
interface MetricRow {
  readonly id: string;
  readonly visible: boolean;
  readonly label: string;
  readonly periodSeconds: number;
  readonly source:
    | { kind: 'expression'; expression: string }
    | { kind: 'metric'; namespace: string; name: string; dimensions: Record<string, string>; statistic: string };
}

/** What a custom widget's function draws; undefined when it does not answer. */
export type DrawCustom = (
  endpoint: string,
  params: Readonly<Record<string, unknown>>,
) => Promise<Readonly<Record<ColorScheme, string | undefined>>>;

/** A CloudWatch dashboard body drawn from the metrics at hand, with the same periods, statistics and metric math. */
export async function drawDashboard(
  name: string,
  body: string,
  { store, custom }: { store: Store; custom?: DrawCustom | undefined },
  range: TimeRange,
  chosen: Chosen = {},
): Promise<DrawnDashboard> {
  const widgets = widgetsOf(body, chosen);
  return { name, widgets: await Promise.all(widgets.map((widget) => drawAny(widget, store, custom, range))) };
}

async function drawAny(
  widget: Widget,
  store: Store,
  custom: DrawCustom | undefined,
  range: TimeRange,
): Promise<DrawnWidget> {
  const { type, properties, x, y, width, height } = widget;
  if (type !== 'custom' || custom === undefined) return drawWidget(widget, store, range);
  const html = await custom(properties.endpoint, properties.params);
  return { x, y, width, height, kind: 'custom', title: properties.title, html };
}

function drawWidget(widget: Widget, store: Store, range: TimeRange): DrawnWidget {
  const { type, properties, ...rest } = widget;
  const placed = { x: rest.x, y: rest.y, width: rest.width, height: rest.height };
  if (type === 'text') return { ...placed, kind: 'text', markdown: properties.markdown };
  const { title, view } = properties;
  if (type !== 'metric' || !['timeSeries', 'singleValue', 'bar'].includes(view))
    return { ...placed, kind: 'unsupported', title, type: type === 'metric' ? view : type };
  const { series, faults } = seriesOf(metricRows(properties), store, range);
  if (view === 'timeSeries')
    return {
      ...placed,
      kind: 'graph',
      title,
      stacked: properties.stacked,
      ...range,
      series,
      annotations: properties.annotations.horizontal,
      faults,
    };
  const numbers = series.map(({ label, points, periodSeconds }) => {
    const latest = points.at(-1);
    return { label, periodSeconds, figure: { value: latest?.value ?? null, at: latest?.at ?? null } };
  });
  return { ...placed, kind: 'numbers', title, numbers, faults };
}

function seriesOf(
  rows: readonly MetricRow[],
  store: Store,
  range: TimeRange,
): { series: DrawnSeries[]; faults: string[] } {
  const faults: string[] = [];
  const series = rows
    .filter((row) => row.visible)
    .flatMap((row): DrawnSeries[] => {
      try {
        const value = valueOfRow(row, rows, store, range, []);
        return drawnOf(row, value, range);
      } catch (error) {
        if (!(error instanceof MetricMathError)) throw error;
        faults.push(error.message);
        return [];
      }
    });
  return { series, faults };
}

function drawnOf(row: MetricRow, value: Value, range: TimeRange): DrawnSeries[] {
  const { periodSeconds, label } = row;
  if (value.kind === 'scalar') {
    const points = [range.from, range.to].map((at) => ({ at, value: value.value }));
    return [{ label, points: Number.isFinite(value.value) ? points : [], periodSeconds }];
  }
  const many = value.kind === 'array';
  return seriesIn(value).map((series) => ({
    label: many ? [label, series.label].filter(Boolean).join(' ') : label || series.label,
    points: series.points,
    periodSeconds,
  }));
}

function valueOfRow(
  row: MetricRow,
  rows: readonly MetricRow[],
  store: Store,
  range: TimeRange,
  asking: readonly string[],
): Value {
  const { source, periodSeconds } = row;
  if (source.kind === 'metric')
    return { kind: 'series', series: { label: row.label, points: pointsOf(row, store, range) } };
  if (asking.includes(row.id)) throw new MetricMathError(`${row.id}: refers to itself`);
  const scope: Scope = {
    periodSeconds,
    from: periodStart(range.from, periodSeconds),
    to: range.to,
    resolve(id) {
      const other = rows.find((candidate) => candidate.id === id);
      if (other === undefined) throw new MetricMathError(`${id}: no metric of this widget has this id`);
      // Everything an expression joins is read in the expression's own period, or its points would never meet.
      return valueOfRow({ ...other, periodSeconds }, rows, store, range, [...asking, row.id]);
    },
    metrics: () =>
      rows.filter(isMetric).map((other) => ({
        id: other.id,
        series: { label: other.label, points: pointsOf({ ...other, periodSeconds }, store, range) },
      })),
    search: (term, statistic, seconds) => searched(term, statistic, seconds, store, range),
  };
  return evaluate(parseExpression(source.expression), scope);
}

const isMetric = (row: MetricRow): boolean => row.source.kind === 'metric';
const periodStart = (at: number, periodSeconds: number): number =>
  Math.floor(at / (periodSeconds * 1000)) * periodSeconds * 1000;

function pointsOf(row: MetricRow, store: Store, range: TimeRange): readonly Point[] {
  if (row.source.kind !== 'metric') return [];
  const { namespace, name, dimensions, statistic } = row.source;
  return queryPoints({ namespace, name, dimensions }, statistic, row.periodSeconds, store, range);
}

function queryPoints(
  metric: { namespace: string; name: string; dimensions: Readonly<Record<string, string>> },
  statistic: string,
  periodSeconds: number,
  store: Store,
  range: TimeRange,
): readonly Point[] {
  try {
    return store.query({ ...metric, statistic, periodSeconds, from: range.from as never, to: range.to as never });
  } catch (error) {
    throw new MetricMathError(error instanceof Error ? error.message : String(error));
  }
}

/** SEARCH('{Nohold,Queue,Channel} MetricName="WaitSeconds" sales', …): exactly these dimensions, every word found in some name. */
function searched(term: string, statistic: string, periodSeconds: number, store: Store, range: TimeRange): Series[] {
  const [, schema = '', words = ''] = /^\s*(?:\{([^}]*)\})?(.*)$/s.exec(term) ?? [];
  const [namespace, ...keys] = schema.split(',').map((part) => part.trim());
  const wanted = [...words.matchAll(/(?:(\w+)=)?"([^"]*)"|(?:(\w+)=)?([^\s"]+)/g)].map((match) => ({
    key: match[1] ?? match[3],
    text: match[2] ?? match[4] ?? '',
  }));
  return store
    .list()
    .filter((metric) => !namespace || metric.namespace === namespace)
    .filter((metric) => !schema || Object.keys(metric.dimensions).sort().join() === keys.sort().join())
    .filter((metric) =>
      wanted.every(({ key, text }) => {
        if (key === 'MetricName') return metric.name === text;
        if (key !== undefined) return metric.dimensions[key] === text;
        return [metric.name, ...Object.values(metric.dimensions)].includes(text);
      }),
    )
    .map((metric) => ({
      // CloudWatch names each series by what tells it from the others.
      label: Object.values(metric.dimensions).join(' ') || metric.name,
      points: queryPoints(metric, statistic, periodSeconds, store, range),
    }));
}

/** The rows with CloudWatch's shorthand written out: "." repeats the cell above, "..." all cells up to here. */
function metricRows(properties: Properties): MetricRow[] {
  let above: string[] = [];
  return properties.metrics.map((cells, index) => {
    const last = cells.at(-1);
    const hasOptions = typeof last === 'object' && last !== null;
    const options = metricOptions.parse(hasOptions ? last : {});
    const written = cells.slice(0, hasOptions ? -1 : undefined).map(String);
    const common = {
      id: options.id ?? `row${index}`,
      visible: options.visible,
      periodSeconds: options.period ?? properties.period,
    };
    if (options.expression !== undefined)
      return {
        ...common,
        label: options.label ?? (/\bSEARCH\(/.test(options.expression) ? '' : options.expression),
        source: { kind: 'expression', expression: options.expression },
      };
    const full = writtenOut(written, above);
    above = full;
    const [namespace = '', name = '', ...pairs] = full;
    const dimensions: Record<string, string> = {};
    for (let pair = 0; pair + 1 < pairs.length; pair += 2)
      dimensions[pairs[pair] as string] = pairs[pair + 1] as string;
    return {
      ...common,
      label: options.label ?? name,
      source: { kind: 'metric', namespace, name, dimensions, statistic: options.stat ?? properties.stat },
    };
  });
}

function writtenOut(cells: readonly string[], above: readonly string[]): string[] {
  const rest = cells.indexOf('...');
  if (rest >= 0) {
    const tail = cells.slice(rest + 1);
    return [...above.slice(0, above.length - tail.length), ...tail];
  }
  return cells.map((cell, column) => (cell === '.' ? (above[column] ?? '') : cell));
}
