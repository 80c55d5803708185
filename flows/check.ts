import { graphMistakes } from './checkGraph.ts';
import { parameterMistakes } from './checkParameters.ts';
import type { FlowAction, FlowType } from './language/action.ts';
import { edgesFrom, repeatsAnotherBranch } from './language/edges.ts';
import type { Flow } from './language/flow.ts';
import { referencesOf, renderFlow } from './language/render.ts';
import {
  forbiddenIdentifiers,
  identifierPattern,
  limits,
  requiredConditions,
  requiredErrors,
  rules,
} from './language/rules.ts';
import { flowLambdas } from './names.ts';

/** Something in a flow that Connect would refuse, or that would leave a contact stranded. */
export interface Mistake {
  readonly flow: string;
  /** The action's identifier; undefined when the whole flow is meant. */
  readonly action: string | undefined;
  readonly expected: string;
  readonly found: string;
}

export function describeMistake({ flow, action, expected, found }: Mistake): string {
  return `flow ${flow}${action === undefined ? '' : `, action ${action}`}: expected ${expected}, found ${found}`;
}

/** All flows of a center, and what they say of each other. Empty when Connect would take them. */
export function checkFlows(flows: readonly Flow[]): Mistake[] {
  return [
    ...flows.flatMap(checkFlow),
    ...repeatedNames(flows),
    ...flows.flatMap((flow) => referenceMistakes(flow, flows)),
  ];
}

/** One flow by itself. */
export function checkFlow(flow: Flow): Mistake[] {
  return [
    ...envelopeMistakes(flow),
    ...flow.actions.flatMap((action) => actionMistakes(flow, action)),
    ...graphMistakes(flow),
  ];
}

function envelopeMistakes(flow: Flow): Mistake[] {
  const mistakes: Mistake[] = [];
  const expect = (holds: boolean, expected: string, found: string): void => {
    if (!holds) mistakes.push({ flow: flow.id, action: undefined, expected, found });
  };
  const identifiers = flow.actions.map((action) => action.Identifier);
  const repeated = identifiers.filter((identifier, index) => identifiers.indexOf(identifier) !== index);
  // An ARN has at most about 200 characters; the longest a deployment may fill in is what counts.
  const size = renderFlow(flow, () => 'a'.repeat(256)).length;
  expect(
    flow.id.length > 0 && flow.id.length <= limits.flowNameCharacters,
    `a name of 1 to ${limits.flowNameCharacters} characters`,
    `${flow.id.length}`,
  );
  expect(
    flow.description.length <= limits.descriptionCharacters,
    `a description of at most ${limits.descriptionCharacters} characters`,
    `${flow.description.length}`,
  );
  expect(flow.actions.length <= limits.actions, `at most ${limits.actions} actions`, `${flow.actions.length}`);
  expect(size <= limits.contentCharacters, `at most ${limits.contentCharacters} characters of content`, `${size}`);
  expect(identifiers.includes(flow.startAction), 'a start action that exists', flow.startAction);
  expect(repeated.length === 0, 'every identifier once', repeated.join(', '));
  return mistakes;
}

function actionMistakes(flow: Flow, action: FlowAction): Mistake[] {
  const mistake = (expected: string, found: string): Mistake => ({
    flow: flow.id,
    action: action.Identifier,
    expected,
    found,
  });
  const mistakes: Mistake[] = [];
  const rule = rules[action.Type];
  if (rule === undefined) return [mistake('an action Nohold knows', action.Type)];
  if (!identifierPattern.test(action.Identifier) || forbiddenIdentifiers.has(action.Identifier)) {
    mistakes.push(
      mistake(
        `an identifier of 1 to ${limits.identifierCharacters} characters without % : ( \\ / ) = $ , ; [ ] { }`,
        action.Identifier,
      ),
    );
  }
  if (!rule.flowTypes.includes(flow.type))
    mistakes.push(mistake(`${action.Type} only in ${rule.flowTypes.join(', ')}`, flow.type));
  if (!rule.channels.includes(flow.channel))
    mistakes.push(mistake(`${action.Type} only for ${rule.channels.join(', ')}`, flow.channel));
  mistakes.push(...parameterMistakes(action).map(({ expected, found }) => mistake(expected, found)));
  mistakes.push(...transitionMistakes(action).map(({ expected, found }) => mistake(expected, found)));
  if (action.Type === 'DisconnectParticipant' && flow.endings[action.Identifier] === undefined) {
    mistakes.push(mistake('a reason to hang up', 'none'));
  }
  return mistakes;
}

type Finding = Pick<Mistake, 'expected' | 'found'>;

