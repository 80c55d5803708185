import { expect, test } from 'vitest';
import { parseInstant } from '../../../core/time/units.ts';
import {
  type ACenter,
  aCenter,
  aCenterWithAQueue,
  act,
  CALLER,
  content,
  FUNCTION_ARN,
  hangUpAction,
  LINE,
  START,
  toQueue,
} from './aCenter.ts';

const errors = { NoMatchingError: 'failed' };
const failed = act('failed', 'MessageParticipant', { Text: 'It failed.' }, { next: 'bye' });
const heard = (text: string) =>
  act('heard', 'MessageParticipant', { Text: text }, { next: 'bye', errors: { NoMatchingError: 'bye' } });

/** What a caller hears whose call runs through these actions. */
async function hear(center: ACenter, actions: ReturnType<typeof act>[], call: object = {}): Promise<string[]> {
  await center.answerWith(center.flow('flow', content(...actions, failed, hangUpAction)));
  const id = center.connect.dial({ from: CALLER, to: LINE, ...call });
  await center.run((center.clock.now() - START) / 1000 + 600);
  return center.facts('said', id).map(({ text }) => text);
}

const lambda = (next = 'heard', more: object = {}) =>
  act(
    'lambda',
    'InvokeLambdaFunction',
    {
      LambdaFunctionARN: FUNCTION_ARN,
      InvocationTimeLimitSeconds: '2',
      LambdaInvocationAttributes: { purpose: 'arrival', who: '$.CustomerEndpoint.Address', gone: '$.External.nothing' },
      ResponseValidation: { ResponseType: 'STRING_MAP' },
      ...more,
    },
    { next, errors },
  );

test('speech takes a second for fifteen characters', async () => {
  const center = aCenter();
  await hear(center, [act('say', 'MessageParticipant', { Text: 'x'.repeat(30) }, { next: 'bye' })]);
  expect(center.facts('ended')[0]?.at).toBe(START + 2_000);
});

test('an empty text cannot be spoken', async () => {
  expect(
    await hear(aCenter(), [act('say', 'MessageParticipant', { Text: '$.External.say' }, { next: 'bye', errors })]),
  ).toEqual(['It failed.']);
});

test('a Lambda is sent what Connect sends, and its answer is there for the blocks after it', async () => {
  const center = aCenter({ lambda: () => ({ kind: 'answer', payload: { say: 'ten minutes' } }) });
  expect(await hear(center, [lambda(), heard('About $.External.say.')])).toEqual(['About ten minutes.']);
  const id = center.connect.log.facts.find(({ kind }) => kind === 'contact-created')?.contactId;
  expect(center.payloads).toEqual([
    {
      Name: 'ContactFlowEvent',
      Details: {
        Parameters: { purpose: 'arrival', who: CALLER, gone: '' },
        ContactData: {
          Attributes: {},
          Channel: 'VOICE',
          ContactId: id,
          CustomerEndpoint: { Address: CALLER, Type: 'TELEPHONE_NUMBER' },
          CustomerId: null,
          Description: null,
          InitialContactId: id,
          InitiationMethod: 'INBOUND',
          InstanceARN: center.arns.instance,
          LanguageCode: 'en-US',
          MediaStreams: { Customer: { Audio: null } },
          Name: null,
          PreviousContactId: id,
          Queue: null,
          References: {},
          SystemEndpoint: { Address: LINE, Type: 'TELEPHONE_NUMBER' },
        },
      },
    },
  ]);
});

test('a Lambda that fails is tried three times more, then the error branch is taken', async () => {
  const causes = ['broken 1', 'broken 2', 'broken 3', 'broken 4', 'broken 5'];
  const center = aCenter({ lambda: () => ({ kind: 'fault', cause: causes.shift() ?? '' }) });
  expect(await hear(center, [lambda(), heard('fine')])).toEqual(['It failed.']);
  expect(center.facts('lambda-failed').map(({ cause }) => cause)).toEqual([
    'broken 1',
    'broken 2',
    'broken 3',
    'broken 4',
  ]);
});

test('a Lambda that recovers in time is not noticed', async () => {
  const causes = ['throttled', 'throttled'];
  const center = aCenter({
    lambda() {
      const cause = causes.shift();
      return cause === undefined ? { kind: 'answer', payload: {} } : { kind: 'fault', cause };
    },
  });
  expect(await hear(center, [lambda(), heard('fine')])).toEqual(['fine']);
});

