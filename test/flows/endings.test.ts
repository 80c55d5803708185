import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Settings } from '../../core/settings/schema.ts';
import { flowsOf } from '../../flows/flows.ts';
import type { FlowAction } from '../../flows/language/action.ts';
import { type Edge, edgesOf } from '../../flows/language/edges.ts';
import type { Ending, Flow } from '../../flows/language/flow.ts';
import { anySettings, someSettings, writtenBy } from './anySettings.ts';

/** Where a contact is when the flow has nothing more to do: waiting, with a person, in another flow, or gone for a reason. */
type End = Ending | 'queue' | 'human' | 'next flow';

const actionsById = (flow: Flow) => new Map(flow.actions.map((action) => [action.Identifier, action]));

/** The end an action is, when it is one and nothing goes wrong at it. */
function endAt(flow: Flow, action: FlowAction): End | undefined {
  switch (action.Type) {
    case 'TransferContactToQueue':
      return 'queue';
    case 'TransferToFlow':
      return 'next flow';
    case 'MessageParticipantIteratively':
      return 'queue';
    case 'EndFlowExecution':
      return flow.type === 'CUSTOMER_QUEUE' ? 'queue' : 'human';
    case 'DisconnectParticipant':
      return flow.endings[action.Identifier];
    default:
      return undefined;
  }
}

/** All ends reachable from `start` along the edges `open` lets through, while no action of type `failing` succeeds. */
function endsFrom(
  flow: Flow,
  start: string,
  open: (edge: Edge, action: FlowAction) => boolean,
  failing?: FlowAction['Type'],
): Set<End> {
  const edges = edgesOf(flow);
  const actions = actionsById(flow);
  const ends = new Set<End>();
  const seen = new Set([start]);
  for (const at of seen) {
    const action = actions.get(at);
    if (!action) throw new Error(`${flow.id}: ${at} is not there`);
    const end = action.Type === failing ? undefined : endAt(flow, action);
    if (end) ends.add(end);
    for (const edge of edges.get(at) ?? []) if (open(edge, action)) seen.add(edge.to);
  }
  return ends;
}

/** A text as a contact of each queue hears it: filled in with what the ways into this channel write. */
function asHeard(text: string, flow: Flow, settings: Settings): string[] {
  if (!text.includes('$.Attributes.')) return [text];
  return writtenBy(flowsOf(settings).filter(({ channel }) => channel === flow.channel)).map((attributes) =>
    text.replaceAll(/\$\.Attributes\.([A-Za-z]+)/g, (_, name: string) => String(attributes[name] ?? '')),
  );
}

const everywhere = () => true;
/** What a customer does with a key; the rest is what happens to them. */
const isKey = (edge: Edge, action: FlowAction) => action.Type === 'GetParticipantInput' && edge.kind === 'condition';
const noKeys = (edge: Edge, action: FlowAction) => !isKey(edge, action);

