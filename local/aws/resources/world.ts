import type { LocalClock } from '../../clock/clock.ts';
import type { LocalConnect } from '../../connect/connect.ts';
import type { LocalFunctions } from '../../lambda/functions.ts';
import type { Physical, PseudoParameters } from '../../template/intrinsics.ts';
import type { ApiGateway } from '../api/apiGateway.ts';
import type { AsynchronousInvocations } from '../asynchronous.ts';
import type { Callers } from '../callers.ts';
import type { CustomResources } from '../custom-resources.ts';
import type { LocalDynamoDb } from '../dynamodb.ts';
import type { EncryptionKeys } from '../encryption.ts';
import type { EventBus } from '../event-bus.ts';
import type { Roles } from '../roles.ts';
import type { LocalS3 } from '../s3.ts';
import type { LocalScheduler } from '../scheduler.ts';
import type { LocalSecrets } from '../secrets.ts';
import type { LocalSqs } from '../sqs.ts';
import type { ResourcePolicies } from '../targets.ts';

/** Everything a resource of the template may be made in. */
export interface World {
  readonly place: PseudoParameters;
  readonly clock: LocalClock;
  readonly endpoint: string;
  readonly assetPath: (objectKey: string) => string | undefined;
  readonly dynamoDb: LocalDynamoDb;
  readonly sqs: LocalSqs;
  readonly secrets: LocalSecrets;
  readonly s3: LocalS3;
  readonly connect: LocalConnect;
  readonly functions: LocalFunctions;
  readonly apis: ApiGateway;
  readonly roles: Roles;
  readonly callers: Callers;
  readonly policies: ResourcePolicies;
  readonly encryption: EncryptionKeys;
  readonly bus: EventBus;
  readonly scheduler: LocalScheduler;
  readonly asynchronous: AsynchronousInvocations;
  readonly customResources: CustomResources;
}

/** A resource about to be made, its properties resolved. `P` names those that matter here. */
export interface Wanted<P> {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: P;
}

/** How one resource type is made, and what of it the local center emulates. */
export interface ResourceKind {
  readonly emulated: string;
  readonly leftOut: string;
  make(wanted: Wanted<never>, world: World): Physical | Promise<Physical>;
}

/** Keeps the property type of each kind beside its function. */
export function kind<P>(
  texts: Pick<ResourceKind, 'emulated' | 'leftOut'>,
  make: (wanted: Wanted<P>, world: World) => Physical | Promise<Physical>,
): ResourceKind {
  return { ...texts, make: make as ResourceKind['make'] };
}

export const arnOf = ({ region, accountId }: PseudoParameters, service: string, rest: string): string =>
  `arn:aws:${service}:${region}:${accountId}:${rest}`;
