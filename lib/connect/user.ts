import type { SecretValue } from 'aws-cdk-lib';
import * as connect from 'aws-cdk-lib/aws-connect';
import { Construct } from 'constructs';
import type { IInstance } from './instance.ts';
import type { RoutingProfile } from './routing-profile.ts';
import type { SecurityProfile } from './security-profile.ts';

export interface UserProps {
  readonly instance: IInstance;
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email?: string | undefined;
  readonly routingProfile: RoutingProfile;
  readonly securityProfile: SecurityProfile;
  /** Calls and callbacks connect by themselves, in less than a second, to whoever is available. */
  readonly acceptsCalls: 'by-itself' | 'by-hand';
  /** Read by CloudFormation while it creates the user: the template holds a reference, never the password. */
  readonly initialPassword: SecretValue;
}

/** A person who logs in: agent or manager. */
export class User extends Construct {
  readonly userArn: string;

  constructor(scope: Construct, id: string, props: UserProps) {
    super(scope, id);
    const autoAccept = props.acceptsCalls === 'by-itself';
    const user = new connect.CfnUser(this, 'User', {
      instanceArn: props.instance.instanceArn,
      username: props.username,
      // CloudFormation itself resolves the reference; unsafeUnwrap yields the reference, not the value.
      password: props.initialPassword.unsafeUnwrap(),
      identityInfo: {
        firstName: props.firstName,
        lastName: props.lastName,
        ...(props.email === undefined ? {} : { email: props.email }),
      },
      phoneConfig: { phoneType: 'SOFT_PHONE' },
      autoAcceptConfigs: [{ channel: 'VOICE', autoAccept, agentFirstCallbackAutoAccept: autoAccept }],
      routingProfileArn: props.routingProfile.routingProfileArn,
      securityProfileArns: [props.securityProfile.securityProfileArn],
    });
    this.userArn = user.attrUserArn;
  }
}