describe('for every settings file', () => {
  test('every error, timeout and no-match edge ends at a queue, a human, a callback or the one honest message', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        for (const flow of flowsOf(settings)) {
          const edges = [...edgesOf(flow).values()].flat().filter((edge) => edge.kind === 'error');
          for (const edge of edges) {
            const ends = endsFrom(flow, edge.to, noKeys);
            const where = `${flow.id}: ${edge.from}, ${edge.why}`;
            expect(ends.size, where).toBeGreaterThan(0);
            // Nobody is taken to have chosen what they pressed no key for. A text that cannot be spoken changes nothing of the way.
            if (actionsById(flow).get(edge.from)?.Type !== 'MessageParticipant')
              expect([...ends], where).not.toContain('customer-choice');
          }
          expect([...endsFrom(flow, flow.startAction, noKeys)], flow.id).not.toContain('customer-choice');
        }
      }),
      { numRuns: 40 },
    );
  });

  test('a flow hangs up with words only after saying when the center is open and how else to reach it', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        for (const flow of flowsOf(settings)) {
          const last = Object.keys(flow.endings).filter((id) => flow.endings[id] === 'terminal-message');
          for (const edge of [...edgesOf(flow).values()].flat().filter(({ to }) => last.includes(to))) {
            const said = actionsById(flow).get(edge.from);
            if (said?.Type !== 'MessageParticipant') throw new Error(`${flow.id}: ${edge.from} says nothing`);
            for (const text of asHeard(said.Parameters.Text, flow, settings))
              expect(text).toMatch(/We are open .+\. (You can also reach us .+|Please try us again later)\. Goodbye\./);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  test('a callback ends a call only once the ledger has answered', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        for (const flow of flowsOf(settings).filter(({ id }) => /^(Arrival|Waiting)$/.test(id))) {
          const unanswered = (edge: Edge) => !(edge.kind === 'condition' && ['accepted', 'kept'].includes(edge.why));
          expect([...endsFrom(flow, flow.startAction, unanswered)]).not.toContain('callback');
        }
      }),
      { numRuns: 20 },
    );
  });

  test('while the center is open and nothing fails, nobody hears the last message', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        for (const flow of flowsOf(settings)) {
          const smooth = (edge: Edge, action: FlowAction) =>
            !(edge.kind === 'error' && !['InputTimeLimitExceeded', 'NoMatchingCondition'].includes(edge.why)) &&
            !(action.Type === 'CheckHoursOfOperation' && edge.why === 'False');
          expect([...endsFrom(flow, flow.startAction, smooth)]).not.toContain('terminal-message');
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('when a part is down', () => {
  const flows = flowsOf(someSettings());
  const flow = (id: string): Flow => flows.find((candidate) => candidate.id === id) as Flow;
  const openNow = (edge: Edge, action: FlowAction) =>
    !(action.Type === 'CheckHoursOfOperation' && edge.why === 'False');
  const fails = (type: FlowAction['Type']) => (edge: Edge, action: FlowAction) =>
    action.Type !== type || edge.kind === 'error';
  const works = (type: FlowAction['Type']) => (edge: Edge, action: FlowAction) =>
    action.Type !== type || edge.kind !== 'error';
  const all =
    (...rules: ((edge: Edge, action: FlowAction) => boolean)[]) =>
    (edge: Edge, action: FlowAction) =>
      rules.every((rule) => rule(edge, action));

  test('without Lambdas a caller is simply queued', () => {
    const rule = all(
      openNow,
      fails('InvokeLambdaFunction'),
      works('TransferContactToQueue'),
      works('UpdateContactTargetQueue'),
    );
    expect(endsFrom(flow('Arrival'), 'keep-out-of-logs', rule)).toEqual(new Set(['queue']));
  });

  test('without Lambdas a caller who waits keeps waiting', () => {
    expect(endsFrom(flow('Waiting'), 'keep-out-of-logs', fails('InvokeLambdaFunction'))).toEqual(new Set(['queue']));
  });

  const whileFull = (edge: Edge, action: FlowAction) =>
    action.Type !== 'TransferContactToQueue' || edge.why === 'QueueAtCapacity';

  test('with the queue full and the Lambdas down a caller hears the last message', () => {
    const rule = all(openNow, whileFull, fails('InvokeLambdaFunction'), works('UpdateContactTargetQueue'));
    expect(endsFrom(flow('Arrival'), 'keep-out-of-logs', rule, 'TransferContactToQueue')).toEqual(
      new Set(['terminal-message']),
    );
  });

  test('with the queue full a caller may still take a callback', () => {
    const rule = all(whileFull, works('InvokeLambdaFunction'));
    expect([...endsFrom(flow('Arrival'), 'full', rule, 'TransferContactToQueue')]).toEqual(
      expect.arrayContaining(['callback', 'terminal-message']),
    );
  });

  test('with the queue unreadable the wait is asked for all the same', () => {
    const edges = edgesOf(flow('Arrival'));
    expect(
      edges
        .get('read-queue')
        ?.filter((edge) => edge.kind === 'error')
        .map((edge) => edge.to),
    ).toEqual(['quote-unseen']);
  });

  test('with the next flow unreachable a caller is queued by the welcome flow itself', () => {
    const rule = all(fails('TransferToFlow'), works('TransferContactToQueue'));
    expect(endsFrom(flow('Welcome-main'), 'aim-1', rule)).toEqual(new Set(['next flow', 'queue']));
  });

  test('a number Connect cannot dial is not promised a callback: it goes on to the queue', () => {
    const edges = edgesOf(flow('Arrival')).get('set-number') ?? [];
    for (const edge of edges.filter(({ kind }) => kind === 'error')) {
      expect(endsFrom(flow('Arrival'), edge.to, all(noKeys, works('TransferContactToQueue')))).toEqual(
        new Set(['queue']),
      );
    }
  });

  test('a callback Connect cannot queue is promised all the same: the ledger has it', () => {
    const [edge] = (edgesOf(flow('Arrival')).get('create-callback') ?? []).filter(({ kind }) => kind === 'error');
    expect(endsFrom(flow('Arrival'), edge?.to ?? '', everywhere)).toEqual(new Set(['callback']));
  });

  test('a callback contact that cannot be bound or queued ends: the ledger has it', () => {
    const edges = [...edgesOf(flow('CallbackCreation')).values()]
      .flat()
      .filter((edge) => ['bind', 'join'].includes(edge.from) && edge.kind === 'error');
    expect(edges.length).toBe(3);
    for (const edge of edges)
      expect(endsFrom(flow('CallbackCreation'), edge.to, everywhere)).toEqual(new Set(['callback']));
  });

  test('a person called back reaches the queue though the Lambda is down, and no agent is called for a machine', () => {
    const outbound = flow('CallbackOutbound');
    expect(endsFrom(outbound, 'confirm', all(fails('InvokeLambdaFunction'), works('TransferContactToQueue')))).toEqual(
      new Set(['queue']),
    );
    expect(endsFrom(outbound, outbound.startAction, noKeys)).toEqual(new Set(['callback']));
  });
});