test('a Lambda that takes too long leaves the caller in silence for the limit, once', async () => {
  const center = aCenter({ lambda: () => ({ kind: 'fault', cause: 'timeout' }) });
  await hear(center, [lambda('bye')]);
  expect(center.facts('said')[0]?.at).toBe(START + 2_000);
  expect(center.facts('lambda-asked')).toHaveLength(1);
});

test('an answer that is nested, too large or no object is refused', async () => {
  for (const payload of [{ a: { b: 1 } }, { a: 'x'.repeat(33_000) }, ['a'], null]) {
    const center = aCenter({ lambda: () => ({ kind: 'answer', payload }) });
    expect(await hear(center, [lambda(), heard('fine')])).toEqual(['It failed.']);
  }
  const center = aCenter({ lambda: () => ({ kind: 'answer', payload: { a: { b: 'deep' } } }) });
  const json = lambda('heard', { ResponseValidation: { ResponseType: 'JSON' } });
  expect(await hear(center, [json, heard('$.External.a.b')])).toEqual(['deep']);
});

test('a function the instance was not told of is not invoked', async () => {
  const center = aCenter();
  expect(
    await hear(center, [
      lambda('heard', { LambdaFunctionARN: 'arn:aws:lambda:us-east-1:1:function:other' }),
      heard('fine'),
    ]),
  ).toEqual(['It failed.']);
  expect(center.payloads).toEqual([]);
});

test('a caller who hangs up while a Lambda works hears nothing more', async () => {
  let answer: (result: { kind: 'answer'; payload: object }) => void = () => {};
  const center = aCenter({
    lambda: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  });
  await center.answerWith(center.flow('flow', content(lambda(), heard('fine'), failed, hangUpAction)));
  const id = center.connect.dial({ from: CALLER, to: LINE });
  center.connect.hangUp(id);
  answer({ kind: 'answer', payload: {} });
  await center.run(60);
  expect(center.facts('said')).toEqual([]);
});

const menu = act(
  'menu',
  'GetParticipantInput',
  { Text: 'Press 1 or 2.'.padEnd(30), InputTimeLimitSeconds: '8', StoreInput: 'False' },
  {
    next: 'bye',
    when: { 1: 'one', 2: 'two' },
    errors: { InputTimeLimitExceeded: 'silent', NoMatchingCondition: 'other', NoMatchingError: 'failed' },
  },
);
const menuActions = [
  menu,
  ...['one', 'two', 'silent', 'other'].map((name) => act(name, 'MessageParticipant', { Text: name }, { next: 'bye' })),
];

test('a menu follows the key pressed, or its absence', async () => {
  expect(await hear(aCenter(), menuActions, { keys: () => '2' })).toEqual(['two']);
  expect(await hear(aCenter(), menuActions, { keys: () => '7' })).toEqual(['other']);
  expect(await hear(aCenter(), menuActions, { keys: () => null })).toEqual(['silent']);
  expect(await hear(aCenter(), menuActions)).toEqual(['silent']);
});

test('a key interrupts the menu’s text; too late a key counts as none', async () => {
  const center = aCenter();
  await hear(center, menuActions, { keys: () => ({ keys: '1', afterSeconds: 0.5 }) });
  expect(center.facts('said')[0]).toMatchObject({ text: 'one', at: START + 500 });
  expect(await hear(aCenter(), menuActions, { keys: () => ({ keys: '1', afterSeconds: 10 }) })).toEqual(['silent']);
});

const enter = (validation: object, dtmf: object = {}) => [
  act(
    'enter',
    'GetParticipantInput',
    {
      Text: 'Your number.',
      InputTimeLimitSeconds: '5',
      StoreInput: 'True',
      InputValidation: validation,
      DTMFConfiguration: dtmf,
    },
    { next: 'heard', errors: { NoMatchingError: 'failed', InvalidPhoneNumber: 'invalid' } },
  ),
  heard('$.StoredCustomerInput'),
  act('invalid', 'MessageParticipant', { Text: 'Invalid.' }, { next: 'bye' }),
];

test('digits are stored up to the greatest length, the terminating key, or a pause', async () => {
  const four = enter({ CustomValidation: { MaximumLength: '4' } });
  expect(await hear(aCenter(), four, { keys: () => '123456' })).toEqual(['1234']);
  expect(await hear(aCenter(), four, { keys: () => '12#' })).toEqual(['12']);
  expect(await hear(aCenter(), four, { keys: () => '12' })).toEqual(['12']);
  expect(await hear(aCenter(), four, { keys: () => '9*12#' })).toEqual(['12']);
  expect(await hear(aCenter(), four, { keys: () => null })).toEqual(['Timeout']);
});

