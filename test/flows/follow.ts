import type { FlowAction } from '../../flows/language/action.ts';
import type { Flow } from '../../flows/language/flow.ts';

/** How the world answers along the way: each list is used up in order, and what is not listed goes well or stays silent. */
export interface World {
  /** Keys pressed at the menus; '' is silence. Numbers keyed in at an entry; 'invalid' for one Connect refuses. */
  keys?: string[];
  /** Answers of the Lambdas in order; 'fault' for none. */
  lambdas?: (Record<string, string> | 'fault')[];
  closed?: boolean;
  /** Error types that occur, by action type. */
  fails?: Partial<Record<FlowAction['Type'], string>>;
  callerNumber?: string;
  attributes?: Record<string, string>;
  initiationMethod?: string;
}

export interface Heard {
  /** Identifiers of the actions, in order. */
  readonly steps: string[];
  readonly said: string[];
  /** What each Lambda was asked, with its name. */
  readonly asked: Record<string, string>[];
  /** What the flow wrote onto the contact; a reference as its name. */
  readonly attributes: Record<string, string>;
  readonly last: FlowAction;
}

/**
 * Follows a flow as one contact would, with the few semantics that decide the way. It stops where the flow ends or starts to wait again.
 * Deliberately small and its own: it is what the flows are told by, not the emulated Connect.
 */
export function follow(flow: Flow, world: World = {}, from = flow.startAction): Heard {
  const left = { keys: [...(world.keys ?? [])], lambdas: [...(world.lambdas ?? [])] };
  const counts = new Map<string, number>();
  const values: Record<string, string> = {
    '$.CustomerEndpoint.Address': world.callerNumber ?? '+12065550100',
    ...(world.initiationMethod ? { '$.InitiationMethod': world.initiationMethod } : {}),
    ...Object.fromEntries(Object.entries(world.attributes ?? {}).map(([key, value]) => [`$.Attributes.${key}`, value])),
  };
  const steps: string[] = [];
  const said: string[] = [];
  const asked: Record<string, string>[] = [];
  const attributes: Record<string, string> = {};
  const filled = (text: string): string =>
    text.replaceAll(/\$\.[A-Za-z.]*[A-Za-z]/g, (path) => values[path] ?? '').trim();

  let action = find(flow, from);
  for (;;) {
    steps.push(action.Identifier);
    const outcome = outcomeOf(action);
    if (outcome === undefined || steps.length > 300) return { steps, said, asked, attributes, last: action };
    action = find(flow, outcome);
  }

  function outcomeOf(at: FlowAction): string | undefined {
    const error = world.fails?.[at.Type];
    if (error !== undefined) return errorBranch(at, error);
    switch (at.Type) {
      case 'DisconnectParticipant':
      case 'EndFlowExecution':
      case 'TransferContactToQueue':
      case 'TransferToFlow':
      case 'MessageParticipantIteratively':
      case 'Wait':
        return undefined;
      case 'MessageParticipant':
        said.push(filled(at.Parameters.Text));
        return at.Transitions.NextAction;
      case 'UpdateContactAttributes':
        for (const [key, value] of Object.entries(at.Parameters.Attributes)) {
          attributes[key] = typeof value === 'string' ? filled(value) : value.name;
          values[`$.Attributes.${key}`] = attributes[key];
        }
        return at.Transitions.NextAction;
      case 'CheckHoursOfOperation':
        return condition(at, world.closed ? 'False' : 'True');
      case 'Loop': {
        const count = (counts.get(at.Identifier) ?? 0) + 1;
        const done = count > Number(at.Parameters.LoopCount);
        counts.set(at.Identifier, done ? 0 : count);
        return condition(at, done ? 'DoneLooping' : 'ContinueLooping');
      }
      case 'InvokeLambdaFunction':
        return asking(at.Parameters.LambdaFunctionARN.name, at);
      case 'Compare':
        return comparison(at.Parameters.ComparisonValue, at);
      case 'GetParticipantInput':
        said.push(filled(at.Parameters.Text));
        return pressed(at.Parameters.StoreInput === 'True', at);
      default:
        return at.Transitions.NextAction;
    }
  }

  function asking(lambda: string, at: FlowAction): string {
    const given = at.Type === 'InvokeLambdaFunction' ? at.Parameters.LambdaInvocationAttributes : {};
    asked.push({ lambda, ...Object.fromEntries(Object.entries(given).map(([key, value]) => [key, filled(value)])) });
    const answer = left.lambdas.shift() ?? 'fault';
    for (const path of Object.keys(values)) if (path.startsWith('$.External.')) delete values[path];
    if (answer === 'fault') return errorBranch(at, 'NoMatchingError');
    for (const [key, value] of Object.entries(answer)) values[`$.External.${key}`] = value;
    return at.Transitions.NextAction ?? '';
  }

  function comparison(path: string, at: FlowAction): string {
    const value = values[path] ?? '';
    const branch = at.Transitions.Conditions?.find(({ Condition: { Operator, Operands } }) => {
      const operand = Operands[0] ?? '';
      if (Operator === 'Equals') return value === operand;
      return Operator === 'TextContains' ? value.includes(operand) : value.startsWith(operand);
    });
    return branch?.NextAction ?? errorBranch(at, 'NoMatchingCondition');
  }

  function pressed(stored: boolean, at: FlowAction): string {
    const key = left.keys.shift() ?? '';
    if (stored) {
      if (key === '' || key === 'invalid')
        return errorBranch(at, key === '' ? 'NoMatchingError' : 'InvalidPhoneNumber');
      values['$.StoredCustomerInput'] = key;
      return at.Transitions.NextAction ?? '';
    }
    if (key === '') return errorBranch(at, 'InputTimeLimitExceeded');
    return condition(at, key) ?? errorBranch(at, 'NoMatchingCondition');
  }
}

function find(flow: Flow, id: string): FlowAction {
  const action = flow.actions.find((candidate) => candidate.Identifier === id);
  if (!action) throw new Error(`${flow.id}: ${id} is not there`);
  return action;
}

function condition(at: FlowAction, operand: string): string | undefined {
  return at.Transitions.Conditions?.find((branch) => branch.Condition.Operands[0] === operand)?.NextAction;
}

function errorBranch(at: FlowAction, type: string): string {
  const branch = at.Transitions.Errors?.find(({ ErrorType }) => ErrorType === type);
  if (!branch) throw new Error(`${at.Identifier}: no branch for ${type}`);
  return branch.NextAction;
}
