import { Arn, ArnFormat, Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as connect from 'aws-cdk-lib/aws-connect';
import { Construct } from 'constructs';
import type { BundledFunction } from '../function.ts';

type ContactAction = 'DescribeContact' | 'StartOutboundVoiceContact' | 'StopContact' | 'UpdateContactRoutingData';

/** A Connect instance, created here or adopted: everything else only needs its ARN and id. */
export interface IInstance {
  readonly instanceArn: string;
  readonly instanceId: string;
  /** Address of the pages where people log in; undefined for an adopted instance, whose alias nobody told us. */
  readonly accessUrl: string | undefined;
  /** Permission on contacts of this instance, and its ARN in the environment. */
  grantContacts(to: BundledFunction, actions: readonly ContactAction[]): void;
  /** Permission to start chats in this instance's flows. */
  grantChats(to: BundledFunction): void;
  /** Permission to send texts, each a chat contact, from one of the instance's numbers. */
  grantTexts(to: BundledFunction, numberArn: string): void;
  /** Permission to make and send e-mails, each a contact. */
  grantLetters(to: BundledFunction): void;
  /** Permission to lead this instance's e-mail addresses to its flows. */
  grantLetterBinding(to: BundledFunction): void;
  /** Permission to look over the whole instance: its contacts by criteria and its queues' current figures. */
  grantOversight(to: BundledFunction): void;
  /** Permission to give this instance's users another of its routing profiles. */
  grantProfiles(to: BundledFunction): void;
  /** Permission to lead this instance's numbers to its flows and to put its quick connects on its queues. */
  grantBinding(to: BundledFunction): void;
}

abstract class InstanceBase extends Construct implements IInstance {
  abstract readonly instanceArn: string;
  abstract readonly instanceId: string;
  abstract readonly accessUrl: string | undefined;

  grantContacts(to: BundledFunction, actions: readonly ContactAction[]): void {
    to.allow({
      actions: actions.map((action) => `connect:${action}`),
      resources: [`${this.instanceArn}/contact/*`],
    });
    this.acknowledgeContacts(to);
    to.environment('NOHOLD_INSTANCE_ARN', this.instanceArn);
  }

  private acknowledgeContacts(to: BundledFunction): void {
    to.acknowledgeWildcard(
      `${this.nagName}/contact/*`,
      'Contacts come into being while the center runs: no policy can name them. The instance is named.',
    );
  }

  grantChats(to: BundledFunction): void {
    to.allow({ actions: ['connect:StartChatContact'], resources: [`${this.instanceArn}/contact-flow/*`] });
    to.acknowledgeWildcard(
      `${this.nagName}/contact-flow/*`,
      'Every queue has a flow its chats start in; which ones there are is read from the table after deployment.',
    );
    to.environment('NOHOLD_INSTANCE_ARN', this.instanceArn);
  }

  grantTexts(to: BundledFunction, numberArn: string): void {
    to.allow({
      actions: ['connect:StartOutboundChatContact'],
      resources: [this.instanceArn, `${this.instanceArn}/contact/*`, `${this.instanceArn}/contact-flow/*`, numberArn],
    });
    this.acknowledgeContacts(to);
    to.acknowledgeWildcard(
      `${this.nagName}/contact-flow/*`,
      'The flow of a text is made after the function that sends it: naming it here would tie a knot.',
    );
    to.environment('NOHOLD_INSTANCE_ARN', this.instanceArn);
  }

  grantLetters(to: BundledFunction): void {
    to.allow({
      actions: ['connect:CreateContact', 'connect:StartOutboundEmailContact'],
      resources: [this.instanceArn, `${this.instanceArn}/contact/*`],
    });
    this.acknowledgeContacts(to);
    to.environment('NOHOLD_INSTANCE_ARN', this.instanceArn);
  }

  grantLetterBinding(to: BundledFunction): void {
    to.allow({
      actions: ['connect:AssociateFlow', 'connect:DisassociateFlow'],
      resources: [this.instanceArn, `${this.instanceArn}/contact-flow/*`, `${this.instanceArn}/email-address/*`],
    });
    to.acknowledgeWildcard(
      `${this.nagName}/email-address/*`,
      'Addresses come and go with the settings; the function is one and outlives them. The instance is named.',
    );
  }

  grantOversight(to: BundledFunction): void {
    to.allow({ actions: ['connect:SearchContacts'], resources: [this.instanceArn] });
    to.allow({ actions: ['connect:GetCurrentMetricData'], resources: [`${this.instanceArn}/queue/*`] });
    to.acknowledgeWildcard(
      `${this.nagName}/queue/*`,
      'Figures are asked for all queues of the instance at once; a list of a hundred ARNs would not fit a policy.',
    );
    to.environment('NOHOLD_INSTANCE_ARN', this.instanceArn);
  }

  grantProfiles(to: BundledFunction): void {
    // Checked against the user and the routing profile.
    const touched = ['/agent/*', '/routing-profile/*'];
    to.allow({
      actions: ['connect:UpdateUserRoutingProfile'],
      resources: touched.map((path) => `${this.instanceArn}${path}`),
    });
    for (const path of touched)
      to.acknowledgeWildcard(
        `${this.nagName}${path}`,
        'A reserve of many would not fit a policy; the profiles it may set are those the deployment wrote down.',
      );
    to.environment('NOHOLD_INSTANCE_ARN', this.instanceArn);
  }

  grantBinding(to: BundledFunction): void {
    // Each of these actions is checked against all resources it touches.
    const bound = {
      flows: '/contact-flow/*',
      queues: '/queue/*',
      quickConnects: '/transfer-destination/*',
    } as const;
    // A number's ARN names no instance; the instance itself is checked beside it.
    const numbers = (partition: string, region: string, account: string) =>
      `arn:${partition}:connect:${region}:${account}:phone-number/*`;
    to.allow({
      actions: ['connect:AssociatePhoneNumberContactFlow', 'connect:DisassociatePhoneNumberContactFlow'],
      resources: [
        this.instanceArn,
        numbers(Aws.PARTITION, Aws.REGION, Aws.ACCOUNT_ID),
        `${this.instanceArn}${bound.flows}`,
      ],
    });
    to.allow({
      actions: ['connect:AssociateQueueQuickConnects'],
      resources: [`${this.instanceArn}${bound.queues}`, `${this.instanceArn}${bound.quickConnects}`],
    });
    for (const wildcard of [
      ...Object.values(bound).map((path) => `${this.nagName}${path}`),
      numbers('<AWS::Partition>', '<AWS::Region>', '<AWS::AccountId>'),
    ])
      to.acknowledgeWildcard(wildcard, 'A policy takes 6,144 characters: the ARNs of about forty queues fill it.');
  }

  /** How cdk-nag writes this instance's ARN in the id of a finding. */
  protected abstract readonly nagName: string;
}

export interface InstanceProps {
  /** First label of https://<alias>.my.connect.aws; unique in all of AWS. Another alias is another instance. */
  readonly alias: string;
  /** Whether flows may have calls analysed. */
  readonly analyzes: boolean;
}

/** A new instance with its own user directory. It outlives the stack: AWS allows only 100 creations in 30 days. */
export class Instance extends InstanceBase {
  readonly instanceArn: string;
  readonly instanceId: string;
  readonly accessUrl: string;
  protected readonly nagName: string;

  /** The instance that exists under this ARN. Its own settings and storage stay as they are. */
  static adopt(scope: Construct, id: string, instanceArn: string): IInstance {
    return new AdoptedInstance(scope, id, instanceArn);
  }

  constructor(scope: Construct, id: string, props: InstanceProps) {
    super(scope, id);
    const instance = new connect.CfnInstance(this, 'Instance', {
      identityManagementType: 'CONNECT_MANAGED',
      instanceAlias: props.alias,
      attributes: {
        inboundCalls: true,
        outboundCalls: true,
        earlyMedia: true,
        autoResolveBestVoices: true,
        // A flow's log holds what it hands to a Lambda, the caller's number included.
        contactflowLogs: false,
        // Charged by the minute analysed: only where the journey is told of it.
        contactLens: props.analyzes,
      },
    });
    instance.applyRemovalPolicy(RemovalPolicy.RETAIN);
    this.instanceArn = instance.attrArn;
    this.instanceId = instance.attrId;
    this.accessUrl = `https://${props.alias}.my.connect.aws`;
    this.nagName = `<${Stack.of(this).getLogicalId(instance)}.Arn>`;
  }
}

class AdoptedInstance extends InstanceBase {
  readonly instanceArn: string;
  readonly instanceId: string;
  readonly accessUrl = undefined;
  protected readonly nagName: string;

  constructor(scope: Construct, id: string, instanceArn: string) {
    super(scope, id);
    this.instanceArn = instanceArn;
    const instanceId = Arn.split(instanceArn, ArnFormat.SLASH_RESOURCE_NAME).resourceName;
    if (instanceId === undefined) throw new Error(`center.connect.adopt.instanceArn: no instance id in ${instanceArn}`);
    this.instanceId = instanceId;
    this.nagName = instanceArn;
  }
}