function transitionMistakes(action: FlowAction): Finding[] {
  const { NextAction, Errors = [], Conditions = [] } = action.Transitions;
  if (rules[action.Type].terminal) {
    const empty = NextAction === undefined && Errors.length === 0 && Conditions.length === 0;
    return empty ? [] : [{ expected: `nothing after ${action.Type}`, found: 'transitions' }];
  }
  const findings: Finding[] = [];
  const branches = edgesFrom(action).map((edge) => edge.to);
  if (NextAction === undefined) findings.push({ expected: 'a next action', found: 'none' });
  else if (repeatsAnotherBranch(action) && !branches.includes(NextAction)) {
    findings.push({ expected: 'a next action that repeats one of the branches', found: NextAction });
  }
  findings.push(
    ...sameSet(
      'error branches',
      requiredErrors(action),
      Errors.map((branch) => branch.ErrorType),
    ),
  );
  return [...findings, ...conditionFindings(action)];
}

function conditionFindings(action: FlowAction): Finding[] {
  const conditions = (action.Transitions.Conditions ?? []).map((branch) => branch.Condition);
  const operands = conditions.map((condition) => condition.Operands.join(' '));
  const fixed = requiredConditions(action);
  const findings = fixed === undefined ? [] : sameSet('conditions', fixed, operands);
  if (action.Type === 'Compare') {
    if (conditions.length === 0) findings.push({ expected: 'at least one condition', found: 'none' });
  } else if (conditions.some((condition) => condition.Operator !== 'Equals')) {
    findings.push({
      expected: 'only the operator Equals',
      found: conditions.map((condition) => condition.Operator).join(', '),
    });
  }
  if (fixed === undefined && action.Type === 'GetParticipantInput') {
    if (conditions.length === 0) findings.push({ expected: 'at least one key', found: 'none' });
    findings.push(
      ...operands
        .filter((key) => !/^[0-9*#]$/.test(key))
        .map((found) => ({ expected: 'one key, 0 to 9, * or #', found })),
    );
  }
  const twice = operands.filter((operand, index) => operands.indexOf(operand) !== index);
  if (twice.length > 0) findings.push({ expected: 'each condition once', found: twice.join(', ') });
  return findings;
}

function sameSet(what: string, expected: readonly string[], found: readonly string[]): Finding[] {
  const same = expected.length === found.length && expected.every((entry) => found.includes(entry));
  return same ? [] : [{ expected: `${what} ${expected.join(', ') || 'none'}`, found: found.join(', ') || 'none' }];
}

function repeatedNames(flows: readonly Flow[]): Mistake[] {
  const ids = flows.map((flow) => flow.id);
  return ids
    .filter((id, index) => ids.indexOf(id) !== index)
    .map((id) => ({ flow: id, action: undefined, expected: 'every flow name once', found: `${id} again` }));
}

/** Which type of flow an action or hook may lead to. */
const typeLedTo: Readonly<Record<string, FlowType>> = {
  CustomerQueue: 'CUSTOMER_QUEUE',
  AgentWhisper: 'AGENT_WHISPER',
  DefaultAgentUI: 'CONTACT_FLOW',
  ContactFlowId: 'CONTACT_FLOW',
};

function referenceMistakes(flow: Flow, flows: readonly Flow[]): Mistake[] {
  const mistakes: Mistake[] = [];
  for (const { ref, name } of referencesOf(flow)) {
    if (ref === 'lambda' && !(flowLambdas as readonly string[]).includes(name)) {
      mistakes.push({
        flow: flow.id,
        action: undefined,
        expected: `one of the Lambdas ${flowLambdas.join(', ')}`,
        found: name,
      });
    }
  }
  for (const action of flow.actions) {
    for (const [key, name] of flowsLedToBy(action)) {
      const target = flows.find((candidate) => candidate.id === name);
      const type = typeLedTo[key];
      // A guide is a chat of its own, whatever it stands beside.
      const channel = key === 'DefaultAgentUI' ? 'chat' : flow.channel;
      if (target?.type === type && target?.channel === channel) continue;
      const found = target ? `${name}, ${target.type} for ${target.channel}` : `${name}, which is not there`;
      mistakes.push({
        flow: flow.id,
        action: action.Identifier,
        expected: `a flow of type ${type} for ${channel} as ${key}`,
        found,
      });
    }
  }
  return mistakes;
}

function flowsLedToBy(action: FlowAction): [string, string][] {
  switch (action.Type) {
    case 'UpdateContactEventHooks':
      return Object.entries(action.Parameters.EventHooks).map(([hook, flow]) => [hook, flow.name]);
    case 'TransferToFlow':
    case 'CreateCallbackContact':
      return [['ContactFlowId', action.Parameters.ContactFlowId.name]];
    default:
      return [];
  }
}
