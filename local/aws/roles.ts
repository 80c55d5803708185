import { type PolicyDocument, type PolicyStatement, statementsOf } from './grants.ts';

interface InlinePolicy {
  readonly PolicyDocument: PolicyDocument;
}

/** IAM roles of the stack and what each may do. */
export interface Roles {
  /** Answers the role's ARN. */
  addRole(name: string, properties: { Policies?: readonly InlinePolicy[] }): string;
  /** Attaches a policy to roles by name. */
  attach(roleNames: readonly string[], document: PolicyDocument): void;
  /** Statements of a role; throws when there is no such role. */
  statementsOf(roleArn: string): readonly PolicyStatement[];
  /** Name of the role, the last part of its ARN. */
  nameOf(roleArn: string): string;
}

export function createRoles(accountId: string): Roles {
  const statements = new Map<string, PolicyStatement[]>();
  const nameOf = (roleArn: string): string => roleArn.slice(roleArn.lastIndexOf('/') + 1);
  function ofRole(name: string): PolicyStatement[] {
    const own = statements.get(name);
    if (own === undefined) throw new Error(`role ${name}: the template creates no such role`);
    return own;
  }
  return {
    addRole(name, { Policies: policies = [] }) {
      statements.set(
        name,
        policies.flatMap((policy) => [...statementsOf(policy.PolicyDocument)]),
      );
      return `arn:aws:iam::${accountId}:role/${name}`;
    },
    attach(roleNames, document) {
      for (const name of roleNames) ofRole(name).push(...statementsOf(document));
    },
    statementsOf: (roleArn) => ofRole(nameOf(roleArn)),
    nameOf,
  };
}