test('a phone number keyed in as people at home write it is stored as E.164', async () => {
  const local = enter({ PhoneNumberValidation: { NumberFormat: 'Local', CountryCode: 'US' } });
  expect(await hear(aCenter(), local, { keys: () => '2065550123#' })).toEqual(['+12065550123']);
  expect(await hear(aCenter(), local, { keys: () => '123#' })).toEqual(['Invalid.']);
  const international = enter({ PhoneNumberValidation: { NumberFormat: 'E164' } });
  expect(await hear(aCenter(), international, { keys: () => '442079460123#' })).toEqual(['+442079460123']);
});

test('a loop goes round as often as it says, and starts again afterwards', async () => {
  const loop = act(
    'loop',
    'Loop',
    { LoopCount: '2' },
    { next: 'bye', when: { ContinueLooping: 'again', DoneLooping: 'bye' } },
  );
  const again = act('again', 'MessageParticipant', { Text: 'again' }, { next: 'loop' });
  expect(await hear(aCenter(), [loop, again])).toEqual(['again', 'again']);
});

test('hours are those of the place, with its holidays', async () => {
  const branchAt = async (iso: string) => {
    const center = aCenter({ start: parseInstant(iso) ?? START });
    await center.answerWith(
      center.flow(
        'flow',
        content(
          act(
            'hours',
            'CheckHoursOfOperation',
            { HoursOfOperationId: center.arns.hours },
            {
              next: 'bye',
              when: { True: 'bye', False: 'bye' },
              errors: { NoMatchingError: 'bye' },
            },
          ),
          hangUpAction,
        ),
      ),
    );
    center.connect.dial({ from: CALLER, to: LINE });
    return center.facts('block-run')[0]?.branch;
  };
  expect(await branchAt('2026-03-02T13:59:59Z')).toBe('False');
  expect(await branchAt('2026-03-02T14:00:00Z')).toBe('True');
  expect(await branchAt('2026-03-02T21:59:59Z')).toBe('True');
  expect(await branchAt('2026-03-02T22:00:00Z')).toBe('False');
  expect(await branchAt('2026-03-03T15:00:00Z')).toBe('False');
  expect(await branchAt('2026-03-09T15:00:00Z')).toBe('False');
});

const metrics = (queueArn: string) => [
  act('metrics', 'GetMetricData', { QueueId: queueArn, QueueChannel: 'Voice' }, { next: 'heard', errors }),
  heard(
    '$.Metrics.Queue.Size waiting, oldest $.Metrics.Queue.OldestContactAge, staffed $.Metrics.Agents.Staffed.Count, free $.Metrics.Agents.Available.Count, busy $.Metrics.Agents.Busy.Count',
  ),
];

test('a queue with nobody waiting and nobody staffed has no metrics', async () => {
  const center = aCenter();
  expect(await hear(center, metrics(center.arns.queue))).toEqual(['It failed.']);
});

test('metrics tell who waits and who works, exactly when asked to be exact', async () => {
  const center = await aCenterWithAQueue({ agents: ['ann'] });
  center.connect.dial({ from: null, to: LINE, handleSeconds: 5_000 });
  await center.run(10);
  center.connect.dial({ from: null, to: LINE });
  await center.run(30);
  expect(await hear(center, metrics(center.arns.queue))).toEqual(['1 waiting, oldest 20, staffed 1, free 0, busy 1']);
});

test('metrics are five to ten seconds old, as Connect’s are', async () => {
  const center = await aCenterWithAQueue({ agents: ['ann'], options: { metricsWindowSeconds: 5 } });
  await center.run(8);
  for (let call = 0; call < 3; call += 1) center.connect.dial({ from: null, to: LINE });
  const sizeAt = async (second: number) => {
    await center.run(second);
    const answer = await center.put('POST', `/metrics/current/${center.arns.instance.split('/').at(-1)}`, {
      Filters: { Queues: [center.arns.queue], Channels: ['VOICE'] },
      Groupings: ['QUEUE', 'CHANNEL'],
      CurrentMetrics: [
        { Name: 'CONTACTS_IN_QUEUE', Unit: 'COUNT' },
        { Name: 'OLDEST_CONTACT_AGE', Unit: 'SECONDS' },
      ],
    });
    const result = answer.body as { DataSnapshotTime: number; MetricResults: { Collections: { Value: number }[] }[] };
    return [
      result.DataSnapshotTime - START / 1000,
      ...(result.MetricResults[0]?.Collections.map(({ Value }) => Value) ?? []),
    ];
  };
  // At the start nobody had logged in yet: nothing to tell.
  expect(await sizeAt(9)).toEqual([0]);
  expect(await sizeAt(14.9)).toEqual([5, 0, 0]);
  expect(await sizeAt(15)).toEqual([10, 3, 2]);
  expect(await sizeAt(20)).toEqual([15, 2, 7]);
});

