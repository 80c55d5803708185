import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as dialCallbackContract from '../lambdas/dial-callback/contract.ts';
import type { Bundles } from './bundling.ts';
import type { ContactFlow } from './connect/contact-flow.ts';
import type { IInstance } from './connect/instance.ts';
import { BundledFunction } from './function.ts';
import type { Keys } from './keys.ts';
import type { Table } from './table.ts';
import { WorkQueue } from './work-queue.ts';

export interface CallbacksProps {
  readonly instance: IInstance;
  readonly bundles: Bundles;
  readonly keys: Keys;
  readonly table: Table;
  /** What the customer hears when they pick up. */
  readonly flow: ContactFlow;
  readonly dialsPerSecond: number;
}

/** Callbacks that are due → SQS → dial-callback → Connect, at the pace that Connect allows. */
export class Callbacks extends Construct {
  readonly dialCallback: BundledFunction;
  readonly due: WorkQueue;

  constructor(scope: Construct, id: string, props: CallbacksProps) {
    super(scope, id);
    this.dialCallback = new BundledFunction(this, 'DialCallback', {
      verb: 'dial-callback',
      contract: dialCallbackContract,
      description: 'Places the call of one callback attempt',
      bundles: props.bundles,
      keys: props.keys,
      timeout: Duration.seconds(15),
    });
    props.table.grant(this.dialCallback, { items: ['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'] });
    props.keys.grantCustomers(this.dialCallback);
    props.instance.grantContacts(this.dialCallback, ['DescribeContact', 'StartOutboundVoiceContact', 'StopContact']);
    this.dialCallback.environment('NOHOLD_CALLBACK_FLOW_ID', props.flow.contactFlowId);

    this.due = new WorkQueue(this, 'Due', {
      keys: props.keys,
      worker: this.dialCallback,
      batchSize: 1,
      attempts: 5,
      // One dial takes less than a second. On the mapping, not reserved on the function: throttled polls would burn receives.
      maxConcurrency: Math.max(2, props.dialsPerSecond),
    });
  }

  /** Lets a function hand over callbacks that are due. */
  grantHandOver(to: BundledFunction): void {
    this.due.grantSend(to, 'NOHOLD_DUE_CALLBACKS_URL');
  }
}
