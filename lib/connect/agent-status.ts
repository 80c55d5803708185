import { RemovalPolicy } from 'aws-cdk-lib';
import * as connect from 'aws-cdk-lib/aws-connect';
import { Construct } from 'constructs';
import type { IInstance } from './instance.ts';

export interface AgentStatusProps {
  readonly instance: IInstance;
  readonly name: string;
  readonly description: string;
  /** Place in the agents' list, from 1. */
  readonly displayOrder: number;
}

/** A state an agent may choose beside Available and Offline. Connect cannot delete one: it outlives the stack. */
export class AgentStatus extends Construct {
  constructor(scope: Construct, id: string, props: AgentStatusProps) {
    super(scope, id);
    new connect.CfnAgentStatus(this, 'Status', {
      instanceArn: props.instance.instanceArn,
      name: props.name,
      description: props.description,
      displayOrder: props.displayOrder,
      state: 'ENABLED',
    }).applyRemovalPolicy(RemovalPolicy.RETAIN);
  }
}
