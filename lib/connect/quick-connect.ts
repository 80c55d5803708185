import * as connect from 'aws-cdk-lib/aws-connect';
import { Construct } from 'constructs';
import type { ContactFlow } from './contact-flow.ts';
import type { IInstance } from './instance.ts';
import type { Queue } from './queue.ts';

export interface QuickConnectProps {
  readonly instance: IInstance;
  readonly name: string;
  readonly description: string;
  readonly queue: Queue;
  /** What the contact goes through on its way, of type QUEUE_TRANSFER. */
  readonly flow: ContactFlow;
}

/** One key at an agent's desk that passes a contact on to a queue. */
export class QuickConnect extends Construct {
  readonly quickConnectArn: string;

  constructor(scope: Construct, id: string, props: QuickConnectProps) {
    super(scope, id);
    const quickConnect = new connect.CfnQuickConnect(this, 'QuickConnect', {
      instanceArn: props.instance.instanceArn,
      name: props.name,
      description: props.description,
      quickConnectConfig: {
        quickConnectType: 'QUEUE',
        queueConfig: { contactFlowArn: props.flow.contactFlowArn, queueArn: props.queue.queueArn },
      },
    });
    this.quickConnectArn = quickConnect.attrQuickConnectArn;
  }
}
