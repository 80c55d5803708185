import { Aws, Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Announcement } from '../core/planningPorts.ts';
import type { BundledFunction } from './function.ts';
import type { Keys } from './keys.ts';
import { admit, deadLetterQueue } from './work-queue.ts';

export interface SchedulesProps {
  readonly keys: Keys;
}

/** What runs by the clock, and where a run ends up that could not be started or did not succeed. */
export class Schedules extends Construct {
  readonly failedRuns: sqs.Queue;
  private readonly keys: Keys;

  constructor(scope: Construct, id: string, props: SchedulesProps) {
    super(scope, id);
    this.keys = props.keys;
    this.failedRuns = deadLetterQueue(this, 'FailedRuns', props.keys);
  }

  /** Runs a function at a fixed rate. A run that could not start within the interval is dead: the next is due. */
  every(interval: Duration, runs: BundledFunction, description: string): void {
    this.start(rateOf(interval), interval, runs, description);
  }

  /** Runs a function at these minutes of every hour: in step with what else runs by the clock, in any time zone. */
  atMinutes(minutes: readonly number[], runs: BundledFunction, description: string): void {
    this.start(atMinutesOf(minutes), Duration.minutes(60 / minutes.length), runs, description);
  }

  /** Runs a function at once when an event of ours is told, beside its schedule, which makes good what could not be started. */
  onOwnEvent(detailType: Announcement['kind'], runs: BundledFunction, description: string): void {
    const rule = new events.Rule(this, `On${detailType}`, {
      description,
      eventPattern: { source: ['nohold'], detailType: [detailType] },
      targets: [
        {
          bind: () => ({
            arn: runs.function.functionArn,
            deadLetterConfig: { arn: this.failedRuns.queueArn },
            retryPolicy: { maximumEventAgeInSeconds: Duration.minutes(2).toSeconds(), maximumRetryAttempts: 2 },
          }),
        },
      ],
    });
    runs.allowInvokeBy('events.amazonaws.com', rule.ruleArn);
    admit(this.failedRuns, 'events.amazonaws.com', rule.ruleArn);
  }

  private start(expression: string, interval: Duration, runs: BundledFunction, description: string): void {
    const place = new Construct(this, `Every${runs.node.id}`);
    const role = new iam.Role(place, 'Role', {
      description: `Nohold starts ${runs.node.id}`,
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    });
    const permissions = new iam.ManagedPolicy(place, 'Permissions', {
      description: `Nohold starts ${runs.node.id}`,
      roles: [role],
      statements: [
        new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [runs.function.functionArn] }),
        new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.failedRuns.queueArn] }),
        new iam.PolicyStatement({
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: [this.keys.encryption.keyArn],
          conditions: { StringEquals: { 'kms:ViaService': `sqs.${Aws.REGION}.amazonaws.com` } },
        }),
      ],
    });
    const schedule = new scheduler.CfnSchedule(place, 'Schedule', {
      description,
      scheduleExpression: expression,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: runs.function.functionArn,
        roleArn: role.roleArn,
        // Read by nobody but `nohold redrive`: which run it was that failed, and when it was due.
        input: JSON.stringify({ run: runs.node.id, scheduledAt: '<aws.scheduler.scheduled-time>' }),
        deadLetterConfig: { arn: this.failedRuns.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: Math.max(60, interval.toSeconds()), maximumRetryAttempts: 5 },
      },
    });
    schedule.node.addDependency(permissions);
  }
}

const atMinutesOf = (minutes: readonly number[]): string => `cron(${minutes.join(',')} * * * ? *)`;

function rateOf(interval: Duration): string {
  const minutes = interval.toMinutes();
  return `rate(${minutes} minute${minutes === 1 ? '' : 's'})`;
}
