import { CfnCustomResource, Duration } from 'aws-cdk-lib';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { DeadLetterPlace } from '../core/rows/center.ts';
import * as settleDeploymentContract from '../lambdas/settle-deployment/contract.ts';
import type { Bundles } from './bundling.ts';
import type { ContactFlow } from './connect/contact-flow.ts';
import type { EmailAddress } from './connect/email-address.ts';
import type { IInstance } from './connect/instance.ts';
import type { PhoneNumber } from './connect/phone-number.ts';
import type { Queue } from './connect/queue.ts';
import type { QuickConnect } from './connect/quick-connect.ts';
import { BundledFunction } from './function.ts';
import type { Keys } from './keys.ts';
import type { ReservistArns } from './people.ts';
import type { Table } from './table.ts';

export interface DeploymentProps {
  readonly instance: IInstance;
  readonly bundles: Bundles;
  readonly keys: Keys;
  readonly table: Table;
  /** Which flow answers which number. */
  readonly answers: readonly { readonly number: PhoneNumber; readonly flow: ContactFlow }[];
  /** Which flow takes what is written to which address. @default nobody writes */
  readonly letters?: readonly { readonly address: EmailAddress; readonly flow: ContactFlow }[];
  readonly queues: readonly Queue[];
  /** Offered at the desks of every queue, its own left out. */
  readonly quickConnects: readonly { readonly queue: Queue | undefined; readonly quickConnect: QuickConnect }[];
  readonly callbackOutbound: ContactFlow;
  /** By queue, the flow its chats start in. */
  readonly chats: Readonly<Record<string, ContactFlow>>;
  readonly reserve: ReadonlyMap<string, ReservistArns>;
  /** @default no texts are sent */
  readonly textLink: ContactFlow | undefined;
  /** Where failed messages are kept, and what the command line needs to know of them. */
  readonly deadLetters: readonly DeadLetters[];
}

export interface DeadLetters {
  readonly name: string;
  readonly queue: sqs.Queue;
  readonly holds: DeadLetterPlace['holds'];
  readonly returnsTo?: sqs.Queue;
}

/**
 * The last step of every deployment, by the function settle-deployment: what CloudFormation has no words for.
 * It binds each number to its flow, puts quick connects on the queues (in a template queue and quick connect would each
 * need the other first), and writes which ARN belongs to which queue of the settings.
 */
export class Deployment extends Construct {
  readonly settleDeployment: BundledFunction;

  constructor(scope: Construct, id: string, props: DeploymentProps) {
    super(scope, id);
    this.settleDeployment = new BundledFunction(this, 'SettleDeployment', {
      verb: 'settle-deployment',
      contract: settleDeploymentContract,
      description: 'Binds numbers to flows and quick connects to queues after a deployment',
      bundles: props.bundles,
      keys: props.keys,
      timeout: Duration.minutes(5),
    });
    props.table.grant(this.settleDeployment, { items: ['PutItem'] });
    props.instance.grantBinding(this.settleDeployment);

    const settled = new CfnCustomResource(this, 'Settled', {
      serviceToken: this.settleDeployment.function.functionArn,
      serviceTimeout: Duration.minutes(10).toSeconds(),
    });
    settled.addOverride('Type', 'Custom::SettleDeployment');
    // CloudFormation calls it when a property has changed; a new version may settle the same properties otherwise.
    settled.addPropertyOverride('revision', props.bundles.revision('settle-deployment'));
    settled.addPropertyOverride('instanceArn', props.instance.instanceArn);
    settled.addPropertyOverride(
      'numbers',
      props.answers.map(({ number, flow }) => ({
        phoneNumberArn: number.phoneNumberArn,
        flowArn: flow.contactFlowArn,
      })),
    );
    if (props.letters !== undefined && props.letters.length > 0) {
      props.instance.grantLetterBinding(this.settleDeployment);
      settled.addPropertyOverride(
        'emailAddresses',
        props.letters.map(({ address, flow }) => ({
          emailAddressArn: address.emailAddressArn,
          flowArn: flow.contactFlowArn,
        })),
      );
    }
    settled.addPropertyOverride(
      'queues',
      Object.fromEntries(props.queues.map((queue) => [queue.queueName, queue.queueArn])),
    );
    settled.addPropertyOverride('flows', {
      callbackOutbound: props.callbackOutbound.contactFlowArn,
      chats: Object.fromEntries(Object.entries(props.chats).map(([queue, flow]) => [queue, flow.contactFlowArn])),
      ...(props.textLink === undefined ? {} : { textLink: props.textLink.contactFlowArn }),
    });
    settled.addPropertyOverride('operations', {
      keysSecretArn: props.keys.customers.secretArn,
      deadLetters: props.deadLetters.map(({ name, queue, holds, returnsTo }) => ({
        name,
        url: queue.queueUrl,
        holds,
        ...(returnsTo === undefined ? {} : { returnsTo: returnsTo.queueUrl }),
      })),
    });
    if (props.reserve.size > 0) settled.addPropertyOverride('reserve', Object.fromEntries(props.reserve));
    settled.addPropertyOverride(
      'quickConnects',
      // Each once: at every queue all the others, which a hundred queues could not write out in one template.
      props.quickConnects.map(({ queue, quickConnect }) => ({
        queueArn: queue?.queueArn ?? 'every queue',
        quickConnectArn: quickConnect.quickConnectArn,
      })),
    );
  }
}
