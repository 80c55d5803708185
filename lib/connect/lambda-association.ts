import * as connect from 'aws-cdk-lib/aws-connect';
import { Construct } from 'constructs';
import type { BundledFunction } from '../function.ts';
import type { IInstance } from './instance.ts';

export interface LambdaAssociationProps {
  readonly instance: IInstance;
  readonly function: BundledFunction;
}

/** Lets the flows of an instance invoke a function: the instance is told of it, and the function admits the instance. */
export class LambdaAssociation extends Construct {
  readonly functionArn: string;

  constructor(scope: Construct, id: string, props: LambdaAssociationProps) {
    super(scope, id);
    this.functionArn = props.function.function.functionArn;
    const permission = props.function.allowInvokeBy('connect.amazonaws.com', props.instance.instanceArn);
    const association = new connect.CfnIntegrationAssociation(this, 'Association', {
      instanceId: props.instance.instanceArn,
      integrationArn: this.functionArn,
      integrationType: 'LAMBDA_FUNCTION',
    });
    association.addResourceDependency(permission);
  }
}
