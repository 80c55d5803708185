import { type AccessRequest, type PolicyDocument, serviceMay } from './grants.ts';

/** Customer-managed keys and what they encrypt. Nothing is encrypted here; who may use a key is enforced. */
export interface EncryptionKeys {
  addKey(keyArn: string, policy: PolicyDocument | undefined): void;
  /** `key` is an ARN or an id; without one, or with a key AWS manages, nothing is asked for. */
  protect(resourceArn: string, key: string | undefined): void;
  /** The permissions on the resource's key that a caller of `service` needs. */
  needs(service: string, resourceArn: string, actions: readonly string[]): readonly AccessRequest[];
  /** Whether an AWS service, for example events.amazonaws.com, may put data into the encrypted resource. */
  letsIn(servicePrincipal: string, resourceArn: string, context: AccessRequest['context']): boolean;
}

export function createEncryptionKeys(region: string): EncryptionKeys {
  const policies = new Map<string, PolicyDocument | undefined>();
  const keyOf = new Map<string, string>();
  const find = (key: string): string | undefined =>
    [...policies.keys()].find((arn) => arn === key || arn.endsWith(`/${key}`));
  return {
    addKey: (keyArn, policy) => {
      policies.set(keyArn, policy);
    },
    protect(resourceArn, key) {
      const keyArn = key === undefined ? undefined : find(key);
      if (keyArn !== undefined) keyOf.set(resourceArn, keyArn);
    },
    needs(service, resourceArn, actions) {
      const resource = keyOf.get(resourceArn);
      if (resource === undefined) return [];
      const context = { 'kms:ViaService': `${service}.${region}.amazonaws.com` };
      return actions.map((action) => ({ action, resource, context }));
    },
    letsIn(servicePrincipal, resourceArn, context) {
      const keyArn = keyOf.get(resourceArn);
      if (keyArn === undefined) return true;
      return ['kms:GenerateDataKey', 'kms:Decrypt'].every((action) =>
        serviceMay(policies.get(keyArn), servicePrincipal, { action, resource: keyArn, context }),
      );
    },
  };
}
