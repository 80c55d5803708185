export type FlowType =
  | 'CONTACT_FLOW'
  | 'CUSTOMER_QUEUE'
  | 'CUSTOMER_HOLD'
  | 'CUSTOMER_WHISPER'
  | 'AGENT_HOLD'
  | 'AGENT_WHISPER'
  | 'OUTBOUND_WHISPER'
  | 'AGENT_TRANSFER'
  | 'QUEUE_TRANSFER'
  | 'CAMPAIGN';

export interface FlowAction {
  readonly Identifier: string;
  readonly Type: string;
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly Transitions: Transitions;
}

export interface Transitions {
  readonly NextAction?: string;
  readonly Errors?: readonly { readonly NextAction: string; readonly ErrorType: string }[];
  readonly Conditions?: readonly FlowCondition[];
}

export interface FlowCondition {
  readonly NextAction: string;
  readonly Condition: { readonly Operator: string; readonly Operands: readonly string[] };
}

export interface Flow {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly type: FlowType;
  readonly start: string;
  readonly actions: ReadonlyMap<string, FlowAction>;
}

/** What a block type asks of an action that uses it; the interpreter's blocks and the checker share it. */
export interface BlockRules {
  readonly flowTypes: readonly FlowType[] | 'all';
  /** Errors that may be branched on; an error branch of another type is refused. */
  readonly errors: readonly string[];
  /** Errors that must be branched on. */
  readonly requiredErrors?: readonly string[];
  readonly conditions?: 'none' | 'some';
  /** Ends the flow: carries no transitions. */
  readonly terminal?: boolean;
  readonly problems?: (parameters: Readonly<Record<string, unknown>>) => string[];
}

/** The content of a flow is not what Connect accepts. `problems` says where and why, as the API's `problems` do. */
export class InvalidContactFlowException extends Error {
  override readonly name = 'InvalidContactFlowException';
  readonly problems: readonly string[];

  constructor(flow: string, problems: readonly string[]) {
    super(`flow ${flow}: ${problems.join('; ')}`);
    this.problems = problems;
  }
}

const OPERATORS = new Set([
  'Equals',
  'TextStartsWith',
  'TextEndsWith',
  'TextContains',
  'NumberGreaterThan',
  'NumberGreaterOrEqualTo',
  'NumberLessThan',
  'NumberLessOrEqualTo',
]);
const MOST_ACTIONS = 250;
const LONGEST_IDENTIFIER = 50;
const FORBIDDEN_IN_IDENTIFIER = /[%:(\\/)=$,;[\]{}]/;

interface Content {
  Version?: unknown;
  StartAction?: unknown;
  Actions?: unknown;
}

/** Reads the content of a flow; throws InvalidContactFlowException with everything that is wrong with it. */
export function parseFlow(
  flow: { id: string; arn: string; name: string; type: string },
  content: string,
  rulesOf: (type: string) => BlockRules | undefined,
): Flow {
  let parsed: Content;
  try {
    parsed = JSON.parse(content) as Content;
  } catch (error) {
    throw new InvalidContactFlowException(flow.name, [`Content is not JSON: ${(error as Error).message}`]);
  }
  if (!Array.isArray(parsed.Actions)) throw new InvalidContactFlowException(flow.name, ['Actions is not a list']);
  const list = parsed.Actions as FlowAction[];
  const actions = new Map(list.map((action) => [action.Identifier, action]));
  const problems: string[] = [];
  if (parsed.Version !== '2019-10-30') problems.push(`Version is "${parsed.Version}", expected "2019-10-30"`);
  if (list.length > MOST_ACTIONS) problems.push(`${list.length} actions, at most ${MOST_ACTIONS} are allowed`);
  if (actions.size < list.length) problems.push('two actions have the same Identifier');
  if (!actions.has(String(parsed.StartAction))) problems.push(`StartAction "${parsed.StartAction}" is no action`);
  for (const action of list) problems.push(...problemsOf(action, actions, flow.type, rulesOf(action.Type)));
  if (problems.length > 0) throw new InvalidContactFlowException(flow.name, problems);
  return { ...flow, type: flow.type as FlowType, start: String(parsed.StartAction), actions };
}

