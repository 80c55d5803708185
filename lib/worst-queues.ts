import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { QueueMetric } from '../core/rows/metrics.ts';
import { graph } from './graph.ts';
import { namespace } from './metrics.ts';

/** Queues and channels shown in each graph. */
const worst = 10;

const now = Duration.minutes(1);
const interval = Duration.minutes(30);

/** Where it is worst now, among all queues and channels. */
export function worstNow(): cloudwatch.IWidget[][] {
  const peak = (title: string, name: QueueMetric) =>
    graph(title, [sorted(name, 'MAX, DESC', { statistic: 'Maximum', period: now })]);
  const fewest = (title: string, name: QueueMetric) =>
    graph(title, [sorted(name, 'AVG, ASC', { statistic: 'Maximum', period: now })]);
  return [
    [
      peak('Most contacts waiting', 'ContactsWaiting'),
      peak('Longest wait now, seconds', 'LongestWaitSeconds'),
      peak('Longest bound told to one arriving now, seconds', 'PredictedWaitBoundSeconds'),
    ],
    [
      peak('Most open callbacks', 'OpenCallbacks'),
      fewest('Fewest agents staffed', 'AgentsStaffed'),
      fewest('Fewest agents available', 'AgentsAvailable'),
    ],
  ];
}

/** Where what was told came true least, among all queues and channels. */
export function worstPromises(): cloudwatch.IWidget[][] {
  const most = (title: string, name: QueueMetric) =>
    graph(title, [sorted(name, 'SUM, DESC', { statistic: 'Sum', period: interval })]);
  return [
    [
      most('Most promises broken', 'PromisesBroken'),
      most('Most expectations missed', 'ExpectationMissed'),
      most('Most callbacks not in time', 'CallbackPromisesBroken'),
    ],
    [
      most('Most contacts offered', 'ContactsOffered'),
      most('Most contacts abandoned', 'ContactsAbandoned'),
      most('Most callbacks accepted', 'CallbacksAccepted'),
    ],
  ];
}

/** The first few in order; CloudWatch writes queue and channel beside each. */
const sorted = (
  name: QueueMetric,
  order: 'MAX, DESC' | 'SUM, DESC' | 'AVG, ASC',
  reading: { statistic: string; period: Duration },
): cloudwatch.MathExpression =>
  new cloudwatch.MathExpression({
    expression: `SORT(${everyLine(name, reading)}, ${order}, ${worst})`,
    label: '',
    period: reading.period,
  });

/** One metric of all lines at once, found by CloudWatch itself: naming them would be longer than a template may be. */
export const everyLine = (name: QueueMetric, { statistic, period }: { statistic: string; period: Duration }): string =>
  `SEARCH('{${namespace},Queue,Channel} MetricName="${name}"', '${statistic}', ${period.toSeconds()})`;
