import type { PolicyStatement } from './grants.ts';

/** Who stands behind an access key. */
export interface Caller {
  /** A function's logical id, or `operator`. */
  readonly name: string;
  readonly principalArn: string;
  readonly statements: readonly PolicyStatement[];
}

/** The access key of the person at this machine: tests, the pages and the command line. It may do everything. */
export const OPERATOR_ACCESS_KEY_ID = 'AKIANOHOLDOPERATOR00';

/** Signatures are not checked: the door is open on this machine only, and the key id is the identity. */
export const SECRET_ACCESS_KEY = 'local-center-only';

export interface Callers {
  add(accessKeyId: string, caller: Caller): void;
  find(accessKeyId: string): Caller | undefined;
}

export function createCallers(accountId: string): Callers {
  const callers = new Map<string, Caller>();
  callers.set(OPERATOR_ACCESS_KEY_ID, {
    name: 'operator',
    principalArn: `arn:aws:iam::${accountId}:user/operator`,
    statements: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  });
  return {
    add: (accessKeyId, caller) => {
      callers.set(accessKeyId, caller);
    },
    find: (accessKeyId) => callers.get(accessKeyId),
  };
}

const CREDENTIAL = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//;

/** Key, region and service of a Signature Version 4 header. */
export function credentialScope(
  authorization: string | undefined,
): { accessKeyId: string; region: string; service: string } | undefined {
  const match = authorization === undefined ? null : CREDENTIAL.exec(authorization);
  if (match === null) return undefined;
  return { accessKeyId: match[1] as string, region: match[2] as string, service: match[3] as string };
}
