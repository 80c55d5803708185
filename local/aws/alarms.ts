import { type Instant, instant } from '../../core/time/units.ts';
import { evaluate } from '../web/metricMath/evaluate.ts';
import { parseExpression } from '../web/metricMath/syntax.ts';
import { type Series, seriesIn, single, type Value } from '../web/metricMath/values.ts';
import type { MetricPoint, MetricStore } from './metrics.ts';

interface Metric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
}

interface MetricEntry {
  readonly Id: string;
  readonly Expression?: string;
  readonly MetricStat?: { readonly Metric: Metric; readonly Period: number; readonly Stat: string };
  readonly ReturnData?: boolean;
}

/** The part of `AWS::CloudWatch::Alarm` that decides its state: one metric, or an expression over several. */
export interface AlarmProperties extends Partial<Metric> {
  readonly AlarmDescription?: string;
  readonly Metrics?: readonly MetricEntry[];
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Period?: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData?: 'breaching' | 'notBreaching' | 'ignore' | 'missing';
}

export interface AlarmState {
  readonly name: string;
  readonly description: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
}

interface Window {
  readonly from: Instant;
  readonly to: Instant;
  readonly periodSeconds: number;
}

const breaches: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

const DEFAULT_PERIOD_SECONDS = 60;

const periodOf = ({ Period, Metrics }: AlarmProperties): number =>
  Period ?? Metrics?.find((entry) => entry.MetricStat !== undefined)?.MetricStat?.Period ?? DEFAULT_PERIOD_SECONDS;

function pointsOfMetric(metric: Metric, statistic: string, window: Window, metrics: MetricStore): MetricPoint[] {
  const dimensions = (metric.Dimensions ?? []).map((dimension) => [dimension.Name, dimension.Value]);
  return metrics.query({
    namespace: metric.Namespace,
    name: metric.MetricName,
    dimensions: Object.fromEntries(dimensions) as Record<string, string>,
    statistic,
    ...window,
  });
}

/** The series of the entry that the alarm watches, from those it is computed of. */
function pointsOfExpression(
  entries: readonly MetricEntry[],
  window: Window,
  metrics: MetricStore,
): readonly MetricPoint[] {
  function resolve(id: string): Value {
    const entry = entries.find((candidate) => candidate.Id === id);
    if (entry?.MetricStat !== undefined) {
      return single(pointsOfMetric(entry.MetricStat.Metric, entry.MetricStat.Stat, window, metrics), id);
    }
    if (entry?.Expression === undefined) throw new Error(`${id}: the alarm has no such metric`);
    return evaluate(parseExpression(entry.Expression), {
      resolve,
      metrics: () =>
        entries
          .filter((candidate) => candidate.MetricStat !== undefined)
          .map(({ Id }) => ({ id: Id, series: (resolve(Id) as { series: Series }).series })),
      search: () => {
        throw new Error('SEARCH: CloudWatch allows it in no alarm');
      },
      ...window,
    });
  }
  const watched = entries.find((entry) => entry.ReturnData !== false);
  if (watched === undefined) throw new Error('Metrics: expected one that returns data');
  return seriesIn(resolve(watched.Id))[0]?.points ?? [];
}

function pointsOf(alarm: AlarmProperties, window: Window, metrics: MetricStore): readonly MetricPoint[] {
  if (alarm.Metrics !== undefined) return pointsOfExpression(alarm.Metrics, window, metrics);
  const statistic = alarm.Statistic ?? alarm.ExtendedStatistic ?? 'Average';
  return pointsOfMetric(alarm as Metric, statistic, window, metrics);
}

/**
 * The state CloudWatch would show at `now`, from whole periods only.
 *
 * With missing data left as `missing`, an alarm without any is INSUFFICIENT_DATA; with `ignore`, OK.
 */
export function alarmState(name: string, alarm: AlarmProperties, metrics: MetricStore, now: Instant): AlarmState {
  const compare = breaches[alarm.ComparisonOperator];
  if (compare === undefined) throw new Error(`alarm ${name}: ${alarm.ComparisonOperator} is not evaluated here`);
  const periodSeconds = periodOf(alarm);
  const period = periodSeconds * 1000;
  const to = instant(Math.floor(now / period) * period);
  const from = instant(to - alarm.EvaluationPeriods * period);
  const valueAt = new Map(
    pointsOf(alarm, { from, to, periodSeconds }, metrics).map((point) => [point.at, point.value]),
  );
  const values = Array.from({ length: alarm.EvaluationPeriods }, (_, index) => valueAt.get(from + index * period));
  const treat = alarm.TreatMissingData ?? 'missing';
  const breaching = values.filter((value) =>
    value === undefined ? treat === 'breaching' : compare(value, alarm.Threshold),
  ).length;
  const described = { name, description: alarm.AlarmDescription ?? '' };
  if (breaching >= (alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods)) return { ...described, state: 'ALARM' };
  const silent = treat === 'missing' && values.every((value) => value === undefined);
  return { ...described, state: silent ? 'INSUFFICIENT_DATA' : 'OK' };
}
