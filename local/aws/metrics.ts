import type { Instant } from '../../core/time/units.ts';

export type Dimensions = Readonly<Record<string, string>>;

export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Dimensions;
}

/** `Sum`, `Average`, `Minimum`, `Maximum`, `SampleCount` or a percentile such as `p90`. */
export type Statistic = string;

export interface MetricQuery extends MetricName {
  readonly statistic: Statistic;
  /** A multiple of 60. */
  readonly periodSeconds: number;
  readonly from: Instant;
  /** Excluded. */
  readonly to: Instant;
}

/** One period of a metric that has data; `at` is its start. */
export interface MetricPoint {
  readonly at: number;
  readonly value: number;
}

/** CloudWatch's metrics: what was put, by minute. */
export interface MetricStore {
  /** `count` is how often the value was seen; 1 when left out. */
  put(metric: MetricName, value: number, at: number, count?: number): void;
  /** Periods without data are left out, oldest first. */
  query(query: MetricQuery): MetricPoint[];
  /** Every metric seen so far. */
  list(): readonly MetricName[];
}

const MINUTE_MILLISECONDS = 60_000;

/** CloudWatch keeps one-minute data for 15 days. */
const MINUTES_KEPT = 15 * 24 * 60;

interface Bucket {
  count: number;
  sum: number;
  least: number;
  most: number;
  /** Value → times seen: percentiles need them all. */
  readonly values: Map<number, number>;
}

const emptyBucket = (): Bucket => ({
  count: 0,
  sum: 0,
  least: Number.POSITIVE_INFINITY,
  most: Number.NEGATIVE_INFINITY,
  values: new Map(),
});

function addTo(bucket: Bucket, value: number, count: number): void {
  bucket.count += count;
  bucket.sum += value * count;
  bucket.least = Math.min(bucket.least, value);
  bucket.most = Math.max(bucket.most, value);
  bucket.values.set(value, (bucket.values.get(value) ?? 0) + count);
}

function percentile(bucket: Bucket, share: number): number {
  const wanted = Math.max(1, Math.ceil(share * bucket.count));
  let seen = 0;
  for (const [value, count] of [...bucket.values].sort(([a], [b]) => a - b)) {
    seen += count;
    if (seen >= wanted) return value;
  }
  return bucket.most;
}

function statisticOf(bucket: Bucket, statistic: Statistic): number {
  switch (statistic) {
    case 'Sum':
      return bucket.sum;
    case 'Average':
      return bucket.sum / bucket.count;
    case 'Minimum':
      return bucket.least;
    case 'Maximum':
      return bucket.most;
    case 'SampleCount':
      return bucket.count;
    default: {
      const [, percent] = /^p(\d+(?:\.\d+)?)$/.exec(statistic) ?? [];
      if (percent === undefined) throw new Error(`statistic ${statistic}: the local center does not know it`);
      return percentile(bucket, Number(percent) / 100);
    }
  }
}

const keyOf = ({ namespace, name, dimensions }: MetricName): string => {
  const sorted = Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([namespace, name, sorted]);
};

export function createMetricStore(): MetricStore {
  const series = new Map<string, { metric: MetricName; minutes: Map<number, Bucket> }>();
  return {
    put(metric, value, at, count = 1) {
      const key = keyOf(metric);
      const own = series.get(key) ?? { metric, minutes: new Map<number, Bucket>() };
      series.set(key, own);
      const minute = Math.floor(at / MINUTE_MILLISECONDS);
      const bucket = own.minutes.get(minute) ?? emptyBucket();
      own.minutes.set(minute, bucket);
      addTo(bucket, value, count);
      const [oldest] = own.minutes.keys();
      if (own.minutes.size > MINUTES_KEPT && oldest !== undefined) own.minutes.delete(oldest);
    },
    query({ statistic, periodSeconds, from, to, ...metric }) {
      const minutes = series.get(keyOf(metric))?.minutes;
      if (minutes === undefined) return [];
      const period = periodSeconds * 1000;
      const points: MetricPoint[] = [];
      for (let start = Math.floor(from / period) * period; start < to; start += period) {
        const merged = emptyBucket();
        for (let at = start; at < start + period; at += MINUTE_MILLISECONDS) {
          const bucket = minutes.get(at / MINUTE_MILLISECONDS);
          for (const [value, count] of bucket?.values ?? []) addTo(merged, value, count);
        }
        if (merged.count > 0) points.push({ at: start, value: statisticOf(merged, statistic) });
      }
      return points;
    },
    list: () => [...series.values()].map(({ metric }) => metric),
  };
}
