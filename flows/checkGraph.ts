import type { Mistake } from './check.ts';
import type { ActionType, FlowAction } from './language/action.ts';
import { type Edge, edgesOf } from './language/edges.ts';
import type { Flow } from './language/flow.ts';

/** Actions at which time passes or a count goes down: a circle without one would spin, and hold the contact in silence. */
const takesTime: ReadonlySet<ActionType> = new Set([
  'GetParticipantInput',
  'MessageParticipantIteratively',
  'Wait',
  'Loop',
]);

/** Whether every way through the flow resolves, is used, and comes to an end or to a pause. */
export function graphMistakes(flow: Flow): Mistake[] {
  const edges = edgesOf(flow);
  const byId = new Map(flow.actions.map((action) => [action.Identifier, action]));
  const mistake = (action: string, expected: string, found: string): Mistake => ({
    flow: flow.id,
    action,
    expected,
    found,
  });
  const dangling = targetsOf(flow).filter(({ to }) => !byId.has(to));
  const reached = reachableFrom(flow.startAction, edges);
  return [
    ...dangling.map(({ from, to }) =>
      mistake(from, 'every transition to lead to an action', `${to}, which is not there`),
    ),
    ...flow.actions
      .filter((action) => !reached.has(action.Identifier))
      .map((action) => mistake(action.Identifier, 'an action some way leads to', 'no way')),
    ...spinning(flow, edges, byId).map((circle) =>
      mistake(circle, 'a circle to hold a key press, a wait or a count', 'none'),
    ),
  ];
}

function targetsOf(flow: Flow): { from: string; to: string }[] {
  return flow.actions.flatMap(({ Identifier: from, Transitions: { NextAction, Errors = [], Conditions = [] } }) => [
    ...(NextAction === undefined ? [] : [{ from, to: NextAction }]),
    ...[...Errors, ...Conditions].map((branch) => ({ from, to: branch.NextAction })),
  ]);
}

/** Every action some way leads to, the start included. */
export function reachableFrom(start: string, edges: ReadonlyMap<string, readonly Edge[]>): Set<string> {
  const reached = new Set([start]);
  for (const at of reached) for (const { to } of edges.get(at) ?? []) reached.add(to);
  return reached;
}

/** One action of each circle that takes no time. */
function spinning(
  flow: Flow,
  edges: ReadonlyMap<string, readonly Edge[]>,
  byId: ReadonlyMap<string, FlowAction>,
): string[] {
  const timeless = (id: string): boolean => {
    const action = byId.get(id);
    return action !== undefined && !takesTime.has(action.Type);
  };
  const quick = new Map(
    [...edges]
      .filter(([from]) => timeless(from))
      .map(([from, leaving]) => [from, leaving.filter(({ to }) => timeless(to))]),
  );
  return flow.actions
    .map((action) => action.Identifier)
    .filter((id) => (quick.get(id) ?? []).some(({ to }) => reachableFrom(to, quick).has(id)));
}
