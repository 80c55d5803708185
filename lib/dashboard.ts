import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Channel } from '../core/contacts/channel.ts';
import type { QueueMetric } from '../core/rows/metrics.ts';
import type { Settings } from '../core/settings/schema.ts';
import * as drawWidgetContract from '../lambdas/draw-widget/contract.ts';
import type { Bundles } from './bundling.ts';
import type { IInstance } from './connect/instance.ts';
import { BundledFunction } from './function.ts';
import { graph } from './graph.ts';
import type { Keys } from './keys.ts';
import { centerMetric, connectMetric, connectQueueMetric, queueMetric } from './metrics.ts';
import type { Table } from './table.ts';
import { everyLine, worstNow, worstPromises } from './worst-queues.ts';

export interface DashboardProps {
  readonly instance: IInstance;
  readonly settings: Settings;
  readonly bundles: Bundles;
  readonly keys: Keys;
  readonly table: Table;
}

/** One line of people waiting: what every row of the dashboard is about. */
interface Line {
  readonly queue: string;
  readonly channel: Channel;
  readonly title: string;
  readonly expectationSeconds: number;
  readonly promiseKeptShare: number;
}

const now = Duration.minutes(1);
const interval = Duration.minutes(30);

/**
 * Lines with graphs of their own, six each. With more the board shows where it is worst instead: CloudWatch takes 500 widgets, CloudFormation
 * 1 MB, and nobody scrolls through a hundred rows of graphs.
 */
const mostLinesDrawn = 20;

/**
 * The manager's board: *Now* (who waits, how long for, with whom) and *Promises* (did what we told come true).
 * Metric, text and custom widgets only, so that the same body can be drawn without CloudWatch.
 */
export class Dashboard extends Construct {
  readonly dashboard: cloudwatch.Dashboard;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const lines = linesOf(props.settings);
    const drawn = lines.length <= mostLinesDrawn;
    const today = this.todayWidget(props);
    this.dashboard = new cloudwatch.Dashboard(this, 'Board', {
      defaultInterval: Duration.hours(8),
      periodOverride: cloudwatch.PeriodOverride.INHERIT,
      widgets: [
        [heading(`# ${props.settings.center.name}\n## Now`)],
        centerNow(lines, props),
        ...(drawn ? lines.map((line) => queueNow(line, props)) : worstNow()),
        [heading('## Today')],
        [today],
        [heading('## Promises')],
        centerPromises(lines),
        ...(drawn ? lines.map(queuePromises) : worstPromises()),
      ],
    });
  }

  /** The day's figures need sums over contacts that no metric has: a function reads them from the rows when somebody looks. */
  private todayWidget({ bundles, keys, table }: DashboardProps): cloudwatch.IWidget {
    const drawWidget = new BundledFunction(this, 'DrawWidget', {
      verb: 'draw-widget',
      contract: drawWidgetContract,
      description: 'Draws the figures of the day for the dashboard',
      bundles,
      keys,
      timeout: Duration.seconds(15),
      memoryMiB: 512,
    });
    table.grant(drawWidget, { items: ['GetItem'] });
    return new cloudwatch.CustomWidget({
      functionArn: drawWidget.function.functionArn,
      title: 'Today, by queue',
      width: 24,
      height: 8,
    });
  }
}

const linesOf = (settings: Settings): Line[] =>
  Object.entries(settings.queues).flatMap(([queue, { channels, expectation, promiseKeptShare }]) =>
    channels.map((channel) => ({
      queue,
      channel,
      title: `${queue} · ${channel}`,
      expectationSeconds: expectation[channel]?.waitSeconds ?? 0,
      promiseKeptShare,
    })),
  );

const heading = (markdown: string) =>
  new cloudwatch.TextWidget({
    markdown,
    width: 24,
    height: 2,
    background: cloudwatch.TextWidgetBackground.TRANSPARENT,
  });

/** Figures of the whole center, the lines added up. */
function centerNow(lines: readonly Line[], props: DashboardProps): cloudwatch.IWidget[] {
  const total = (name: QueueMetric, label: string, combine: 'SUM' | 'MAX' = 'SUM') =>
    combined(lines, name, label, combine, { statistic: 'Maximum', period: now });
  return [
    new cloudwatch.SingleValueWidget({
      title: 'Center now',
      width: 12,
      height: 4,
      metrics: [
        total('ContactsWaiting', 'Waiting'),
        total('LongestWaitSeconds', 'Longest wait, s', 'MAX'),
        total('OpenCallbacks', 'Open callbacks'),
        centerMetric('OverdueCallbacks', { statistic: 'Maximum', period: now, label: 'Overdue callbacks' }),
      ],
    }),
    new cloudwatch.SingleValueWidget({
      title: 'Connect now',
      width: 12,
      height: 4,
      metrics: [
        connectMetric(props.instance, 'ConcurrentCalls', 'VoiceCalls', {
          statistic: 'Maximum',
          period: now,
          label: 'Calls',
        }),
        connectMetric(props.instance, 'ConcurrentCallsPercentage', 'VoiceCalls', {
          statistic: 'Maximum',
          period: now,
          label: 'Calls, % of quota',
        }),
        connectMetric(props.instance, 'MissedCalls', 'VoiceCalls', {
          statistic: 'Sum',
          period: interval,
          label: 'Missed by agents',
        }),
      ],
    }),
  ];
}