function problemsOf(
  action: FlowAction,
  actions: ReadonlyMap<string, FlowAction>,
  flowType: string,
  rules: BlockRules | undefined,
): string[] {
  const name = String(action.Identifier);
  const problems: string[] = [];
  if (name.length > LONGEST_IDENTIFIER) problems.push(`Identifier longer than ${LONGEST_IDENTIFIER} characters`);
  if (FORBIDDEN_IN_IDENTIFIER.test(name)) problems.push('Identifier has a forbidden character');
  if (action.Parameters === undefined || action.Transitions === undefined)
    problems.push('Parameters and Transitions are required');
  else if (rules === undefined) problems.push(`Type "${action.Type}" is not known here (see local/SUPPORTED.md)`);
  else problems.push(...problemsWithRules(action, flowType, rules), ...problemsOfBranches(action, actions));
  return problems.map((problem) => `Actions[${name}] (${action.Type}): ${problem}`);
}

function problemsWithRules(action: FlowAction, flowType: string, rules: BlockRules): string[] {
  const { NextAction, Errors = [], Conditions = [] } = action.Transitions;
  const problems: string[] = [];
  if (rules.flowTypes !== 'all' && !rules.flowTypes.includes(flowType as FlowType))
    problems.push(`not allowed in a flow of type ${flowType}`);
  if (rules.terminal === true) {
    if (NextAction !== undefined || Errors.length + Conditions.length > 0) problems.push('takes no transitions');
  } else if (NextAction === undefined && Conditions.length === 0) problems.push('NextAction is required');
  for (const { ErrorType } of Errors)
    if (!rules.errors.includes(ErrorType)) problems.push(`has no error "${ErrorType}"`);
  for (const required of rules.requiredErrors ?? [])
    if (!Errors.some(({ ErrorType }) => ErrorType === required)) problems.push(`error "${required}" leads nowhere`);
  if (rules.conditions !== 'some' && Conditions.length > 0) problems.push('takes no conditions');
  return [...problems, ...(rules.problems?.(action.Parameters) ?? [])];
}

function problemsOfBranches(action: FlowAction, actions: ReadonlyMap<string, FlowAction>): string[] {
  const { NextAction, Errors = [], Conditions = [] } = action.Transitions;
  const targets = [NextAction, ...Errors.map((branch) => branch.NextAction), ...Conditions.map((c) => c.NextAction)];
  const problems = targets
    .filter((target) => target !== undefined && !actions.has(target))
    .map((target) => `leads to "${target}", which is no action`);
  for (const { Condition } of Conditions) {
    if (!OPERATORS.has(Condition.Operator)) problems.push(`operator "${Condition.Operator}" is not known`);
    if (!Array.isArray(Condition.Operands) || Condition.Operands.some((operand) => typeof operand !== 'string'))
      problems.push('operands are texts');
  }
  return problems;
}

/** Whether `value` meets a condition. Numbers are compared as numbers; a text that is none meets no number's condition. */
export function meets(value: string, operator: string, operands: readonly string[]): boolean {
  return operands.some((operand) => {
    switch (operator) {
      case 'Equals':
        return value.toLowerCase() === operand.toLowerCase();
      case 'TextStartsWith':
        return value.startsWith(operand);
      case 'TextEndsWith':
        return value.endsWith(operand);
      case 'TextContains':
        return value.includes(operand);
      case 'NumberGreaterThan':
        return toNumber(value) > toNumber(operand);
      case 'NumberGreaterOrEqualTo':
        return toNumber(value) >= toNumber(operand);
      case 'NumberLessThan':
        return toNumber(value) < toNumber(operand);
      case 'NumberLessOrEqualTo':
        return toNumber(value) <= toNumber(operand);
      default:
        return false;
    }
  });
}

/** NaN, which compares false with everything, for a text that is no number. */
const toNumber = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));
