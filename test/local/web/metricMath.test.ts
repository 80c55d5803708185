import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate, type Scope } from '../../../local/web/metricMath/evaluate.ts';
import { MetricMathError, parseExpression } from '../../../local/web/metricMath/syntax.ts';
import { type Point, type Series, scalar, seriesIn, single, type Value } from '../../../local/web/metricMath/values.ts';

const minute = 60_000;

/** A series with a value each minute from 0; null: no data. */
const series = (...values: (number | null)[]): Value =>
  single(values.flatMap((value, index) => (value === null ? [] : [{ at: index * minute, value }])));

function scopeOf(metrics: Record<string, Value>, shownMinutes = 4): Scope {
  return {
    resolve(id) {
      const found = metrics[id];
      if (found === undefined) throw new MetricMathError(`${id}: unknown`);
      return found;
    },
    metrics: () =>
      Object.entries(metrics).map(([id, value]) => ({
        id,
        series: { label: id, points: seriesIn(value)[0]?.points ?? [] },
      })),
    search: (term) => [{ label: term, points: [{ at: 0, value: 1 }] }],
    periodSeconds: 60,
    from: 0,
    to: shownMinutes * minute,
  };
}

function value(
  expression: string,
  metrics: Record<string, Value> = {},
): number | (number | null)[] | (number | null)[][] {
  const result = evaluate(parseExpression(expression), scopeOf(metrics));
  const row = (points: readonly Point[]) =>
    Array.from({ length: 4 }, (_, index) => points.find((point) => point.at === index * minute)?.value ?? null);
  if (result.kind === 'scalar') return result.value;
  return result.kind === 'series' ? row(result.series.points) : result.array.map((one: Series) => row(one.points));
}

describe('an expression is read as it is written', () => {
  test.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 4 - 3', 3],
    ['2 ^ 3 ^ 2', 512],
    ['-2 * -3', 6],
    ['8 / 4 / 2', 1],
    ['1 < 2 AND 2 < 1 || 1 == 1', 1],
    ['1.5e2 + .5', 150.5],
    ['TRUE + FALSE', 1],
  ])('%s is %d', (expression, expected) => expect(value(expression)).toBe(expected));

  test.each(['', '1 +', '(1', 'SUM(', 'a b', '1 $ 2', '[1, 2'])('"%s" is refused', (expression) => {
    expect(() => parseExpression(expression)).toThrow(MetricMathError);
  });
});

describe('no data is not zero', () => {
  const metrics = { good: series(8, null, 3, 0), bad: series(2, 5, null, 0), none: series() };

  test('a sum of two metrics is known only where both are', () => {
    expect(value('good + bad', metrics)).toEqual([10, null, null, 0]);
  });

  test('a share of nothing is unknown', () => {
    expect(value('100 * FILL(good, 0) / (FILL(good, 0) + FILL(bad, 0))', metrics)).toEqual([80, 0, 100, null]);
  });

  test('the sum of a metric without data is no number', () => {
    expect(value('SUM(none)', metrics)).toEqual([null, null, null, null]);
    expect(value('SUM([none, good])', metrics)).toEqual([8, null, 3, 0]);
  });

  test('what is filled in is filled in over the whole span', () => {
    expect(value('FILL(good, REPEAT)', metrics)).toEqual([8, 8, 3, 0]);
    expect(value('FILL(bad, LINEAR)', metrics)).toEqual([2, 5, 2.5, 0]);
    expect(value('FILL(good, bad)', metrics)).toEqual([8, 5, 3, 0]);
    expect(value('FILL(none, 0)', metrics)).toEqual([0, 0, 0, 0]);
  });
});

describe('functions', () => {
  const m = { a: series(1, 2, 3, 4), b: series(10, 10, null, 30) };

  test.each<[string, number | (number | null)[] | (number | null)[][]]>([
    ['SUM(a)', 10],
    ['AVG(a)', 2.5],
    ['MAX(b) - MIN(a)', 29],
    ['SUM([a, b])', [11, 12, 3, 34]],
    ['MAX(METRICS())', [10, 10, 3, 30]],
    ['SUM(METRICS("a"))', [1, 2, 3, 4]],
    [
      'METRICS() * 2',
      [
        [2, 4, 6, 8],
        [20, 20, null, 60],
      ],
    ],
    ['RUNNING_SUM(a)', [1, 3, 6, 10]],
    ['DIFF(b)', [null, 0, null, 20]],
    ['RATE(a) * PERIOD(a)', [null, 1, 1, 1]],
    ['ABS(a - 3)', [2, 1, 0, 1]],
    ['CEIL(a / 2)', [1, 1, 2, 2]],
    ['IF(a > 2, a)', [null, null, 3, 4]],
    ['IF(a > 2, b, 0)', [0, 0, null, 30]],
    ['IF(1 < 2, 5, 6)', 5],
    ['DATAPOINT_COUNT(b)', 3],
    ['METRIC_COUNT(METRICS())', 2],
    ['TIME_SERIES(7)', [7, 7, 7, 7]],
    ['FIRST(SORT(METRICS(), MAX, DESC))', [[10, 10, null, 30]]],
    ["SUM(SEARCH('{Nohold,Queue} WaitSeconds', 'Sum', 60))", [1, null, null, null]],
  ])('%s', (expression, expected) => expect(value(expression, m)).toEqual(expected));

  test('a function that is not known here is named, not guessed', () => {
    expect(() => value('ANOMALY_DETECTION_BAND(a)', m)).toThrow(
      'ANOMALY_DETECTION_BAND(): the local board does not know this function',
    );
    expect(() => value('missing + 1', m)).toThrow(MetricMathError);
  });
});

test('the parts of an offered total always add up to it', () => {
  const counts = fc.array(fc.option(fc.nat(50)), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(counts, counts, (left, right) => {
      const metrics = { left: series(...left), right: series(...right) };
      const total = value('SUM(FILL(left, 0)) + SUM(FILL(right, 0))', metrics);
      expect(total).toBe([...left, ...right].reduce<number>((sum, count) => sum + (count ?? 0), 0));
      expect(value('SUM(SUM([left, right]))', { ...metrics, zero: scalar(0) })).toSatisfy(
        (whole: unknown) => whole === total || (total === 0 && Array.isArray(whole)),
      );
    }),
  );
});
