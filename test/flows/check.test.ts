import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkFlow, checkFlows, describeMistake } from '../../flows/check.ts';
import { flowsOf } from '../../flows/flows.ts';
import type { FlowAction } from '../../flows/language/action.ts';
import type { Flow } from '../../flows/language/flow.ts';
import { renderFlow } from '../../flows/language/render.ts';
import { limits } from '../../flows/language/rules.ts';
import { anySettings, aQueue, someSettings } from './anySettings.ts';

const settings = someSettings({
  queues: {
    service: aQueue({
      channels: ['voice', 'chat'],
      expectation: { voice: { waitSeconds: 60 }, chat: { waitSeconds: 60 } },
    }),
  },
});
const flows = flowsOf(settings);
const flowCalled = (id: string): Flow => {
  const flow = flows.find((candidate) => candidate.id === id);
  if (!flow) throw new Error(`no flow ${id}`);
  return flow;
};

/** The flow with one action changed. */
function altered(id: string, action: string, change: (action: FlowAction) => unknown): Flow {
  const flow = flowCalled(id);
  expect(flow.actions.map((candidate) => candidate.Identifier)).toContain(action);
  return {
    ...flow,
    actions: flow.actions.map((candidate) =>
      candidate.Identifier === action ? ({ ...candidate, ...(change(candidate) as object) } as FlowAction) : candidate,
    ),
  };
}

const messages = (flow: Flow): string[] => checkFlow(flow).map(describeMistake);

const parameters = (some: object) => (action: FlowAction) => ({ Parameters: { ...action.Parameters, ...some } });
const transitions = (some: object) => (action: FlowAction) => ({ Transitions: { ...action.Transitions, ...some } });

