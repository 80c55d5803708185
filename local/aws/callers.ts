import { randomBytes } from 'node:crypto';
import type { PolicyStatement } from './grants.ts';

/** Who stands behind an access key. */
export interface Caller {
  /** A function's logical id, or `operator`. */
  readonly name: string;
  readonly principalArn: string;
  readonly statements: readonly PolicyStatement[];
}

/**
 * Signatures are not checked: the door is open on this machine only, and the key id is both identity and secret. So each
 * one is drawn anew in each run, and no page in a browser and no other user of this machine knows one.
 */
export const SECRET_ACCESS_KEY = 'local-center-only';

export interface Callers {
  /** The key of the person at this machine: tests and the command line. It may do everything. */
  readonly operatorAccessKeyId: string;
  /** Gives the access key under which the caller is known. */
  add(caller: Caller): string;
  find(accessKeyId: string): Caller | undefined;
  named(name: string): Caller | undefined;
}

export function createCallers(accountId: string): Callers {
  const callers = new Map<string, Caller>();
  const add: Callers['add'] = (caller) => {
    const accessKeyId = `AKIA${randomBytes(16).toString('hex').toUpperCase()}`;
    callers.set(accessKeyId, caller);
    return accessKeyId;
  };
  const operatorAccessKeyId = add({
    name: 'operator',
    principalArn: `arn:aws:iam::${accountId}:user/operator`,
    statements: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  });
  return {
    operatorAccessKeyId,
    add,
    find: (accessKeyId) => callers.get(accessKeyId),
    named: (name) => [...callers.values()].find((caller) => caller.name === name),
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
