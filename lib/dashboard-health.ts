import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { prices } from '../core/costs/prices.ts';
import type { CenterMetric } from '../core/rows/metrics.ts';
import type { Settings } from '../core/settings/schema.ts';
import type { IInstance } from './connect/instance.ts';
import { combined, heading, interval, linesOf } from './dashboard-lines.ts';
import type { BundledFunction } from './function.ts';
import { graph } from './graph.ts';
import { centerMetric, connectMetric } from './metrics.ts';
import type { WorkQueue } from './work-queue.ts';

export interface Watched {
  readonly instance: IInstance;
  readonly settings: Settings;
  /** By the name people know them by. */
  readonly functions: Readonly<Record<string, BundledFunction>>;
  readonly sweep: BundledFunction;
  readonly work: Readonly<Record<string, WorkQueue>>;
  readonly deadLetters: Readonly<Record<string, sqs.Queue>>;
}

const minute = Duration.minutes(1);
const few = Duration.minutes(5);

/** *Health and cost*: what is hidden from callers, what waits to be worked on, what fails, what a contact costs. */
export function healthWidgets(watched: Watched): cloudwatch.IWidget[][] {
  return [
    [heading('# Health and cost\n## Hidden from callers, last half hour')],
    honest(watched.instance),
    [heading('## Work and failures')],
    work(watched),
    failures(watched),
    [heading('## Plan and cost')],
    planAndCost(watched),
  ];
}

function numbers(title: string, metrics: cloudwatch.IMetric[]): cloudwatch.SingleValueWidget {
  return new cloudwatch.SingleValueWidget({ title, width: 12, height: 4, metrics });
}

function honest(instance: IInstance): cloudwatch.IWidget[] {
  const count = (name: CenterMetric, label: string) =>
    centerMetric(name, { statistic: 'Sum', period: interval, label });
  const calls = (name: Parameters<typeof connectMetric>[1], statistic: string, period: Duration, label: string) =>
    connectMetric(instance, name, 'VoiceCalls', { statistic, period, label });
  return [
    numbers('Keeping the center honest, last half hour', [
      count('SafeAnswers', 'Faults hidden from callers'),
      count('DialsRefused', 'Dials refused'),
      count('GhostsRemoved', 'Ghosts removed'),
      centerMetric('StuckDials', { statistic: 'Maximum', period: minute, label: 'Dials without result' }),
    ]),
    numbers('Calls in Connect now', [
      calls('ConcurrentCalls', 'Maximum', minute, 'Calls'),
      calls('CallsBreachingConcurrencyQuota', 'Sum', interval, 'Busy tones'),
      calls('MissedCalls', 'Sum', interval, 'Missed by agents'),
    ]),
  ];
}

function work({ work: queues, deadLetters, sweep }: Watched): cloudwatch.IWidget[] {
  return [
    graph(
      'Oldest work not done yet, seconds',
      Object.entries(queues).map(([label, { queue }]) =>
        queue.metricApproximateAgeOfOldestMessage({ period: minute, statistic: 'Maximum', label }),
      ),
    ),
    graph(
      'Dead letters by queue, messages',
      Object.entries(deadLetters).map(([label, queue]) =>
        queue.metricApproximateNumberOfMessagesVisible({ period: minute, statistic: 'Maximum', label }),
      ),
    ),
    graph('Sweeps and dials by the minute', [
      sweep.function.metricInvocations({ statistic: 'Sum', period: minute, label: 'Sweeps' }),
      centerMetric('DialsPlaced', { statistic: 'Sum', period: minute, label: 'Dials placed' }),
      centerMetric('EventsIgnored', { statistic: 'Sum', period: minute, label: 'Events of unknown kinds' }),
    ]),
  ];
}

function failures({ functions }: Watched): cloudwatch.IWidget[] {
  const each = (read: (lambda: BundledFunction, label: string) => cloudwatch.IMetric) =>
    Object.entries(functions).map(([label, lambda]) => read(lambda, label));
  return [
    graph(
      'Errors by function, runs',
      each(({ function: lambda }, label) => lambda.metricErrors({ statistic: 'Sum', period: few, label })),
    ),
    graph(
      'Throttles by function, runs',
      each(({ function: lambda }, label) => lambda.metricThrottles({ statistic: 'Sum', period: few, label })),
    ),
    graph(
      'Duration by function, 95 of 100 below, milliseconds',
      each(({ function: lambda }, label) => lambda.metricDuration({ statistic: 'p95', period: few, label })),
    ),
  ];
}

function planAndCost(watched: Watched): cloudwatch.IWidget[] {
  return [
    graph('Agents the plan lacks now, and reserve who help', [
      centerMetric('AgentsLacking', { statistic: 'Maximum', period: few, label: 'Lacking' }),
      centerMetric('ReserveHelping', { statistic: 'Maximum', period: few, label: 'Reserve helping' }),
    ]),
    graph('Forecast of yesterday: off by, share of those that came', [
      centerMetric('ForecastError', { statistic: 'Average', period: Duration.hours(1), label: 'Off by' }),
    ]),
    graph('Lambda for 1,000 contacts, dollars', [dollarsPerThousand(watched)]),
  ];
}

/** Requests and time of every function by list price, over the contacts of the same half hour: no free tier, no telephony. */
function dollarsPerThousand({ functions, settings }: Watched): cloudwatch.IMetric {
  const usingMetrics: Record<string, cloudwatch.IMetric> = {
    offered: combined(linesOf(settings), 'ContactsOffered', 'Offered', 'SUM', { statistic: 'Sum', period: interval }),
  };
  const terms = Object.values(functions).map(({ function: lambda, memoryMiB }, index) => {
    usingMetrics[`runs${index}`] = lambda.metricInvocations({ statistic: 'Sum', period: interval });
    usingMetrics[`spent${index}`] = lambda.metricDuration({ statistic: 'Sum', period: interval });
    const dollarsPerMillisecond = (prices.lambdaArmGbSecond.usd * (memoryMiB / 1024)) / 1000;
    return [
      `FILL(runs${index}, 0) * ${plain(prices.lambdaRequest.usd)}`,
      `FILL(spent${index}, 0) * ${plain(dollarsPerMillisecond)}`,
    ];
  });
  return new cloudwatch.MathExpression({
    expression: `1000 * (${terms.flat().join(' + ')}) / offered`,
    usingMetrics,
    label: 'Dollars',
    period: interval,
  });
}

/** Metric math takes no exponents. */
const plain = (value: number): string => value.toFixed(14).replace(/0+$/, '');
