import { RemovalPolicy } from 'aws-cdk-lib';
import * as connect from 'aws-cdk-lib/aws-connect';
import { Construct } from 'constructs';
import type { IInstance } from './instance.ts';

export interface EmailAddressProps {
  readonly instance: IInstance;
  /** Its domain is verified in Amazon SES for this Region, or is the one Connect made. Another address is another resource. */
  readonly address: string;
  readonly displayName: string;
}

/**
 * An address customers write to. It outlives the stack, because mail to it must not bounce while the center is made anew.
 * CloudFormation cannot lead it to a flow: see Deployment.
 */
export class EmailAddress extends Construct {
  readonly emailAddressArn: string;

  constructor(scope: Construct, id: string, props: EmailAddressProps) {
    super(scope, id);
    const address = new connect.CfnEmailAddress(this, 'Address', {
      instanceArn: props.instance.instanceArn,
      emailAddress: props.address,
      displayName: props.displayName,
    });
    address.applyRemovalPolicy(RemovalPolicy.RETAIN);
    this.emailAddressArn = address.attrEmailAddressArn;
  }
}
