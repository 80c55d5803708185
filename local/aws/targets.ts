import type { LocalFunctions } from '../lambda/functions.ts';
import { functionNameOf } from '../lambda/functions.ts';
import type { AsynchronousInvocations } from './asynchronous.ts';
import type { EncryptionKeys } from './encryption.ts';
import { matchesWildcard, type PolicyDocument, serviceMay, statementsOf } from './grants.ts';
import { type LocalSqs, queueNameOf } from './sqs.ts';

/** What lets AWS services in: queue policies and function permissions. */
export interface ResourcePolicies {
  addQueuePolicy(queueNames: readonly string[], document: PolicyDocument): void;
  /** `AWS::Lambda::Permission`. */
  permit(functionName: string, principal: string, sourceArn: string | undefined): void;
  /** The condition keys a service carries that acts for a rule or a schedule. */
  contextOf(sourceArn: string): Readonly<Record<string, string>>;
  maySend(servicePrincipal: string, queueArn: string, sourceArn: string): boolean;
  mayInvoke(servicePrincipal: string, functionArn: string, sourceArn: string): boolean;
}

export function createResourcePolicies(accountId: string): ResourcePolicies {
  const queuePolicies = new Map<string, PolicyDocument[]>();
  const permissions = new Map<string, { principal: string; sourceArn: string | undefined }[]>();
  const contextOf = (sourceArn: string) => ({
    'aws:SourceArn': sourceArn,
    'aws:SourceAccount': accountId,
    'aws:SecureTransport': 'true',
  });
  return {
    contextOf,
    addQueuePolicy(queueNames, document) {
      for (const name of queueNames) queuePolicies.set(name, [...(queuePolicies.get(name) ?? []), document]);
    },
    permit(functionName, principal, sourceArn) {
      permissions.set(functionName, [...(permissions.get(functionName) ?? []), { principal, sourceArn }]);
    },
    maySend(servicePrincipal, queueArn, sourceArn) {
      const request = { action: 'sqs:SendMessage', resource: queueArn, context: contextOf(sourceArn) };
      const documents = queuePolicies.get(queueNameOf(queueArn)) ?? [];
      const Statement = documents.flatMap((document) => statementsOf(document));
      return serviceMay({ Statement }, servicePrincipal, request);
    },
    mayInvoke(servicePrincipal, functionArn, sourceArn) {
      const granted = permissions.get(functionNameOf(functionArn)) ?? [];
      return granted.some(
        (permission) =>
          permission.principal === servicePrincipal &&
          (permission.sourceArn === undefined || matchesWildcard(permission.sourceArn, sourceArn, false)),
      );
    },
  };
}

export interface TargetDeps {
  readonly sqs: LocalSqs;
  readonly functions: LocalFunctions;
  readonly asynchronous: AsynchronousInvocations;
  readonly policies: ResourcePolicies;
  readonly encryption: EncryptionKeys;
}

/**
 * Hands a payload from an AWS service to a queue or a function.
 *
 * Rejects, naming what is missing, when the target's policy or its key's does not let the service in.
 */
export async function deliverTo(
  targetArn: string,
  payload: string,
  from: { readonly servicePrincipal: string; readonly sourceArn: string },
  { sqs, functions, asynchronous, policies, encryption }: TargetDeps,
): Promise<void> {
  const { servicePrincipal, sourceArn } = from;
  if (targetArn.startsWith('arn:aws:sqs:')) {
    if (!policies.maySend(servicePrincipal, targetArn, sourceArn)) {
      throw new Error(
        `no queue policy lets ${servicePrincipal} (${sourceArn}) perform sqs:SendMessage on ${targetArn}`,
      );
    }
    if (!encryption.letsIn(servicePrincipal, targetArn, policies.contextOf(sourceArn))) {
      throw new Error(
        `the key of ${targetArn} does not let ${servicePrincipal} perform kms:GenerateDataKey and kms:Decrypt`,
      );
    }
    await sqs.call('SendMessage', { QueueUrl: sqs.queueUrl(queueNameOf(targetArn)), MessageBody: payload });
    return;
  }
  if (!policies.mayInvoke(servicePrincipal, targetArn, sourceArn)) {
    throw new Error(
      `no permission lets ${servicePrincipal} (${sourceArn}) perform lambda:InvokeFunction on ${targetArn}`,
    );
  }
  if (functions.find(targetArn) === undefined) throw new Error(`${targetArn}: no such function`);
  await asynchronous.invoke(targetArn, JSON.parse(payload));
}

/** Whether the local center can deliver to an ARN: queues and functions. */
export const isDeliverable = (arn: string): boolean => /^arn:aws:(sqs|lambda):/.test(arn);