function queueNow(line: Line, props: DashboardProps): cloudwatch.IWidget[] {
  const read = (name: QueueMetric, label: string, statistic = 'Maximum') =>
    queueMetric(name, line.queue, line.channel, { statistic, period: now, label });
  return [
    graph(`${line.title}: waiting`, [
      read('ContactsWaiting', 'Waiting'),
      ...(line.channel === 'voice' ? [read('OpenCallbacks', 'Open callbacks')] : []),
      ...(line.channel === 'voice'
        ? [
            connectQueueMetric(props.instance, 'QueueSize', line.queue, {
              statistic: 'Maximum',
              period: now,
              label: "Connect's queue size",
            }),
          ]
        : []),
    ]),
    graph(
      `${line.title}: wait of one arriving now, seconds`,
      [
        read('PredictedWaitMedianSeconds', 'Predicted, median'),
        read('PredictedWaitBoundSeconds', 'Predicted, bound told'),
        read('LongestWaitSeconds', 'Longest wait now'),
        read('ConnectEwtSeconds', "Connect's estimate"),
      ],
      [{ value: line.expectationSeconds, label: 'Expected at most' }],
    ),
    graph(`${line.title}: agents`, [read('AgentsStaffed', 'Staffed'), read('AgentsAvailable', 'Available')]),
  ];
}

/** Shares of the whole center: three figures that say whether it does what it is for. */
function centerPromises(lines: readonly Line[]): cloudwatch.IWidget[] {
  const sum = (name: QueueMetric) => combined(lines, name, name, 'SUM', { statistic: 'Sum', period: interval });
  return [
    new cloudwatch.SingleValueWidget({
      title: 'Promises, last half hour',
      width: 12,
      height: 4,
      metrics: [promisesKept, expectationMet, metLive].map((share) => shareOf(share, sum)),
    }),
    new cloudwatch.SingleValueWidget({
      title: 'Keeping the center honest, last half hour',
      width: 12,
      height: 4,
      metrics: (
        [
          ['SafeAnswers', 'Faults hidden from callers'],
          ['StuckDials', 'Dials without result'],
          ['DialsRefused', 'Dials refused'],
          ['GhostsRemoved', 'Ghosts removed'],
        ] as const
      ).map(([name, label]) => centerMetric(name, { statistic: 'Sum', period: interval, label })),
    }),
  ];
}

function queuePromises(line: Line): cloudwatch.IWidget[] {
  const read = (name: QueueMetric, label: string, statistic = 'Sum') =>
    queueMetric(name, line.queue, line.channel, { statistic, period: interval, label });
  const voice = line.channel === 'voice';
  return [
    graph(
      `${line.title}: promises kept and expectation met, %`,
      [promisesKept, expectationMet, metLive, ...(voice ? [callbacksInTime] : [])].map((share) =>
        shareOf(share, (name) => read(name, name)),
      ),
      [{ value: 100 * line.promiseKeptShare, label: 'Promises to keep' }],
    ),
    graph(`${line.title}: told and real wait, seconds`, [
      read('ToldBoundSeconds', 'Told, mean', 'Average'),
      read('PredictedWaitSeconds', 'Predicted median, mean', 'Average'),
      read('WaitSeconds', 'Real, mean', 'Average'),
      read('WaitSeconds', 'Real, 90 %', 'p90'),
    ]),
    graph(`${line.title}: contacts${voice ? ' and callbacks' : ''}`, [
      read('ContactsOffered', 'Offered'),
      read('ContactsAnswered', 'Answered'),
      read('ContactsAbandoned', 'Abandoned'),
      ...(voice
        ? [
            read('OffersMade', 'Callbacks offered'),
            read('CallbacksAccepted', 'Callbacks accepted'),
            read('CallbacksAnswered', 'Callbacks answered'),
          ]
        : []),
    ]),
  ];
}

function combined(
  lines: readonly Line[],
  name: QueueMetric,
  label: string,
  combine: 'SUM' | 'MAX',
  reading: { statistic: string; period: Duration },
): cloudwatch.MathExpression {
  if (lines.length > mostLinesDrawn) {
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

interface Share {
  readonly label: string;
  readonly of: QueueMetric;
  /** The two counts that make up the whole. */
  readonly among: readonly [QueueMetric, QueueMetric];
}

const promisesKept: Share = {
  label: 'Promises kept, %',
  of: 'PromisesKept',
  among: ['PromisesKept', 'PromisesBroken'],
};
const expectationMet: Share = {
  label: 'Expectation met, %',
  of: 'ExpectationMet',
  among: ['ExpectationMet', 'ExpectationMissed'],
};
/** Beside the other, always: offering at once to everybody must not look like serving them. */
const metLive: Share = { ...expectationMet, label: 'Met live, %', of: 'ExpectationMetLive' };
const callbacksInTime: Share = {
  label: 'Callbacks in time, %',
  of: 'CallbackPromisesKept',
  among: ['CallbackPromisesKept', 'CallbackPromisesBroken'],
};

/** In per cent, as people read it; a half hour in which nothing was counted has no share. */
function shareOf({ label, of, among }: Share, read: (name: QueueMetric) => cloudwatch.IMetric): cloudwatch.IMetric {
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
