/** One data point: `at` is the start of its period, epoch milliseconds. */
export interface Point {
  readonly at: number;
  readonly value: number;
}

/** A named series; periods without data have no point. */
export interface Series {
  readonly label: string;
  readonly points: readonly Point[];
}

/** What a metric math expression evaluates to. */
export type Value =
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'series'; readonly series: Series }
  | { readonly kind: 'array'; readonly array: readonly Series[] };

export const scalar = (value: number): Value => ({ kind: 'scalar', value });
export const single = (points: readonly Point[], label = ''): Value => ({ kind: 'series', series: { label, points } });

/** Every series a value holds; none for a number. */
export function seriesIn(value: Value): readonly Series[] {
  if (value.kind === 'scalar') return [];
  return value.kind === 'series' ? [value.series] : value.array;
}

/** `points` with each value changed; a result that is no number is no data. */
export function mapPoints(points: readonly Point[], change: (value: number, at: number) => number): Point[] {
  return points
    .map((point) => ({ at: point.at, value: change(point.value, point.at) }))
    .filter((point) => Number.isFinite(point.value));
}

/**
 * Two values joined: numbers with numbers, series point by point where both have data, an array series by series.
 * Where the result is no number (a division by zero) there is no data.
 */
export function combine(left: Value, right: Value, join: (left: number, right: number) => number): Value {
  if (left.kind === 'scalar' && right.kind === 'scalar') return scalar(join(left.value, right.value));
  if (left.kind === 'array' && right.kind === 'array') {
    const array = left.array.map((series, index) => joinSeries(series, right.array[index]?.points ?? [], join));
    return { kind: 'array', array };
  }
  if (left.kind === 'array')
    return { kind: 'array', array: left.array.map((series) => joinSeries(series, operandOf(right), join)) };
  if (right.kind === 'array')
    return {
      kind: 'array',
      array: right.array.map((series) => joinSeries(series, operandOf(left), (a, b) => join(b, a))),
    };
  if (left.kind === 'series') return { kind: 'series', series: joinSeries(left.series, operandOf(right), join) };
  return {
    kind: 'series',
    series: joinSeries((right as { series: Series }).series, operandOf(left), (a, b) => join(b, a)),
  };
}

const operandOf = (value: Value): number | readonly Point[] =>
  value.kind === 'scalar' ? value.value : (value as { series: Series }).series.points;

function joinSeries(
  series: Series,
  operand: number | readonly Point[],
  join: (left: number, right: number) => number,
): Series {
  if (typeof operand === 'number')
    return { label: series.label, points: mapPoints(series.points, (value) => join(value, operand)) };
  const other = new Map(operand.map((point) => [point.at, point.value]));
  const shared = series.points.filter((point) => other.has(point.at));
  return { label: series.label, points: mapPoints(shared, (value, at) => join(value, other.get(at) as number)) };
}

/** One series from several: at each time any of them has data, what `join` makes of the values there. */
export function acrossSeries(array: readonly Series[], join: (values: readonly number[]) => number): Point[] {
  const valuesAt = new Map<number, number[]>();
  for (const { points } of array) {
    for (const { at, value } of points) {
      const values = valuesAt.get(at);
      if (values === undefined) valuesAt.set(at, [value]);
      else values.push(value);
    }
  }
  return [...valuesAt].sort(([a], [b]) => a - b).map(([at, values]) => ({ at, value: join(values) }));
}
