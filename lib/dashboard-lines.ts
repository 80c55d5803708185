import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Channel } from '../core/contacts/channel.ts';
import type { QueueMetric } from '../core/rows/metrics.ts';
import type { Settings } from '../core/settings/schema.ts';
import { queueMetric } from './metrics.ts';
import { everyLine } from './worst-queues.ts';

/** One line of people waiting. */
export interface Line {
  readonly queue: string;
  readonly channel: Channel;
}

export const linesOf = ({ queues }: Settings): Line[] =>
  Object.entries(queues).flatMap(([queue, { channels }]) => channels.map((channel) => ({ queue, channel })));

/** With more, a formula finds them itself: naming each would be longer than a template may be. */
const mostLinesNamed = 20;

/** One metric over all lines, added up or the highest. */
export function combined(
  lines: readonly Line[],
  name: QueueMetric,
  label: string,
  combine: 'SUM' | 'MAX',
  reading: { statistic: string; period: Duration },
): cloudwatch.MathExpression {
  if (lines.length > mostLinesNamed) {
    const expression = `${combine}(${everyLine(name, reading)})`;
    return new cloudwatch.MathExpression({ expression, label, period: reading.period });
  }
  const usingMetrics = Object.fromEntries(
    lines.map((line, index) => [`${idOf(name)}${index}`, queueMetric(name, line.queue, line.channel, reading)]),
  );
  return new cloudwatch.MathExpression({
    expression: `${combine}([${Object.keys(usingMetrics).join(', ')}])`,
    usingMetrics,
    label,
    period: reading.period,
  });
}

/** Half an hour: what a share is formed over. */
export const interval = Duration.minutes(30);

interface Share {
  readonly label: string;
  readonly of: QueueMetric;
  /** The two counts that make up the whole. */
  readonly among: readonly [QueueMetric, QueueMetric];
}

const expectationMet: Share = {
  label: 'Expectation met, %',
  of: 'ExpectationMet',
  among: ['ExpectationMet', 'ExpectationMissed'],
};

export const shares = {
  promisesKept: { label: 'Promises kept, %', of: 'PromisesKept', among: ['PromisesKept', 'PromisesBroken'] },
  expectationMet,
  /** Beside the other, always: offering at once to everybody must not look like serving them. */
  metLive: { ...expectationMet, label: 'Met live, %', of: 'ExpectationMetLive' },
  callbacksInTime: {
    label: 'Callbacks in time, %',
    of: 'CallbackPromisesKept',
    among: ['CallbackPromisesKept', 'CallbackPromisesBroken'],
  },
  offersTaken: { label: 'Offers taken, %', of: 'CallbacksAccepted', among: ['CallbacksAccepted', 'OffersDeclined'] },
} as const satisfies Record<string, Share>;

/** In per cent, as people read it; a half hour in which nothing was counted has no share. */
export function shareOf(
  { label, of, among }: Share,
  read: (name: QueueMetric) => cloudwatch.IMetric,
): cloudwatch.IMetric {
  return new cloudwatch.MathExpression({
    // SUM over a list leaves out a series without data, where + would leave out the time: no broken promise is 100 %.
    expression: `100 * FILL(${idOf(of)}, 0) / SUM([${among.map(idOf).join(', ')}])`,
    usingMetrics: Object.fromEntries([of, ...among].map((name) => [idOf(name), read(name)])),
    label,
    period: interval,
  });
}

/** CloudWatch wants ids in metric math to begin with a small letter. */
const idOf = (name: QueueMetric): string => `${name.charAt(0).toLowerCase()}${name.slice(1)}`;

/** Text over the whole width. */
export const heading = (markdown: string, height = 2): cloudwatch.TextWidget =>
  new cloudwatch.TextWidget({
    markdown,
    width: 24,
    height,
    background: cloudwatch.TextWidgetBackground.TRANSPARENT,
  });
