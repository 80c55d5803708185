import { type Instant, instant } from '../../core/time/units.ts';
import type { MetricPoint, MetricStore } from './metrics.ts';

/** The part of `AWS::CloudWatch::Alarm` that decides its state. */
export interface AlarmProperties {
  readonly AlarmName?: string;
  readonly AlarmDescription?: string;
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
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

const breaches: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** One entry per period, oldest first; undefined where there is no data. */
function periodsOf(
  points: readonly MetricPoint[],
  from: number,
  period: number,
  count: number,
): (number | undefined)[] {
  const valueAt = new Map(points.map((point) => [point.at, point.value]));
  return Array.from({ length: count }, (_, index) => valueAt.get(from + index * period));
}

/**
 * The state CloudWatch would show at `now`, from whole periods only.
 *
 * With missing data left as `missing`, an alarm without any is INSUFFICIENT_DATA; with `ignore`, OK.
 */
export function alarmState(name: string, alarm: AlarmProperties, metrics: MetricStore, now: Instant): AlarmState {
  const compare = breaches[alarm.ComparisonOperator];
  if (compare === undefined || alarm.Namespace === undefined || alarm.MetricName === undefined) {
    throw new Error(`alarm ${name}: the local center evaluates alarms on one metric with a fixed threshold`);
  }
  const periodSeconds = alarm.Period ?? 60;
  const period = periodSeconds * 1000;
  const to = Math.floor(now / period) * period;
  const from = to - alarm.EvaluationPeriods * period;
  const points = metrics.query({
    namespace: alarm.Namespace,
    name: alarm.MetricName,
    dimensions: Object.fromEntries((alarm.Dimensions ?? []).map((dimension) => [dimension.Name, dimension.Value])),
    statistic: alarm.Statistic ?? alarm.ExtendedStatistic ?? 'Average',
    periodSeconds,
    from: instant(from),
    to: instant(to),
  });
  const values = periodsOf(points, from, period, alarm.EvaluationPeriods);
  const treat = alarm.TreatMissingData ?? 'missing';
  const breaching = values.filter((value) =>
    value === undefined ? treat === 'breaching' : compare(value, alarm.Threshold),
  ).length;
  const described = { name, description: alarm.AlarmDescription ?? '' };
  if (breaching >= (alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods)) return { ...described, state: 'ALARM' };
  const silent = treat === 'missing' && values.every((value) => value === undefined);
  return { ...described, state: silent ? 'INSUFFICIENT_DATA' : 'OK' };
}