test('a block of the other channel takes the error branch', async () => {
  const center = aCenter();
  const flow = center.flow(
    'chat',
    content({ ...menu, Identifier: 'menu' }, ...menuActions.slice(1), failed, hangUpAction),
  );
  const chat = center.connect.startChat({ displayName: 'Ann', flow });
  expect(center.facts('chat-message', chat).map(({ text }) => text)).toEqual(['It failed.']);
  const wait = act('wait', 'Wait', { TimeLimitSeconds: '5' }, { next: 'bye', when: { WaitCompleted: 'bye' }, errors });
  expect(await hear(aCenter(), [wait])).toEqual(['It failed.']);
});

test('a flow that goes in circles without a moment passing is cut off', async () => {
  const round = act('round', 'UpdateContactData', { LanguageCode: 'en-US' }, { next: 'round' });
  const center = aCenter();
  await hear(center, [round]);
  expect(center.facts('ended')).toMatchObject([{ reason: 'CONTACT_FLOW_DISCONNECT', at: START }]);
});

test('attributes, flow attributes and system attributes can be referred to; flow attributes end with the flow', async () => {
  const center = aCenter();
  const second = center.flow('second', content(heard('then "$.FlowAttributes.mood"$.Attributes.reason'), hangUpAction));
  const said = await hear(center, [
    act('a', 'UpdateContactAttributes', { Attributes: { reason: ' and $.Channel' } }, { next: 'b', errors }),
    act('b', 'UpdateFlowAttributes', { FlowAttributes: { mood: { Value: 'calm' } } }, { next: 'c', errors }),
    act('c', 'MessageParticipant', { Text: '$.FlowAttributes.mood on $.SystemEndpoint.Address' }, { next: 'd' }),
    act('d', 'TransferToFlow', { ContactFlowId: second }, { next: 'bye', errors }),
  ]);
  expect(said).toEqual([`calm on ${LINE}`, 'then "" and VOICE']);
});

test('metrics can be compared', async () => {
  const center = await aCenterWithAQueue({ agents: ['ann'] });
  const check = act(
    'check',
    'CheckMetricData',
    { MetricType: 'NumberOfAgentsAvailable', QueueId: center.arns.queue },
    {
      next: 'bye',
      when: { 0: 'heard' },
      operator: 'NumberGreaterThan',
      errors: { NoMatchingCondition: 'bye', ...errors },
    },
  );
  expect(await hear(center, [check, heard('somebody is there')])).toEqual(['somebody is there']);
});

/** At once at first, late at the next menu. */
const slow = ({ asksBefore }: { asksBefore: number }) => ({ keys: '1', afterSeconds: asksBefore === 0 ? 1 : 9 });

test('Bug: the time limit of an answered menu took the keys away from the next one. Fix: what a block waits for ends with it', async () => {
  const second = act(
    'one',
    'GetParticipantInput',
    { Text: 'Sure?', InputTimeLimitSeconds: '30', StoreInput: 'False' },
    {
      next: 'bye',
      when: { 1: 'sure' },
      errors: { InputTimeLimitExceeded: 'silent', NoMatchingCondition: 'silent', NoMatchingError: 'failed' },
    },
  );
  const actions = [
    menu,
    second,
    act('sure', 'MessageParticipant', { Text: 'sure' }, { next: 'bye' }),
    ...menuActions.slice(2),
  ];
  expect(await hear(aCenter(), actions, { keys: slow })).toEqual(['sure']);
});

test('messages still to be said are not said once the block was interrupted', async () => {
  const center = aCenter();
  const waiting = center.flow(
    'waiting',
    content(
      act(
        'music',
        'MessageParticipantIteratively',
        { Messages: [{ Text: 'a'.repeat(30) }, { Text: 'late' }], InterruptFrequencySeconds: '1' },
        {
          next: 'end',
          when: { MessagesInterrupted: 'end' },
        },
      ),
      act('end', 'EndFlowExecution'),
    ),
    'CUSTOMER_QUEUE',
  );
  const hook = act('hook', 'UpdateContactEventHooks', { EventHooks: { CustomerQueue: waiting } }, { next: 'target' });
  await center.answerWith(center.flow('welcome', toQueue(center.arns.queue, [hook])));
  center.connect.dial({ from: null, to: LINE });
  await center.run(60);
  expect(center.facts('said').map(({ text }) => text)).toEqual(['a'.repeat(30)]);
});
