import { expect, test } from 'vitest';
import {
  type ACenter,
  aCenter,
  act,
  CALLER,
  type CenterOptions,
  content,
  hangUpAction,
  LINE,
  START,
} from './aCenter.ts';

const lost = { NoMatchingError: 'bye' };

/** 1 takes a callback (with a creation flow, or after a delay), 2 waits. */
async function aCenterThatCallsBack(
  options: CenterOptions = {},
  terms: { attempts?: string; creation?: (queueArn: string) => string; number?: string } = {},
): Promise<ACenter> {
  const center = aCenter(options);
  const creation = terms.creation?.(center.arns.queue);
  const creationFlow = creation === undefined ? undefined : center.flow('creation', creation);
  const whisper = center.flow(
    'outbound whisper',
    content(
      act('say', 'MessageParticipant', { Text: 'You asked us to call.' }, { next: 'end' }),
      act('end', 'EndFlowExecution'),
    ),
    'OUTBOUND_WHISPER',
  );
  center.connect.provision('AWS::Connect::Queue', 'service', {
    Name: 'service',
    InstanceArn: center.arns.instance,
    HoursOfOperationArn: center.arns.hours,
    OutboundCallerConfig: { OutboundFlowArn: whisper, OutboundCallerIdNumberArn: center.arns.number },
    ...(options.maxContacts === undefined ? {} : { MaxContacts: options.maxContacts }),
  });
  await center.answerWith(
    center.flow(
      'welcome',
      content(
        act('target', 'UpdateContactTargetQueue', { QueueId: center.arns.queue }, { next: 'tag', errors: lost }),
        act('tag', 'UpdateContactAttributes', { Attributes: { reason: 'bill' } }, { next: 'ask', errors: lost }),
        act(
          'ask',
          'GetParticipantInput',
          { Text: 'Press 1 for a call back.', InputTimeLimitSeconds: '5', StoreInput: 'False' },
          {
            next: 'queue',
            when: { 1: 'number', 2: 'queue' },
            errors: { InputTimeLimitExceeded: 'queue', NoMatchingCondition: 'queue', NoMatchingError: 'queue' },
          },
        ),
        act(
          'number',
          'UpdateContactCallbackNumber',
          { CallbackNumber: terms.number ?? '$.CustomerEndpoint.Address' },
          {
            next: 'create',
            errors: { InvalidCallbackNumber: 'queue', CallbackNumberNotDialable: 'queue' },
          },
        ),
        act(
          'create',
          'CreateCallbackContact',
          {
            InitialCallDelaySeconds: '10',
            MaximumConnectionAttempts: terms.attempts ?? '1',
            RetryDelaySeconds: '60',
            ...(creationFlow === undefined ? {} : { ContactFlowId: creationFlow }),
          },
          { next: 'bye', errors: { NoMatchingError: 'queue' } },
        ),
        act('queue', 'TransferContactToQueue', {}, { next: 'bye', errors: { QueueAtCapacity: 'bye', ...lost } }),
        hangUpAction,
      ),
    ),
  );
  return center;
}

const intoQueue = (): string =>
  content(
    act(
      'queue',
      'TransferContactToQueue',
      {},
      { next: 'bye', errors: { QueueAtCapacity: 'bye', NoMatchingError: 'bye' } },
    ),
    hangUpAction,
  );
const nowhere = (): string => content(hangUpAction);

test('a callback keeps its place: it is served before whoever came after its first call', async () => {
  const center = await aCenterThatCallsBack({ agents: ['ann'] }, { creation: intoQueue });
  const wait = { keys: () => ({ keys: '2', afterSeconds: 0 }), handleSeconds: 100 };
  const busy = center.connect.dial({ from: null, to: LINE, ...wait });
  await center.run(1);
  const taker = center.connect.dial({
    from: CALLER,
    to: LINE,
    keys: () => ({ keys: '1', afterSeconds: 4 }),
    pickup: () => ({ kind: 'answer', afterSeconds: 5 }),
    handleSeconds: 100,
  });
  await center.run(2);
  const later = center.connect.dial({
    from: null,
    to: LINE,
    keys: () => ({ keys: '2', afterSeconds: 0 }),
    handleSeconds: 100,
  });
  await center.run(1_000);
  const callback = center.facts('callback-created', taker)[0]?.callbackContactId ?? '';
  expect(center.facts('connected').map(({ contactId }) => contactId)).toEqual([busy, callback, later]);
  expect(center.facts('queued', callback)[0]).toMatchObject({ rankAt: START + 1_000, position: 1 });
  expect(center.connect.contact(callback)).toMatchObject({
    initialContactId: taker,
    previousContactId: taker,
    initiationMethod: 'CALLBACK',
    attributes: { reason: 'bill' },
  });
  expect(center.eventsOf(callback)).toEqual([
    'INITIATED',
    'QUEUED',
    'CONNECTED_TO_SYSTEM',
    'CONNECTED_TO_AGENT',
    'DISCONNECTED',
    'COMPLETED',
  ]);
  expect(center.facts('said', callback).map(({ text }) => text)).toEqual(['You asked us to call.']);
});

test('without a creation flow a callback is queued once its delay is over', async () => {
  const center = await aCenterThatCallsBack({ agents: ['ann'] });
  const taker = center.connect.dial({ from: CALLER, to: LINE, keys: () => '1', pickup: () => ({ kind: 'no-answer' }) });
  await center.run(400);
  const created = center.facts('callback-created', taker)[0];
  expect(center.facts('queued', created?.callbackContactId)[0]?.at).toBe((created?.at ?? 0) + 10_000);
});

