import { RemovalPolicy, Tags } from 'aws-cdk-lib';
import * as connect from 'aws-cdk-lib/aws-connect';
import { Construct } from 'constructs';
import type { IInstance } from './instance.ts';

export interface PhoneNumberProps {
  readonly instance: IInstance;
  /** ISO 3166 code. Another country or type is another number. */
  readonly country: string;
  readonly type: 'DID' | 'TOLL_FREE';
  readonly description: string;
  /**
   * E.164, written on the number as the tag nohold:number: the local center answers on it. AWS chooses the number it
   * claims and does not read this. @default the local center makes one up
   */
  readonly localNumber?: string | undefined;
}

/**
 * A number claimed for the instance. It outlives the stack (and is paid for by the day until it is released), because
 * a released number goes to somebody else within months. CloudFormation cannot bind it to a flow: see Deployment.
 */
export class PhoneNumber extends Construct {
  readonly phoneNumberArn: string;
  /** E.164. */
  readonly address: string;

  constructor(scope: Construct, id: string, props: PhoneNumberProps) {
    super(scope, id);
    const number = new connect.CfnPhoneNumber(this, 'Number', {
      targetArn: props.instance.instanceArn,
      countryCode: props.country,
      type: props.type,
      description: props.description,
    });
    if (props.localNumber !== undefined) Tags.of(number).add('nohold:number', props.localNumber);
    number.applyRemovalPolicy(RemovalPolicy.RETAIN);
    this.phoneNumberArn = number.attrPhoneNumberArn;
    this.address = number.attrAddress;
  }
}
