import { expect, test } from 'vitest';
import { aCenter, act, CALLER, content, FUNCTION_ARN, hangUpAction, LINE, START } from './aCenter.ts';
import { errors, failed, hear, heard } from './hear.ts';

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
