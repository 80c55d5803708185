import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { QueueMetric } from '../core/rows/metrics.ts';
import type { Settings } from '../core/settings/schema.ts';
import type { DrawnBy } from './dashboard-center.ts';
import { heading, interval, type Line, linesOf, shareOf, shares } from './dashboard-lines.ts';
import { graph } from './graph.ts';
import { queueMetric } from './metrics.ts';

const now = Duration.minutes(1);

/** Stands in the graphs for the queue and the channel chosen above them; no queue can have such a name. */
const chosenLine = { queue: 'ChosenQueue', channel: 'ChosenChannel' } as unknown as Line;

/**
 * What takes the place of the chosen line: a hundred queues need no more graphs than one. By their pattern and not by
 * their dimension, for other graphs of the same dashboard are of every queue.
 */
export function queueVariables(settings: Settings): cloudwatch.DashboardVariable[] {
  const lines = linesOf(settings);
  const chooser = (label: string, pattern: string, values: readonly string[]) =>
    new cloudwatch.DashboardVariable({
      id: label.toLowerCase(),
      type: cloudwatch.VariableType.PATTERN,
      value: pattern,
      label,
      inputType: cloudwatch.VariableInputType.SELECT,
      values: cloudwatch.Values.fromValues(...values.map((value) => ({ value, label: value }))),
      defaultValue: cloudwatch.DefaultValue.value(values[0]),
      visible: true,
    });
  return [
    chooser('Queue', chosenLine.queue, [...new Set(lines.map(({ queue }) => queue))]),
    chooser('Channel', chosenLine.channel, [...new Set(lines.map(({ channel }) => channel))]),
  ];
}

/** *Promises and expectation*, and *Effort*: the chosen queue over time, then every queue's day from the rows. */
export function queueWidgets(settings: Settings, drawn: DrawnBy): cloudwatch.IWidget[][] {
  return [
    [heading('# One queue\n## Now')],
    nowOf(chosenLine),
    [heading('## Promises and expectation')],
    promisesOf(chosenLine, settings),
    [heading('## Offers and callbacks')],
    offersOf(chosenLine),
    [heading('## All queues today, from the contacts themselves')],
    [drawn('waits', 'Predicted against actual waits, and the rivals', 9)],
    [drawn('offers', 'What was taken instead of holding, and whom it served', 7)],
    [drawn('effort', 'What it took customers to be served', 8)],
  ];
}

type Read = (name: QueueMetric, label: string, statistic?: string) => cloudwatch.Metric;
const reader =
  ({ queue, channel }: Line, period: Duration, usual: string): Read =>
  (name, label, statistic = usual) =>
    queueMetric(name, queue, channel, { statistic, period, label });

function nowOf(line: Line): cloudwatch.IWidget[] {
  const read = reader(line, now, 'Maximum');
  return [
    graph('Waiting now, contacts', [read('ContactsWaiting', 'Waiting'), read('OpenCallbacks', 'Open callbacks')]),
    graph('Wait of one arriving now, seconds', [
      read('PredictedWaitMedianSeconds', 'Predicted, median'),
      read('PredictedWaitBoundSeconds', 'Predicted, bound told'),
      read('LongestWaitSeconds', 'Longest wait now'),
    ]),
    graph('Agents who serve it', [read('AgentsStaffed', 'Staffed'), read('AgentsAvailable', 'Available')]),
  ];
}

function promisesOf(line: Line, { queues }: Settings): cloudwatch.IWidget[] {
  const read = reader(line, interval, 'Sum');
  const wanted = new Set(Object.values(queues).map(({ promiseKeptShare }) => promiseKeptShare));
  // A line to compare with only where it holds for every queue that may be chosen.
  const [share] = wanted;
  const annotations =
    wanted.size === 1 && share !== undefined ? [{ value: 100 * share, label: 'Promises to keep' }] : [];
  return [
    graph(
      'Promises kept and expectation met, %',
      [shares.promisesKept, shares.expectationMet, shares.metLive].map((each) =>
        shareOf(each, (name) => read(name, name)),
      ),
      annotations,
    ),
    graph('Told, predicted and real wait, seconds', [
      read('ToldBoundSeconds', 'Told, mean', 'Average'),
      read('PredictedWaitSeconds', 'Predicted median, mean', 'Average'),
      read('WaitSeconds', 'Real, mean', 'Average'),
      read('WaitSeconds', 'Real, 90 of 100 below', 'p90'),
    ]),
    graph(
      'Expectation left when an agent is there, seconds',
      [read('MarginSeconds', 'One contact in ten has less', 'Minimum')],
      [],
      true,
    ),
  ];
}

function offersOf(line: Line): cloudwatch.IWidget[] {
  const read = reader(line, interval, 'Sum');
  return [
    graph('Contacts by what became of them', [
      read('ContactsOffered', 'Offered'),
      read('ContactsAnswered', 'Answered'),
      read('ContactsAbandoned', 'Abandoned'),
      read('CallbacksAccepted', 'Took a callback'),
      read('ContactsOverflowed', 'Turned away'),
    ]),
    graph('Callbacks offered and what came of them, contacts', [
      read('OffersMade', 'Offered'),
      read('CallbacksAccepted', 'Taken'),
      read('CallbacksAnswered', 'Spoke'),
      read('CallbacksUnanswered', 'Not reached'),
      read('CallbacksCancelled', 'Taken back'),
      read('CallbacksExpired', 'Expired'),
    ]),
    graph('Callbacks in time and offers taken, %', [
      ...[shares.callbacksInTime, shares.offersTaken].map((each) => shareOf(each, (name) => read(name, name))),
    ]),
  ];
}