test('every settings file the schema accepts yields flows the checker accepts', () => {
  fc.assert(
    fc.property(anySettings, (any) => {
      expect(checkFlows(flowsOf(any)).map(describeMistake)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('the widest menu and the longest notices stay far below what Connect takes', () => {
  const queues = Object.fromEntries(
    Array.from({ length: 9 }, (_, index) => [
      `queue-${index}`,
      aQueue({ spokenName: 'x'.repeat(60), hours: `hours-${index}` }),
    ]),
  );
  const uneven = {
    monday: ['09:00-10:00', '11:00-12:00'],
    wednesday: ['09:00-10:30'],
    friday: ['13:00-14:00'],
    sunday: ['08:00-24:00'],
  };
  const wide = someSettings({
    center: { name: 'x'.repeat(60), recordingNotice: 'x'.repeat(300) },
    privacy: { recordCalls: true },
    hours: Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [
        `hours-${index}`,
        { week: { ...uneven, tuesday: [`0${index}:00-20:00`] } },
      ]),
    ),
    queues,
    phoneNumbers: { main: { country: 'US', type: 'DID', queues: Object.keys(queues) } },
  });
  const made = flowsOf(wide);
  expect(checkFlows(made).map(describeMistake)).toEqual([]);
  expect(Math.max(...made.map((flow) => flow.actions.length))).toBeLessThan(limits.actions / 2);
  expect(Math.max(...made.map((flow) => renderFlow(flow, () => 'a'.repeat(200)).length))).toBeLessThan(
    limits.contentCharacters / 4,
  );
});

describe('the checker refuses', () => {
  const mistakes: [string, Flow, RegExp][] = [
    [
      'a missing error branch',
      altered('Arrival', 'quote', transitions({ Errors: [] })),
      /^flow Arrival, action quote: expected error branches NoMatchingError, found none$/,
    ],
    [
      'an error branch Connect does not know for the action',
      altered('Arrival', 'set-number', (action) => ({
        Transitions: {
          ...action.Transitions,
          Errors: [...(action.Transitions.Errors ?? []), { NextAction: 'join', ErrorType: 'NoMatchingError' }],
        },
      })),
      /expected error branches InvalidCallbackNumber, CallbackNumberNotDialable, found .*NoMatchingError/,
    ],
    [
      'a transition after an action that ends the flow',
      altered('Waiting', 'stay', () => ({ Transitions: { NextAction: 'comfort' } })),
      /action stay: expected nothing after EndFlowExecution, found transitions/,
    ],
    [
      'no next action',
      altered('Arrival', 'aim', (action) => ({ Transitions: { Errors: action.Transitions.Errors } })),
      /action aim: expected a next action, found none/,
    ],
    [
      'a transition that leads nowhere',
      altered('Arrival', 'waiting-flow', transitions({ NextAction: 'nowhere' })),
      /expected every transition to lead to an action, found nowhere, which is not there/,
    ],
    [
      'an action no way leads to',
      altered('Welcome-main', 'keep-out-of-logs', transitions({ NextAction: 'greeting' })),
      /action voice: expected an action some way leads to, found no way/,
    ],
    [
      'hours without their second branch',
      altered('Arrival', 'if-open', (action) => ({
        Transitions: { ...action.Transitions, Conditions: action.Transitions.Conditions?.slice(1) },
      })),
      /action if-open: expected conditions True, False, found False/,
    ],
    [
      'a block in a type of flow that has none of it',
      { ...flowCalled('Arrival'), type: 'CUSTOMER_QUEUE' },
      /action aim: expected UpdateContactTargetQueue only in CONTACT_FLOW, QUEUE_TRANSFER, found CUSTOMER_QUEUE/,
    ],
    [
      'keys in a chat',
      { ...flowCalled('Arrival'), channel: 'chat' },
      /action offer: expected GetParticipantInput only for voice, found chat/,
    ],
    [
      'an operator a block does not have',
      altered('Waiting', 'comfort-1', (action) => ({
        Transitions: {
          ...action.Transitions,
          Conditions: action.Transitions.Conditions?.map((branch) => ({
            ...branch,
            Condition: { ...branch.Condition, Operator: 'TextContains' },
          })),
        },
      })),
      /expected only the operator Equals, found TextContains/,
    ],
    [
      'more than one key to a branch',
      altered('Arrival', 'offer', (action) => ({
        Transitions: {
          ...action.Transitions,
          Conditions: [{ NextAction: 'join', Condition: { Operator: 'Equals', Operands: ['12'] } }],
        },
      })),
      /expected one key, 0 to 9, \* or #, found 12/,
    ],
    [
      'an identifier Connect trips over',
      altered('OutboundWhisper', 'hello', () => ({ Identifier: 'say (hello)' })),
      /expected an identifier of 1 to 50 characters/,
    ],
    [
      'two actions of one name',
      altered('OutboundWhisper', 'hello', () => ({ Identifier: 'promised' })),
      /expected every identifier once, found promised/,
    ],
    [
      'a loop of more than a hundred rounds',
      altered('Waiting', 'comfort', parameters({ LoopCount: '101' })),
      /LoopCount .* 0 to 100, found "101"/,
    ],
    [
      'a Lambda that keeps the caller in silence for nine seconds',
      altered('Arrival', 'quote', parameters({ InvocationTimeLimitSeconds: '9' })),
      /InvocationTimeLimitSeconds as text, a whole number from 1 to 8, found "9"/,
    ],
    [
      'an interruption while an agent may still be accepting',
      altered('Waiting', 'comfort-1', parameters({ InterruptFrequencySeconds: '10' })),
      /InterruptFrequencySeconds .* from 20/,
    ],
    [
      'a number that is not text',
      altered('Arrival', 'offer', parameters({ InputTimeLimitSeconds: '8.5' })),
      /InputTimeLimitSeconds as text/,
    ],
    [
      'a text nobody could listen to',
      altered('Welcome-main', 'greeting', parameters({ Text: 'x'.repeat(3001) })),
      /Text of 1 to 3000 characters, found 3001/,
    ],
    [
      'an empty text',
      altered('Welcome-main', 'greeting', parameters({ Text: ' ' })),
      /Text of 1 to 3000 characters, found nothing/,
    ],
    [
      'a misspelt value',
      altered('Welcome-main', 'greeting', parameters({ Text: 'Hello $.Externl.say' })),
      /a value Connect can fill in.*found \$\.Externl\.say/,
    ],
    [
      'a value that runs into the words after it',
      altered('Welcome-main', 'greeting', parameters({ Text: '$.External.say, hello' })),
      /with a blank after it, found \$\.External\.say,/,
    ],
    [
      'markup that is none',
      altered('Waiting', 'comfort-1', parameters({ Messages: [{ SSML: 'hello' }] })),
      /SSML inside <speak>/,
    ],
    [
      'an empty value for a Lambda',
      altered('Arrival', 'decline', (action) => ({
        Parameters: { ...action.Parameters, LambdaInvocationAttributes: { number: '' } },
      })),
      /a value for the Lambda's parameter number/,
    ],
    [
      'an attribute that would be taken away',
      altered('Welcome-main', 'about-1', parameters({ Attributes: { offers: '' } })),
      /a value for the attribute offers, found an empty text/,
    ],
    [
      'an attribute no flow could ask for',
      altered('Welcome-main', 'about-1', parameters({ Attributes: { 'spoken name': 'sales' } })),
      /an attribute named with letters only, found spoken name/,
    ],
    [
      'more attributes than a contact holds',
      altered('Welcome-main', 'about-1', parameters({ Attributes: { otherWay: 'x'.repeat(33_000) } })),
      /at most 32768 bytes of attributes, found 33/,
    ],
    [
      'a callback that is dialled forever',
      altered('Arrival', 'create-callback', parameters({ MaximumConnectionAttempts: '0' })),
      /MaximumConnectionAttempts/,
    ],
    [
      'a callback number fixed in the flow',
      altered('Arrival', 'set-number', parameters({ CallbackNumber: '+12065550100' })),
      /CallbackNumber as one path/,
    ],
    [
      'a circle in which no time passes',
      altered('Waiting', 'tell', (action) => ({
        ...transitions({ NextAction: 'news', Errors: [{ NextAction: 'news', ErrorType: 'NoMatchingError' }] })(action),
      })),
      /expected a circle to hold a key press, a wait or a count, found none/,
    ],
    [
      'hanging up without a reason',
      { ...flowCalled('Arrival'), endings: {} },
      /expected a reason to hang up, found none/,
    ],
    [
      'more actions than Connect takes',
      {
        ...flowCalled('CallbackWhisper'),
        actions: Array.from({ length: 251 }, () => flowCalled('CallbackWhisper').actions[0] as FlowAction),
      },
      /expected at most 250 actions, found 251/,
    ],
    [
      'a start that does not exist',
      { ...flowCalled('CallbackWhisper'), startAction: 'begin' },
      /expected a start action that exists, found begin/,
    ],
  ];

  test.each(mistakes)('%s', (_, flow, message) => {
    expect(messages(flow)).toContainEqual(expect.stringMatching(message));
  });

  test('a flow that leads to one that is not there, or of the wrong type', () => {
    const withoutWaiting = flows.filter((flow) => flow.id !== 'Waiting');
    expect(checkFlows(withoutWaiting).map(describeMistake)).toContainEqual(
      expect.stringMatching(
        /Arrival, action waiting-flow: expected a flow of type CUSTOMER_QUEUE for voice as CustomerQueue, found Waiting, which is not there/,
      ),
    );
    const wrong = altered('Arrival', 'waiting-flow', () => ({
      Parameters: { EventHooks: { CustomerQueue: { ref: 'flow', name: 'Welcome-main' } } },
    }));
    expect(checkFlows(flows.map((flow) => (flow.id === wrong.id ? wrong : flow))).map(describeMistake)).toContainEqual(
      expect.stringMatching(/found Welcome-main, CONTACT_FLOW for voice/),
    );
  });

  test('a Lambda flows do not know, and a flow name used twice', () => {
    const wrong = altered(
      'Arrival',
      'quote',
      parameters({ LambdaFunctionARN: { ref: 'lambda', name: 'quote-weight' } }),
    );
    const found = checkFlows([...flows.filter((flow) => flow.id !== wrong.id), wrong, wrong]).map(describeMistake);
    expect(found).toContainEqual(
      expect.stringMatching(
        /one of the Lambdas quote-wait, take-offer, bind-callback, mark-contact, recall-matter, found quote-weight/,
      ),
    );
    expect(found).toContainEqual(expect.stringMatching(/every flow name once, found Arrival again/));
  });
});