test('an unanswered callback rings as long as it may, then a new contact tries again after the delay', async () => {
  const center = await aCenterThatCallsBack({ agents: ['ann'] }, { attempts: '2', creation: intoQueue });
  const taker = center.connect.dial({ from: CALLER, to: LINE, keys: () => '1', pickup: () => ({ kind: 'no-answer' }) });
  await center.run(600);
  const [first, second, ...more] = center.facts('ringing');
  expect(more).toEqual([]);
  expect([first?.attempt, second?.attempt]).toEqual([1, 2]);
  expect(center.facts('ended', first?.contactId ?? '')[0]).toMatchObject({
    reason: 'TELECOM_UNANSWERED',
    at: (first?.at ?? 0) + 30_000,
  });
  // The retry delay, then the agent's two seconds.
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(92_000);
  expect(center.connect.contact(second?.contactId ?? '')).toMatchObject({
    initialContactId: taker,
    previousContactId: first?.contactId,
  });
  const ended = center.events.find(
    ({ detail }) => detail.contactId === first?.contactId && detail.eventType === 'DISCONNECTED',
  );
  expect(ended?.detail.connectedToSystemTimestamp).toBeUndefined();
  expect(ended?.detail.agentInfo?.connectedToAgentTimestamp).toBeUndefined();
  expect(ended?.detail.queueInfo?.enqueueTimestamp).toBeDefined();
  expect(center.connect.agents.list()[0]?.status).toBe('available');
});

test('a creation flow that does not queue the callback ends it', async () => {
  const center = await aCenterThatCallsBack({ agents: ['ann'] }, { creation: nowhere });
  center.connect.dial({ from: CALLER, to: LINE, keys: () => '1' });
  await center.run(600);
  const callback = center.facts('callback-created')[0]?.callbackContactId ?? '';
  expect(center.eventsOf(callback)).toEqual(['INITIATED', 'DISCONNECTED', 'COMPLETED']);
  expect(center.facts('ringing')).toEqual([]);
});

test('voicemail counts as answered and is not tried again', async () => {
  const center = await aCenterThatCallsBack({ agents: ['ann'] }, { attempts: '3', creation: intoQueue });
  center.connect.dial({
    from: CALLER,
    to: LINE,
    keys: () => '1',
    pickup: () => ({ kind: 'voicemail', afterSeconds: 12 }),
  });
  await center.run(2_000);
  expect(center.facts('picked-up').map(({ by }) => by)).toEqual(['voicemail']);
  expect(center.facts('ringing')).toHaveLength(1);
});

test('a person rung by hand picks up, or declines by hanging up', async () => {
  const center = await aCenterThatCallsBack({ agents: ['ann'] }, { creation: intoQueue });
  for (const act of ['pick up', 'decline'] as const) {
    const taker = center.connect.dial({ from: CALLER, to: LINE });
    await center.run(act === 'decline' ? 101 : 1);
    center.connect.press(taker, '1');
    await center.run(act === 'decline' ? 110 : 10);
    const callback = center.facts('callback-created', taker)[0]?.callbackContactId ?? '';
    expect(center.connect.contact(callback)?.stage).toBe('ringing');
    if (act === 'pick up') center.connect.pickUp(callback);
    else center.connect.hangUp(callback);
    await center.run(act === 'decline' ? 115 : 15);
    expect(center.facts('connected', callback)).toHaveLength(act === 'pick up' ? 1 : 0);
    if (act === 'pick up') center.connect.hangUp(callback);
    await center.run(act === 'decline' ? 130 : 100);
  }
});

test('a full queue takes no callback: the caller takes the error branch and waits', async () => {
  const center = await aCenterThatCallsBack({ maxContacts: 1 });
  center.connect.dial({ from: null, to: LINE, keys: () => ({ keys: '2', afterSeconds: 0 }) });
  await center.run(1);
  const second = center.connect.dial({ from: CALLER, to: LINE, keys: () => '1' });
  await center.run(60);
  expect(center.facts('callback-refused', second)).toMatchObject([{ cause: 'service is full' }]);
  expect(center.facts('queue-full', second)).toHaveLength(1);
});

test('a callback nobody takes is dropped after seven days', async () => {
  const center = await aCenterThatCallsBack({}, { creation: intoQueue });
  center.connect.dial({ from: CALLER, to: LINE, keys: () => '1' });
  await center.run(8 * 24 * 3600);
  const callback = center.facts('callback-created')[0];
  expect(center.facts('ended', callback?.callbackContactId)[0]).toMatchObject({
    reason: 'EXPIRED',
    at: (callback?.at ?? 0) + 7 * 24 * 3600 * 1000,
  });
});

test('a number that is none, withheld or abroad is refused by its own error', async () => {
  const branchFor = async (from: string | null) => {
    const center = await aCenterThatCallsBack();
    const id = center.connect.dial({ from, to: LINE, keys: () => '1' });
    await center.run(60);
    return center.facts('block-run', id).find(({ type }) => type === 'UpdateContactCallbackNumber')?.branch;
  };
  expect(await branchFor(null)).toBe('InvalidCallbackNumber');
  expect(await branchFor('+447700900123')).toBe('CallbackNumberNotDialable');
  expect(await branchFor(CALLER)).toBe('next');
});

test('a live call is answered though its callback was just created, when the agent was faster', async () => {
  const center = await aCenterThatCallsBack({ agents: ['ann'] }, { creation: intoQueue });
  const id = center.connect.dial({ from: CALLER, to: LINE, keys: () => '2', handleSeconds: 50 });
  await center.run(300);
  expect(center.facts('connected', id)).toHaveLength(1);
  expect(center.facts('callback-created')).toEqual([]);
});
