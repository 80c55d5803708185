import type { Scope } from './evaluate.ts';
import { type Expression, MetricMathError } from './syntax.ts';
import {
  acrossSeries,
  combine,
  mapPoints,
  type Point,
  type Series,
  scalar,
  seriesIn,
  single,
  type Value,
} from './values.ts';

type Run = (args: readonly Expression[], scope: Scope, evaluate: (argument: Expression) => Value) => Value;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const spread = (values: readonly number[]): number => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
};

function argument(args: readonly Expression[], index: number, name: string): Expression {
  const found = args[index];
  if (found === undefined)
    throw new MetricMathError(`${name}(): expected ${index + 1} arguments or more, got ${args.length}`);
  return found;
}

/** Of one series: its points made one number. Of several: at each time their values made one. */
const reducing =
  (name: string, reduce: (values: readonly number[]) => number): Run =>
  (args, _scope, evaluate) => {
    const values = args.length === 1 ? [evaluate(argument(args, 0, name))] : args.map(evaluate);
    const [only] = values;
    if (values.length === 1 && only?.kind === 'series') {
      const points = only.series.points;
      // No data is not zero: the reduction of nothing is nothing.
      return points.length === 0 ? single([]) : scalar(reduce(points.map((point) => point.value)));
    }
    const array = values.flatMap(seriesIn);
    // The same for a search that found nothing.
    if (array.length === 0 && values.some((value) => value.kind === 'array')) return single([]);
    if (array.length === 0)
      return scalar(reduce(values.map((value) => (value.kind === 'scalar' ? value.value : Number.NaN))));
    return single(acrossSeries(array, reduce));
  };

/** Each point of each series changed by itself. */
const pointwise =
  (name: string, change: (value: number, at: number) => number): Run =>
  (args, _scope, evaluate) =>
    overSeries(evaluate(argument(args, 0, name)), (points) => mapPoints(points, change), change);

/** Each series changed as a whole. */
const serieswise =
  (name: string, change: (points: readonly Point[], scope: Scope) => Point[]): Run =>
  (args, scope, evaluate) =>
    overSeries(evaluate(argument(args, 0, name)), (points) => change(points, scope));

function overSeries(
  value: Value,
  change: (points: readonly Point[]) => Point[],
  ofScalar?: (value: number, at: number) => number,
): Value {
  if (value.kind === 'scalar') {
    if (ofScalar === undefined) throw new MetricMathError('expected a metric, got a number');
    return scalar(ofScalar(value.value, 0));
  }
  const changed = ({ label, points }: Series): Series => ({ label, points: change(points) });
  return value.kind === 'series'
    ? { kind: 'series', series: changed(value.series) }
    : { kind: 'array', array: value.array.map(changed) };
}

/** What a series gains from point to point; the first has nothing before it. */
const differences = (points: readonly Point[], perSecond: boolean): Point[] =>
  points.slice(1).map((point, index) => {
    const before = points[index] as Point;
    const gained = point.value - before.value;
    return { at: point.at, value: perSecond ? gained / ((point.at - before.at) / 1000) : gained };
  });

function runningSum(points: readonly Point[]): Point[] {
  let total = 0;
  return points.map((point) => {
    total += point.value;
    return { at: point.at, value: total };
  });
}

/** Every period shown has a point: its own, else `missing` of the one before. */
function filled(
  points: readonly Point[],
  scope: Scope,
  missing: (before: number | undefined, at: number) => number | undefined,
): Point[] {
  const known = new Map(points.map((point) => [point.at, point.value]));
  const all: Point[] = [];
  let before: number | undefined;
  for (let at = scope.from; at < scope.to; at += scope.periodSeconds * 1000) {
    const value = known.get(at) ?? missing(before, at);
    if (known.has(at)) before = known.get(at);
    if (value !== undefined) all.push({ at, value });
  }
  return all;
}

/** LINEAR: on the line between the neighbours that have data; outside them nothing is known. */
function between(points: readonly Point[], at: number): number | undefined {
  const before = points.findLast((point) => point.at < at);
  const after = points.find((point) => point.at > at);
  if (before === undefined || after === undefined) return undefined;
  return before.value + ((after.value - before.value) * (at - before.at)) / (after.at - before.at);
}

const fill: Run = (args, scope, evaluate) => {
  const value = evaluate(argument(args, 0, 'FILL'));
  const filler = argument(args, 1, 'FILL');
  const word = filler.kind === 'name' ? filler.name.toUpperCase() : undefined;
  return overSeries(value, (points) => {
    if (word === 'REPEAT') return filled(points, scope, (before) => before);
    if (word === 'LINEAR') return filled(points, scope, (_, at) => between(points, at));
    const other = evaluate(filler);
    if (other.kind === 'scalar') return filled(points, scope, () => other.value);
    const others = new Map(seriesIn(other)[0]?.points.map((point) => [point.at, point.value]));
    return filled(points, scope, (_, at) => others.get(at));
  });
};

