import { Aws, Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { BundledFunction } from './function.ts';
import type { Keys } from './keys.ts';

/** AWS advises at least six times the function's timeout, so that a retried batch is never worked on twice at once. */
const visibilityTimeouts = 6;

/** Encrypted, reachable over TLS only. */
export function encryptedQueue(scope: Construct, id: string, keys: Keys, props: sqs.QueueProps): sqs.Queue {
  return new sqs.Queue(scope, id, {
    encryption: sqs.QueueEncryption.KMS,
    encryptionMasterKey: keys.encryption,
    // Twelve times fewer calls to KMS than the default of five minutes, at the same strength.
    dataKeyReuse: Duration.hours(1),
    enforceSSL: true,
    ...props,
  });
}

/** Dead letters are kept as long as SQS keeps anything: a long weekend must not lose them. */
export const deadLetterQueue = (scope: Construct, id: string, keys: Keys): sqs.Queue =>
  encryptedQueue(scope, id, keys, { retentionPeriod: Duration.days(14) });

export interface WorkQueueProps {
  readonly keys: Keys;
  readonly worker: BundledFunction;
  readonly batchSize: number;
  /** How long a batch may wait to fill, from the moment its first message is there; 0 when left out. */
  readonly batchSeconds?: number;
  /** Attempts before a message is a dead letter. */
  readonly attempts: number;
  /** Batches worked on at once, from 2 (SQS's own minimum). */
  readonly maxConcurrency: number;
}

/** A queue and the function that empties it: failed messages alone return, and end as dead letters. */
export class WorkQueue extends Construct {
  readonly queue: sqs.Queue;
  readonly deadLetters: sqs.Queue;
  private readonly keys: Keys;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    this.keys = props.keys;
    this.deadLetters = deadLetterQueue(this, 'DeadLetters', props.keys);
    this.queue = encryptedQueue(this, 'Queue', props.keys, {
      visibilityTimeout: Duration.seconds(visibilityTimeouts * props.worker.timeout.toSeconds()),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.attempts },
    });
    props.worker.allow({
      actions: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      resources: [this.queue.queueArn],
    });
    props.keys.grantDecrypt(props.worker, 'sqs');
    new lambda.EventSourceMapping(this, 'Work', {
      target: props.worker.function,
      eventSourceArn: this.queue.queueArn,
      batchSize: props.batchSize,
      ...(props.batchSeconds === undefined ? {} : { maxBatchingWindow: Duration.seconds(props.batchSeconds) }),
      maxConcurrency: props.maxConcurrency,
      reportBatchItemFailures: true,
    });
  }

  /** Lets a function add work, and tells it where under the name `variable`. */
  grantSend(to: BundledFunction, variable: string): void {
    to.allow({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] });
    this.keys.grantSend(to);
    to.environment(variable, this.queue.queueUrl);
  }
}

/** Lets a service deliver into a queue for one rule or topic. The key's policy lets it encrypt what it delivers. */
export function admit(queue: sqs.Queue, service: 'events.amazonaws.com' | 'sns.amazonaws.com', forArn: string): void {
  queue.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal(service)],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': forArn }, StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  );
}
