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
  toQueue,
} from './aCenter.ts';

async function aCallbackCenter(options: CenterOptions): Promise<ACenter> {
  const center = aCenter(options);
  const creation = center.flow(
    'creation',
    content(
      act(
        'queue',
        'TransferContactToQueue',
        {},
        { next: 'bye', errors: { QueueAtCapacity: 'bye', NoMatchingError: 'bye' } },
      ),
      hangUpAction,
    ),
  );
  const numberErrors = { InvalidCallbackNumber: 'target', CallbackNumberNotDialable: 'target' };
  await center.answerWith(
    center.flow(
      'welcome',
      toQueue(center.arns.queue, [
        act(
          'ask',
          'GetParticipantInput',
          { Text: 'Press 1.', InputTimeLimitSeconds: '5', StoreInput: 'False' },
          {
            next: 'target',
            when: { 1: 'number' },
            errors: { InputTimeLimitExceeded: 'target', NoMatchingCondition: 'target', NoMatchingError: 'target' },
          },
        ),
        act(
          'number',
          'UpdateContactCallbackNumber',
          { CallbackNumber: '$.CustomerEndpoint.Address' },
          { next: 'create', errors: numberErrors },
        ),
        act(
          'create',
          'CreateCallbackContact',
          {
            QueueId: center.arns.queue,
            InitialCallDelaySeconds: '5',
            MaximumConnectionAttempts: '2',
            RetryDelaySeconds: '120',
            ContactFlowId: creation,
          },
          { next: 'bye', errors: { NoMatchingError: 'target' } },
        ),
      ]),
    ),
  );
  return center;
}

test('after a restart callbacks keep their place and calls that were live have ended', async () => {
  const before = await aCallbackCenter({ agents: ['ann'] });
  const talking = before.connect.dial({
    from: null,
    to: LINE,
    keys: () => ({ keys: '2', afterSeconds: 0 }),
    handleSeconds: 9_000,
  });
  const taker = before.connect.dial({ from: CALLER, to: LINE, keys: () => ({ keys: '1', afterSeconds: 0 }) });
  await before.run(30);
  const waiting = before.connect.dial({ from: null, to: LINE, keys: () => ({ keys: '2', afterSeconds: 0 }) });
  await before.run(60);
  const callback = before.facts('callback-created', taker)[0]?.callbackContactId ?? '';
  const snapshot = JSON.parse(JSON.stringify(before.connect.snapshot()));

  const after = await aCallbackCenter({ start: before.clock.now() });
  after.connect.agents.add({ username: 'ann', routingProfile: 'everything' });
  after.connect.expectRingsAt(CALLER, { pickup: () => ({ kind: 'answer', afterSeconds: 3 }), handleSeconds: 40 });
  after.connect.restore(snapshot);
  expect(after.connect.contact(callback)).toMatchObject({ attributes: {}, initialContactId: taker });
  await after.run(120);
  for (const live of [talking, waiting]) {
    expect(after.facts('ended', live)[0]?.reason).toBe('TELECOM_PROBLEM');
    expect(after.eventsOf(live)).toEqual(['DISCONNECTED', 'COMPLETED']);
  }
  expect(after.facts('connected', callback)).toHaveLength(1);
  expect(after.connect.agents.list()[0]?.status).toBe('available');
  expect(after.facts('contact-created')).toHaveLength(4);
  // What happened before is still known, and new contacts get new ids.
  const fresh = after.connect.dial({ from: null, to: LINE });
  expect(before.connect.log.facts.some(({ contactId }) => contactId === fresh)).toBe(false);
});

test('a callback that waits for its retry waits on after a restart', async () => {
  const before = await aCallbackCenter({ agents: ['ann'] });
  before.connect.dial({
    from: CALLER,
    to: LINE,
    keys: () => ({ keys: '1', afterSeconds: 0 }),
    pickup: () => ({ kind: 'no-answer' }),
  });
  await before.run(60);
  const retry = before.facts('contact-created').at(-1)?.contactId ?? '';
  expect(before.connect.contact(retry)?.stage).toBe('scheduled');
  const after = await aCallbackCenter({ start: before.clock.now() });
  after.connect.restore(JSON.parse(JSON.stringify(before.connect.snapshot())));
  await after.run(300);
  // Rung out after 32 s, retried 120 s later.
  expect(after.facts('queued', retry)[0]?.at).toBe(START + 152_000);
});

test('the ids of a template’s resources outlive a restart', () => {
  expect(aCenter().arns).toEqual(aCenter().arns);
  expect(aCenter({ seed: 8 }).arns.queue).not.toBe(aCenter().arns.queue);
});