/** IF(condition, then[, else]): without an else, points where the condition fails are left out. */
const ifElse: Run = (args, _scope, evaluate) => {
  const condition = evaluate(argument(args, 0, 'IF'));
  const then = evaluate(argument(args, 1, 'IF'));
  const other = args[2] === undefined ? undefined : evaluate(args[2]);
  if (condition.kind === 'scalar') return condition.value !== 0 ? then : (other ?? single([]));
  const holding = combine(condition, scalar(0), (left) => (left !== 0 ? 1 : Number.NaN));
  const failing = combine(condition, scalar(0), (left) => (left === 0 ? 1 : Number.NaN));
  const chosen = combine(holding, then, (_, right) => right);
  if (other === undefined) return chosen;
  const rest = combine(failing, other, (_, right) => right);
  return single(acrossSeries([...seriesIn(chosen), ...seriesIn(rest)], (values) => values[0] as number));
};

const metrics: Run = (args, scope) => {
  const part = args[0];
  const wanted = part?.kind === 'text' ? part.value : '';
  return {
    kind: 'array',
    array: scope
      .metrics()
      .filter(({ id }) => id.includes(wanted))
      .map(({ series }) => series),
  };
};

const search: Run = (args, scope, evaluate) => {
  const [term, statistic, period] = args;
  if (term?.kind !== 'text' || statistic?.kind !== 'text')
    throw new MetricMathError("SEARCH(): expected two texts, 'term' and 'statistic'");
  const given = period === undefined ? undefined : evaluate(period);
  const periodSeconds = given?.kind === 'scalar' ? given.value : scope.periodSeconds;
  return { kind: 'array', array: scope.search(term.value, statistic.value, periodSeconds) };
};

const timeSeries: Run = (args, scope, evaluate) => {
  const value = evaluate(argument(args, 0, 'TIME_SERIES'));
  return value.kind === 'scalar' ? single(filled([], scope, () => value.value)) : value;
};

const last = (points: readonly Point[]): number => points.at(-1)?.value ?? Number.NEGATIVE_INFINITY;

/** SORT(array, MAX | MIN | AVG | SUM | LAST, ASC | DESC[, howMany]) */
const sort: Run = (args, _scope, evaluate) => {
  const by = (series: Series): number => {
    const order = args[1]?.kind === 'name' ? args[1].name : 'AVG';
    const values = series.points.map((point) => point.value);
    if (values.length === 0) return Number.NEGATIVE_INFINITY;
    const ways: Record<string, number> = {
      MAX: Math.max(...values),
      MIN: Math.min(...values),
      SUM: sum(values),
      LAST: last(series.points),
    };
    return ways[order] ?? mean(values);
  };
  const direction = args[2]?.kind === 'name' && args[2].name === 'ASC' ? 1 : -1;
  const sorted = [...seriesIn(evaluate(argument(args, 0, 'SORT')))].sort((a, b) => direction * (by(a) - by(b)));
  const limit = args[3] === undefined ? undefined : evaluate(args[3]);
  return { kind: 'array', array: limit?.kind === 'scalar' ? sorted.slice(0, limit.value) : sorted };
};

/** The metric math functions the local board knows, by name. */
export const functions: Readonly<Record<string, Run>> = {
  ABS: pointwise('ABS', Math.abs),
  AVG: reducing('AVG', mean),
  CEIL: pointwise('CEIL', Math.ceil),
  DATAPOINT_COUNT: reducing('DATAPOINT_COUNT', (values) => values.length),
  DIFF: serieswise('DIFF', (points) => differences(points, false)),
  FILL: fill,
  FIRST: (args, _scope, evaluate) => ({
    kind: 'array',
    array: seriesIn(evaluate(argument(args, 0, 'FIRST'))).slice(0, 1),
  }),
  FLOOR: pointwise('FLOOR', Math.floor),
  IF: ifElse,
  LAST: (args, _scope, evaluate) => ({ kind: 'array', array: seriesIn(evaluate(argument(args, 0, 'LAST'))).slice(-1) }),
  LOG: pointwise('LOG', Math.log),
  LOG10: pointwise('LOG10', Math.log10),
  MAX: reducing('MAX', (values) => Math.max(...values)),
  METRICS: metrics,
  METRIC_COUNT: (args, _scope, evaluate) => scalar(seriesIn(evaluate(argument(args, 0, 'METRIC_COUNT'))).length),
  MIN: reducing('MIN', (values) => Math.min(...values)),
  PERIOD: (_args, scope) => scalar(scope.periodSeconds),
  RATE: serieswise('RATE', (points) => differences(points, true)),
  REMOVE_EMPTY: (args, _scope, evaluate) => ({
    kind: 'array',
    array: seriesIn(evaluate(argument(args, 0, 'REMOVE_EMPTY'))).filter((series) => series.points.length > 0),
  }),
  RUNNING_SUM: serieswise('RUNNING_SUM', runningSum),
  SEARCH: search,
  SORT: sort,
  STDDEV: reducing('STDDEV', spread),
  SUM: reducing('SUM', sum),
  TIME_SERIES: timeSeries,
};
