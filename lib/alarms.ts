import { Aws, Duration, Validations } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Settings } from '../core/settings/schema.ts';
import { burnRate, ringsAt, safeAnswerBurn } from './burn-rates.ts';
import type { IInstance } from './connect/instance.ts';
import type { BundledFunction } from './function.ts';
import type { Keys } from './keys.ts';
import { centerMetric, connectMetric } from './metrics.ts';
import { admit, deadLetterQueue, type WorkQueue } from './work-queue.ts';

export interface AlarmsProps {
  readonly keys: Keys;
  readonly instance: IInstance;
  /** Who is told, by e-mail; each address confirms once. */
  readonly emails: readonly string[];
  /** Every dead-letter queue, under the name a person reads in the alarm. */
  readonly deadLetters: Readonly<Record<string, sqs.Queue>>;
  readonly contactEvents: WorkQueue;
  readonly dueCallbacks: WorkQueue;
  /** Those a caller waits for; the first quotes. */
  readonly flowLambdas: readonly [BundledFunction, ...BundledFunction[]];
  readonly sweep: BundledFunction;
  readonly queues: Settings['queues'];
}

const minute = Duration.minutes(1);

/** Who has to act: on what the parts do, or on how many are there to serve. */
const owners = { operator: 'whoever operates the stack', manager: 'the manager on duty' } as const;

interface Alarm {
  readonly metric: cloudwatch.IMetric;
  readonly says: string;
  /** @default operator */
  readonly owner?: keyof typeof owners;
  readonly threshold: number;
  /** Minutes in a row before it rings. @default 1 */
  readonly minutes?: number;
  /** Silence itself is the alarm. @default false: no data is good news */
  readonly onSilence?: boolean;
}

/** What wakes somebody up. Each alarm says what is wrong, what to do first and whose it is; ten cents a metric and month each. */
export class Alarms extends Construct {
  readonly topic: sns.Topic;
  /** Alarms whose mail could not be handed over, of every address; undefined where nobody is told. */
  readonly undelivered: sqs.Queue | undefined;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.topic = this.topicFor(props);
    this.undelivered = props.emails.length === 0 ? undefined : this.tell(props);
    this.watchObjectives(props);

