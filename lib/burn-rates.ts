import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { outcomesToTell } from '../core/kpi/burn.ts';
import type { CenterMetric } from '../core/rows/metrics.ts';
import type { BundledFunction } from './function.ts';
import { centerMetric } from './metrics.ts';

/** How long outcomes are looked at together. */
const window = Duration.minutes(15);
const highestBurn = 4;
/** Open day and night, a center that fails exactly as many as it may rings by chance less than once in so many windows. */
const windowsOfAMonth = 4 * 24 * 30;

/**
 * The burn rate that rings for an objective (a share, 0 to 1): four times as many failures as may be; where so many
 * cannot fail, halfway between as many as may and all. At 90 % of promises kept: 40 % broken.
 */
export const ringsAt = (objective: number): number => Math.min(highestBurn, (1 + 1 / (1 - objective)) / 2);

/** With fewer outcomes one unlucky caller is a large share. */
export const outcomesNeeded = (objective: number): number =>
  outcomesToTell(objective, ringsAt(objective), 1 / windowsOfAMonth);

/** A burn rate that core/kpi/burn.ts writes, 0 while too few outcomes are known to tell. */
export function burnRate(
  name: Extract<CenterMetric, 'PromiseBurn' | 'ExpectationBurn'>,
  objective: number,
): cloudwatch.IMetric {
  const reading = (statistic: string) => centerMetric(name, { statistic, period: window });
  return new cloudwatch.MathExpression({
    expression: `IF(outcomes >= ${outcomesNeeded(objective)}, burn, 0)`,
    usingMetrics: { burn: reading('Average'), outcomes: reading('SampleCount') },
    label: 'Burn rate',
    period: window,
  });
}

/** Of a hundred quotes so many may be safe answers. */
const safeAnswersAllowed = 0.01;
const leastFaults = 5;

/** How many times more safe answers than may be, among the quotes of five minutes; 0 below five of them. */
export function safeAnswerBurn(quoteWait: BundledFunction): cloudwatch.IMetric {
  const period = Duration.minutes(5);
  return new cloudwatch.MathExpression({
    // Safe answers without a quote are of other functions: then all that was asked failed.
    expression: `IF(faults >= ${leastFaults}, faults / (${safeAnswersAllowed} * MAX([quotes, faults])), 0)`,
    usingMetrics: {
      faults: centerMetric('SafeAnswers', { statistic: 'Sum', period }),
      quotes: quoteWait.function.metricInvocations({ statistic: 'Sum', period }),
    },
    label: 'Burn rate of quotes',
    period,
  });
}
