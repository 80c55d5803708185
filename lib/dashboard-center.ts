import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { QueueMetric } from '../core/rows/metrics.ts';
import type { Settings } from '../core/settings/schema.ts';
import type { View } from '../lambdas/draw-widget/contract.ts';
import { combined, heading, interval, linesOf, shareOf, shares } from './dashboard-lines.ts';
import { centerMetric } from './metrics.ts';
import { worstNow, worstPromises } from './worst-queues.ts';

const now = Duration.minutes(1);

/** A widget that the function of this center draws. */
export type DrawnBy = (view: View, title: string, height: number) => cloudwatch.IWidget;

/** *Now* and *Today* of the whole center: the ten numbers, where it is worst, the day beside its plan. */
export function centerWidgets(settings: Settings, drawn: DrawnBy): cloudwatch.IWidget[][] {
  return [
    [heading('# Now and today\n## Now')],
    [drawn('now', 'The center now, ten numbers with what they rest on', 6)],
    [drawn('leaving', 'Who waits now and is close to leaving', 5)],
    ...worstNow(),
    [heading('## Today')],
    [drawn('today', 'Today, by queue', 8)],
    [drawn('plan', 'Today beside its plan: contacts and agents by the half hour', 10)],
    [heading('## Promises, last half hours')],
    centerPromises(settings),
    ...worstPromises(),
  ];
}

/** Shares of the whole center: whether it does what it is for. */
function centerPromises(settings: Settings): cloudwatch.IWidget[] {
  const lines = linesOf(settings);
  const sum = (name: QueueMetric) => combined(lines, name, name, 'SUM', { statistic: 'Sum', period: interval });
  const total = (name: QueueMetric, label: string, combine: 'SUM' | 'MAX' = 'SUM') =>
    combined(lines, name, label, combine, { statistic: 'Maximum', period: now });
  return [
    new cloudwatch.SingleValueWidget({
      title: 'Promises of the whole center, last half hour',
      width: 12,
      height: 4,
      metrics: [shares.promisesKept, shares.expectationMet, shares.metLive].map((share) => shareOf(share, sum)),
    }),
    new cloudwatch.SingleValueWidget({
      title: 'Callbacks and waits of the whole center now',
      width: 12,
      height: 4,
      metrics: [
        total('ContactsWaiting', 'Waiting'),
        total('LongestWaitSeconds', 'Longest wait, s', 'MAX'),
        total('OpenCallbacks', 'Open callbacks'),
        centerMetric('OverdueCallbacks', { statistic: 'Maximum', period: now, label: 'Overdue callbacks' }),
      ],
    }),
  ];
}
