/** One statement of an IAM policy, resolved. */
export interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | boolean | readonly string[]>>>>;
}

export interface PolicyDocument {
  readonly Statement: PolicyStatement | readonly PolicyStatement[];
}

/** What is asked: `dynamodb:Query` on an ARN, with the condition keys the request carries. */
export interface AccessRequest {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>> | undefined;
}

export type AccessDecision = { kind: 'allowed' } | { kind: 'denied'; because: 'no-allow' | 'explicit-deny' };

const patterns = new Map<string, RegExp>();

/** IAM wildcards: `*` is any text, `?` any one character. */
export function matchesWildcard(pattern: string, value: string, ignoreCase: boolean): boolean {
  const key = ignoreCase ? `i ${pattern}` : `s ${pattern}`;
  let compiled = patterns.get(key);
  if (compiled === undefined) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    compiled = new RegExp(`^${source}$`, ignoreCase ? 'is' : 's');
    patterns.set(key, compiled);
  }
  return compiled.test(value);
}

const listOf = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];

type Comparison = (wanted: string, given: string) => boolean;

const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: (wanted, given) => wanted === given,
  StringNotEquals: (wanted, given) => wanted !== given,
  StringLike: (wanted, given) => matchesWildcard(wanted, given, false),
  ArnEquals: (wanted, given) => matchesWildcard(wanted, given, false),
  ArnLike: (wanted, given) => matchesWildcard(wanted, given, false),
  Bool: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
};

/** Throws on an operator it does not know: a condition that is silently skipped would grant or refuse too much. */
function conditionHolds(condition: PolicyStatement['Condition'], context: AccessRequest['context']): boolean {
  for (const [written, wantedByKey] of Object.entries(condition ?? {})) {
    const forAll = written.startsWith('ForAllValues:');
    const ifExists = written.endsWith('IfExists');
    const operator = written.replace(/^ForA(ll|ny)Values?:/, '').replace(/IfExists$/, '');
    const compare = comparisons[operator];
    if (compare === undefined)
      throw new Error(`policy condition ${written}: the local center does not know this operator`);
    const negated = operator.includes('Not');
    for (const [key, wanted] of Object.entries(wantedByKey)) {
      const given = listOf(context?.[key] ?? context?.[key.toLowerCase()]);
      if (given.length === 0) {
        if (ifExists || forAll || negated) continue;
        return false;
      }
      const wantedTexts = listOf(wanted as string | boolean | readonly string[]).map(String);
      const one = (value: string) =>
        negated ? wantedTexts.every((text) => compare(text, value)) : wantedTexts.some((text) => compare(text, value));
      if (!(forAll ? given.every(one) : given.some(one))) return false;
    }
  }
  return true;
}

function applies(statement: PolicyStatement, { action, resource, context }: AccessRequest): boolean {
  const actions = listOf(statement.Action);
  const actionMatches =
    actions.length > 0
      ? actions.some((pattern) => matchesWildcard(pattern, action, true))
      : !listOf(statement.NotAction).some((pattern) => matchesWildcard(pattern, action, true));
  if (!actionMatches) return false;
  const notResources = listOf(statement.NotResource);
  const resourceMatches =
    notResources.length > 0
      ? !notResources.some((pattern) => matchesWildcard(pattern, resource, false))
      : listOf(statement.Resource ?? '*').some((pattern) => matchesWildcard(pattern, resource, false));
  return resourceMatches && conditionHolds(statement.Condition, context);
}

/** IAM's rule: an explicit Deny wins, else one Allow is needed. */
export function decideAccess(statements: readonly PolicyStatement[], request: AccessRequest): AccessDecision {
  let allowed = false;
  for (const statement of statements) {
    if (!applies(statement, request)) continue;
    if (statement.Effect === 'Deny') return { kind: 'denied', because: 'explicit-deny' };
    allowed = true;
  }
  return allowed ? { kind: 'allowed' } : { kind: 'denied', because: 'no-allow' };
}

/** Whether a resource policy lets an AWS service in, for example `events.amazonaws.com` on a queue. */
export function serviceMay(document: PolicyDocument | undefined, service: string, request: AccessRequest): boolean {
  if (document === undefined) return false;
  const principals = (principal: unknown): readonly string[] => {
    if (typeof principal === 'string') return [principal];
    const named = (principal as { Service?: string | string[]; AWS?: string | string[] } | undefined) ?? {};
    return [...listOf(named.Service), ...listOf(named.AWS).filter((name) => name === '*')];
  };
  const statements = statementsOf(document).filter((statement) =>
    principals(statement.Principal).some((principal) => principal === '*' || principal === service),
  );
  return decideAccess(statements, request).kind === 'allowed';
}

export const statementsOf = (document: PolicyDocument): readonly PolicyStatement[] => listOf(document.Statement);

/** AWS's own sentence for a refusal, so that what is read here is what is read in production. */
export function refusal(principalArn: string, request: AccessRequest, because: 'no-allow' | 'explicit-deny'): string {
  const reason =
    because === 'explicit-deny'
      ? `with an explicit deny in an identity-based policy`
      : `because no identity-based policy allows the ${request.action} action`;
  return `User: ${principalArn} is not authorized to perform: ${request.action} on resource: ${request.resource} ${reason}`;
}
