import { expect, test } from 'vitest';
import { parseInstant } from '../../../core/time/units.ts';
import { aCenter, aCenterWithAQueue, act, CALLER, content, hangUpAction, LINE, START, toQueue } from './aCenter.ts';
import { errors, hear, heard } from './hear.ts';

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
