import type { FlowAction, Reference } from './action.ts';
import type { Flow } from './flow.ts';
import { positionsOf } from './layout.ts';

export function isReference(value: unknown): value is Reference {
  return typeof value === 'object' && value !== null && 'ref' in value && 'name' in value;
}

/**
 * The content Connect is given: JSON with a stable key order, each reference replaced by what `resolve` says.
 *
 * `resolve` may answer with placeholders that are filled in at deployment, as long as they need no escaping inside a JSON string.
 * Metadata holds what Connect's editor draws: positions, that identifiers are for people, and what an ARN stands for.
 */
export function renderFlow(flow: Flow, resolve: (reference: Reference) => string): string {
  const positions = positionsOf(flow);
  const metadata = Object.fromEntries(
    flow.actions.map((action) => [
      action.Identifier,
      { position: positions[action.Identifier], isFriendlyName: true, ...displayNames(action) },
    ]),
  );
  return JSON.stringify({
    Version: '2019-10-30',
    StartAction: flow.startAction,
    Metadata: { entryPointPosition: { x: 20, y: 20 }, ActionMetadata: metadata },
    Actions: flow.actions.map(({ Identifier, Type, Parameters, Transitions }) => ({
      Identifier,
      Type,
      Parameters: filledIn(Parameters, resolve),
      Transitions,
    })),
  });
}

/** Everything the flow refers to, each once, in the order of its steps. */
export function referencesOf(flow: Flow): Reference[] {
  const found = new Map<string, Reference>();
  const visit = (value: unknown): void => {
    if (isReference(value)) found.set(`${value.ref} ${value.name}`, value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  for (const action of flow.actions) visit(action.Parameters);
  return [...found.values()];
}

function filledIn(value: unknown, resolve: (reference: Reference) => string): unknown {
  if (isReference(value)) return resolve(value);
  if (Array.isArray(value)) return value.map((entry) => filledIn(entry, resolve));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, filledIn(entry, resolve)]));
}

function displayNames(action: FlowAction): { parameters?: Record<string, { displayName: string }> } {
  const named = Object.entries(action.Parameters).flatMap(([key, value]) =>
    isReference(value) ? [[key, { displayName: value.name }] as const] : [],
  );
  return named.length === 0 ? {} : { parameters: Object.fromEntries(named) };
}
