import * as connect from 'aws-cdk-lib/aws-connect';
import { Construct } from 'constructs';
import type { IInstance } from './instance.ts';

export interface SecurityProfileProps {
  readonly instance: IInstance;
  readonly name: string;
  readonly description: string;
  /** API names from Connect's list of security profile permissions. */
  readonly permissions: readonly string[];
}

/** What a person may do in Connect's own pages. */
export class SecurityProfile extends Construct {
  readonly securityProfileArn: string;

  constructor(scope: Construct, id: string, props: SecurityProfileProps) {
    super(scope, id);
    const profile = new connect.CfnSecurityProfile(this, 'Profile', {
      instanceArn: props.instance.instanceArn,
      securityProfileName: props.name,
      description: props.description,
      permissions: [...props.permissions],
    });
    this.securityProfileArn = profile.attrSecurityProfileArn;
  }
}
