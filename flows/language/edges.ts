import type { FlowAction } from './action.ts';
import type { Flow } from './flow.ts';

/** One way out of an action. `why`: the error type, the matched operand, or next. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'next' | 'condition' | 'error';
  readonly why: string;
}

/** The ways out of an action that Connect can take, each target once per reason. */
export function edgesFrom(action: FlowAction): Edge[] {
  const from = action.Identifier;
  const { NextAction, Errors = [], Conditions = [] } = action.Transitions;
  return [
    ...(NextAction === undefined || repeatsAnotherBranch(action)
      ? []
      : [{ from, to: NextAction, kind: 'next', why: 'next' } as const]),
    ...Conditions.map((branch) => ({
      from,
      to: branch.NextAction,
      kind: 'condition' as const,
      why: branch.Condition.Operands.join(' '),
    })),
    ...Errors.map((branch) => ({ from, to: branch.NextAction, kind: 'error' as const, why: branch.ErrorType })),
  ];
}

/** All edges of a flow by the action they leave. */
export function edgesOf(flow: Flow): Map<string, Edge[]> {
  return new Map(flow.actions.map((action) => [action.Identifier, edgesFrom(action)]));
}

/** A branching action, and one that ends the flow when it succeeds, never takes NextAction: it only repeats one of the branches. */
export function repeatsAnotherBranch(action: FlowAction): boolean {
  switch (action.Type) {
    case 'Compare':
    case 'CheckHoursOfOperation':
    case 'Loop':
    case 'Wait':
    case 'ShowView':
    case 'MessageParticipantIteratively':
    case 'TransferToFlow':
    case 'TransferContactToQueue':
      return true;
    case 'GetParticipantInput':
      return action.Parameters.StoreInput === 'False';
    default:
      return false;
  }
}
