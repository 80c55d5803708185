import { Fn } from 'aws-cdk-lib';
import * as connect from 'aws-cdk-lib/aws-connect';
import { Construct } from 'constructs';
import type { IInstance } from './instance.ts';

export interface ContactFlowProps {
  readonly instance: IInstance;
  readonly name: string;
  readonly description: string;
  /** Connect's word for where a flow may run: CONTACT_FLOW, CUSTOMER_QUEUE, AGENT_WHISPER, … */
  readonly type: string;
  /** The flow's content in Connect's flow language, as JSON text; ARNs in it may be tokens. */
  readonly content: string;
}

/** What a contact goes through. */
export class ContactFlow extends Construct {
  readonly contactFlowArn: string;
  readonly contactFlowId: string;

  constructor(scope: Construct, id: string, props: ContactFlowProps) {
    super(scope, id);
    const flow = new connect.CfnContactFlow(this, 'Flow', {
      instanceArn: props.instance.instanceArn,
      name: props.name,
      description: props.description,
      type: props.type,
      content: props.content,
      state: 'ACTIVE',
    });
    this.contactFlowArn = flow.attrContactFlowArn;
    // arn:aws:connect:region:account:instance/<instance>/contact-flow/<flow>
    this.contactFlowId = Fn.select(3, Fn.split('/', this.contactFlowArn));
  }
}