    for (const [name, queue] of Object.entries(props.deadLetters)) {
      this.add(`${name}DeadLetters`, {
        metric: queue.metricApproximateNumberOfMessagesVisible({ period: minute, statistic: 'Maximum' }),
        threshold: 1,
        says: `A message could not be worked on (${name}). Read it in the queue, mend the cause, send it again.`,
      });
    }
    this.add('ContactEventsLate', {
      metric: props.contactEvents.queue.metricApproximateAgeOfOldestMessage({ period: minute }),
      threshold: 60,
      minutes: 3,
      says: 'Contact events wait over a minute: quotes and the board are old. See errors of track-contact.',
    });
    this.add('CallbacksLate', {
      metric: props.dueCallbacks.queue.metricApproximateAgeOfOldestMessage({ period: minute }),
      threshold: 300,
      minutes: 3,
      says: 'Due callbacks wait over five minutes to be dialled. See errors of dial-callback and the call quota.',
    });
    this.add('OverdueCallbacks', {
      metric: centerMetric('OverdueCallbacks', { statistic: 'Maximum', period: minute }),
      threshold: 1,
      minutes: 3,
      says: 'A promised callback is more than ten minutes late. Agents? Hours? Errors of dial-callback?',
      owner: 'manager',
    });
    this.add('StuckDials', {
      metric: centerMetric('StuckDials', { statistic: 'Maximum', period: minute }),
      threshold: 1,
      minutes: 5,
      says: 'The result of a dialled callback stays unknown. See errors of sweep; ask Connect for the contact.',
    });
    this.add('FlowLambdaErrors', {
      metric: errorsOf(props.flowLambdas),
      threshold: 3,
      says: 'A flow Lambda fails or times out: callers are queued without a quote. See its log.',
    });
    this.add('SweepSilent', {
      metric: runsThatSucceed(props.sweep),
      threshold: 0,
      minutes: 5,
      onSilence: true,
      says: 'The sweep has not run for five minutes: no callback becomes due. See its schedule and its log.',
    });
    this.add('EventsSilent', {
      metric: callsWithoutEvents(props),
      threshold: 1,
      minutes: 5,
      says: 'Calls are up and no contact event arrives. Is the EventBridge rule enabled, the key usable?',
    });
    this.add('CallQuotaBreached', {
      metric: connectMetric(props.instance, 'CallsBreachingConcurrencyQuota', 'VoiceCalls', {
        statistic: 'Sum',
        period: minute,
      }),
      threshold: 1,
      says: 'Callers get a busy tone: more calls at once than the quota allows. Ask for more in Service Quotas.',
    });
  }

  /** Of what the center is for: how much faster than may be its callers are failed. */
  private watchObjectives({ queues, flowLambdas }: AlarmsProps): void {
    const all = Object.values(queues);
    // The weakest of them: one that only a stricter queue could reach would never ring for the others.
    const promises = Math.min(...all.map(({ promiseKeptShare }) => promiseKeptShare));
    const expectations = Math.min(...all.flatMap((queue) => confidencesOf(queue)));
    this.add('PromisesBurning', {
      metric: burnRate('PromiseBurn', promises),
      threshold: ringsAt(promises),
      says: 'Callers wait longer than they were told, many more than may. Are agents there as planned?',
      owner: 'manager',
    });
    this.add('ExpectationBurning', {
      metric: burnRate('ExpectationBurn', expectations),
      threshold: ringsAt(expectations),
      says: 'Contacts are not served as they expect, many more than may. Agents? Reserve? Are offers made?',
      owner: 'manager',
    });
    this.add('SafeAnswers', {
      metric: safeAnswerBurn(flowLambdas[0]),
      threshold: 5,
      says: 'Callers are queued without a quote: a flow Lambda answers its safe answer. See its log.',
    });
  }

  private topicFor(props: AlarmsProps): sns.Topic {
    const topic = new sns.Topic(this, 'Topic', {
      displayName: 'Nohold',
      masterKey: props.keys.encryption,
      enforceSSL: true,
    });
    // A topic with a policy of its own has lost the default that lets the account's alarms publish.
    topic.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    return topic;
  }

  /** SNS tries a mail server fifty times in six hours; what it gives up ends in the queue this gives. */
  private tell({ emails, keys }: AlarmsProps): sqs.Queue {
    const undelivered = deadLetterQueue(this, 'Undelivered', keys);
    Validations.of(undelivered).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is itself the dead-letter queue, of subscriptions: cdk-nag looks for those of queues only.',
    });
    admit(undelivered, 'sns.amazonaws.com', this.topic.topicArn);
    for (const email of emails) {
      const { node } = this.topic.addSubscription(new EmailSubscription(email));
      // CDK's own deadLetterQueue would let the topic in without asking for the account it is of.
      (node.defaultChild as sns.CfnSubscription).redrivePolicy = { deadLetterTargetArn: undelivered.queueArn };
    }
    return undelivered;
  }

  private add(id: string, alarm: Alarm): void {
    const { LESS_THAN_OR_EQUAL_TO_THRESHOLD, GREATER_THAN_OR_EQUAL_TO_THRESHOLD } = cloudwatch.ComparisonOperator;
    const rings = new cloudwatch.Alarm(this, id, {
      metric: alarm.metric,
      alarmDescription: `${alarm.says} Owner: ${owners[alarm.owner ?? 'operator']}. Runbook: docs/runbooks/${id}.md`,
      threshold: alarm.threshold,
      comparisonOperator: alarm.onSilence ? LESS_THAN_OR_EQUAL_TO_THRESHOLD : GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: alarm.minutes ?? 1,
      treatMissingData: alarm.onSilence
        ? cloudwatch.TreatMissingData.BREACHING
        : cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    const tell = new SnsAction(this.topic);
    rings.addAlarmAction(tell);
    rings.addOkAction(tell);
  }
}

function errorsOf(functions: readonly BundledFunction[]): cloudwatch.IMetric {
  const usingMetrics = Object.fromEntries(
    functions.map(({ function: lambda }, index) => [
      `errors${index}`,
      lambda.metricErrors({ statistic: 'Sum', period: Duration.minutes(5) }),
    ]),
  );
  return new cloudwatch.MathExpression({
    expression: `SUM([${Object.keys(usingMetrics).join(', ')}])`,
    usingMetrics,
    label: 'Errors of the flow Lambdas',
    period: Duration.minutes(5),
  });
}

/** On all channels; a queue has an expectation on each that it serves. */
const confidencesOf = ({ expectation }: Settings['queues'][string]): number[] =>
  Object.values(expectation).flatMap((one) => one?.confidence ?? []);

/** Lambda's own count, which costs nothing, less those that failed; no data at all while nothing runs. */
function runsThatSucceed({ function: lambda }: BundledFunction): cloudwatch.IMetric {
  const reading = { statistic: 'Sum', period: minute };
  return new cloudwatch.MathExpression({
    expression: 'runs - FILL(errors, 0)',
    usingMetrics: { runs: lambda.metricInvocations(reading), errors: lambda.metricErrors(reading) },
    label: 'Sweeps that succeed',
    period: minute,
  });
}

/** 1 in a minute with calls and no event, else 0. */
function callsWithoutEvents(props: AlarmsProps): cloudwatch.IMetric {
  return new cloudwatch.MathExpression({
    expression: 'IF(FILL(calls, 0) > 0 AND FILL(events, 0) == 0, 1, 0)',
    usingMetrics: {
      calls: connectMetric(props.instance, 'ConcurrentCalls', 'VoiceCalls', { statistic: 'Maximum', period: minute }),
      events: props.contactEvents.queue.metricNumberOfMessagesSent({ statistic: 'Sum', period: minute }),
    },
    label: 'Calls without events',
    period: minute,
  });
}
