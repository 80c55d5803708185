import { Duration, Validations } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { analysedCall, feelingNames } from '../core/contacts/feeling.ts';
import * as trackContactContract from '../lambdas/track-contact/contract.ts';
import type { Bundles } from './bundling.ts';
import { AnalysisRule } from './connect/analysis-rule.ts';
import type { IInstance } from './connect/instance.ts';
import { BundledFunction } from './function.ts';
import type { Keys } from './keys.ts';
import type { Table } from './table.ts';
import { admit, deadLetterQueue, WorkQueue } from './work-queue.ts';

export interface ContactEventsProps {
  readonly instance: IInstance;
  readonly bundles: Bundles;
  readonly keys: Keys;
  readonly table: Table;
  /** Whether it is told how analysed calls felt. */
  readonly analyzes: boolean;
}

/**
 * Connect's contact events → EventBridge → SQS → track-contact, which folds them into contact rows.
 * A standard queue: the fold does not care about order or duplicates, and one bad message must not hold up a group.
 */
export class ContactEvents extends Construct {
  readonly trackContact: BundledFunction;
  readonly events: WorkQueue;
  /** What EventBridge could not deliver at all. SQS's own redrive does not take these back: they need re-sending. */
  readonly undelivered: sqs.Queue;

  constructor(scope: Construct, id: string, props: ContactEventsProps) {
    super(scope, id);
    this.trackContact = new BundledFunction(this, 'TrackContact', {
      verb: 'track-contact',
      contract: trackContactContract,
      description: 'Folds contact events into contact rows',
      bundles: props.bundles,
      keys: props.keys,
      timeout: Duration.seconds(20),
    });
    props.table.grant(this.trackContact, { items: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'] });
    props.instance.grantContacts(this.trackContact, ['StopContact']);

    this.events = new WorkQueue(this, 'Events', {
      keys: props.keys,
      worker: this.trackContact,
      // A contact's events come in bursts; a second's worth together is one read, and one write for each contact.
      batchSize: 100,
      batchSeconds: 1,
      attempts: 5,
      // A burst of events must not take the account's concurrency from the flows' own Lambdas.
      maxConcurrency: 10,
    });
    this.undelivered = deadLetterQueue(this, 'Undelivered', props.keys);
    Validations.of(this.undelivered).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: "It is itself the dead-letter queue, of EventBridge's target: cdk-nag looks for those of queues only.",
    });

    this.listen('Rule', 'Contact events of this Connect instance', {
      source: ['aws.connect'],
      detailType: ['Amazon Connect Contact Event'],
      detail: { instanceArn: [props.instance.instanceArn] },
    });
    if (props.analyzes) {
      for (const feeling of ['positive', 'negative'] as const)
        new AnalysisRule(this, `Felt${feeling}`, { instance: props.instance, feeling });
      this.listen('AnalysedRule', 'How analysed calls of this Connect instance felt', {
        source: ['aws.connect'],
        detailType: [analysedCall],
        detail: { instanceArn: [props.instance.instanceArn], actionName: Object.values(feelingNames) },
      });
    }
  }

  private listen(id: string, description: string, eventPattern: events.EventPattern): void {
    const rule = new events.Rule(this, id, {
      description,
      eventPattern,
      targets: [
        {
          bind: () => ({
            arn: this.events.queue.queueArn,
            deadLetterConfig: { arn: this.undelivered.queueArn },
            retryPolicy: { maximumEventAgeInSeconds: Duration.hours(24).toSeconds(), maximumRetryAttempts: 185 },
          }),
        },
      ],
    });
    for (const queue of [this.events.queue, this.undelivered]) admit(queue, 'events.amazonaws.com', rule.ruleArn);
  }
}
