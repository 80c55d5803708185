import {
  AssociateQueueQuickConnectsCommand,
  DescribeUserCommand,
  DisassociatePhoneNumberContactFlowCommand,
  GetContactAttributesCommand,
  GetCurrentMetricDataCommand,
  ListQueuesCommand,
  ListUsersCommand,
  StopContactCommand,
  UpdateContactAttributesCommand,
  UpdateContactRoutingDataCommand,
  UpdateUserRoutingProfileCommand,
} from '@aws-sdk/client-connect';
import { expect, test } from 'vitest';
import { aCenter, aCenterWithAQueue, act, CALLER, content, hangUpAction, LINE, START } from './aCenter.ts';
import { clientOf } from './apiClient.ts';

test('current metrics per queue and channel, with nothing for a queue without activity', async () => {
  const center = await aCenterWithAQueue({ agents: ['ann', 'ben'] });
  const client = await clientOf(center);
  center.connect.agents.setStatus('ben', 'break');
  for (let call = 0; call < 3; call += 1) center.connect.dial({ from: null, to: LINE, handleSeconds: 500 });
  await center.run(40);
  const names = [
    'AGENTS_ONLINE',
    'AGENTS_STAFFED',
    'AGENTS_AVAILABLE',
    'AGENTS_ON_CONTACT',
    'AGENTS_NON_PRODUCTIVE',
    'CONTACTS_IN_QUEUE',
    'OLDEST_CONTACT_AGE',
    'ESTIMATED_WAIT_TIME',
  ] as const;
  const answer = await client.send(
    new GetCurrentMetricDataCommand({
      InstanceId: center.arns.instance,
      Filters: { Queues: [center.arns.queue, center.arns.other], Channels: ['VOICE'] },
      Groupings: ['QUEUE', 'CHANNEL'],
      CurrentMetrics: names.map((Name) => ({ Name })),
    }),
  );
  expect(answer.DataSnapshotTime).toEqual(new Date(START + 40_000));
  const service = answer.MetricResults?.find(({ Dimensions }) => Dimensions?.Queue?.Arn === center.arns.queue);
  expect(service?.Dimensions?.Channel).toBe('VOICE');
  expect(service?.Collections?.map(({ Value }) => Value)).toEqual([2, 1, 0, 1, 1, 2, 40, undefined]);
  center.connect.agents.logout('ann');
  center.connect.agents.logout('ben');
  const idle = await client.send(
    new GetCurrentMetricDataCommand({
      InstanceId: center.arns.instance,
      Filters: { Queues: [center.arns.other], Channels: ['CHAT'] },
      Groupings: ['QUEUE', 'CHANNEL'],
      CurrentMetrics: [{ Name: 'CONTACTS_IN_QUEUE' }],
    }),
  );
  expect(idle.MetricResults).toEqual([]);
  await expect(
    client.send(
      new GetCurrentMetricDataCommand({
        InstanceId: center.arns.instance,
        Filters: { Queues: [center.arns.queue] },
        Groupings: ['QUEUE'],
        CurrentMetrics: [{ Name: 'ESTIMATED_WAIT_TIME' }],
      }),
    ),
  ).rejects.toThrow('ESTIMATED_WAIT_TIME needs');
});

test('a new priority reaches a queued contact a minute later', async () => {
  const center = await aCenterWithAQueue();
  const client = await clientOf(center);
  center.connect.dial({ from: null, to: LINE });
  const ContactId = center.connect.dial({ from: null, to: LINE });
  await client.send(
    new UpdateContactRoutingDataCommand({ InstanceId: center.arns.instance, ContactId, QueuePriority: 1 }),
  );
  center.connect.agents.add({ username: 'ann', routingProfile: 'everything' });
  await center.run(59);
  expect(center.facts('reranked')).toEqual([]);
  await center.run(61);
  expect(center.facts('reranked')).toMatchObject([{ contactId: ContactId, priority: 1, at: START + 60_000 }]);
  center.connect.agents.login('ann');
  expect(center.facts('offered')[0]?.contactId).toBe(ContactId);
});

test('attributes are read and written, and their change is told', async () => {
  const center = await aCenterWithAQueue();
  const client = await clientOf(center);
  const InitialContactId = center.connect.dial({ from: null, to: LINE });
  const InstanceId = center.arns.instance;
  await client.send(new UpdateContactAttributesCommand({ InstanceId, InitialContactId, Attributes: { plan: 'gold' } }));
  const { Attributes } = await client.send(new GetContactAttributesCommand({ InstanceId, InitialContactId }));
  expect(Attributes).toEqual({ plan: 'gold' });
  expect(center.events.at(-1)?.detail).toMatchObject({
    eventType: 'CONTACT_DATA_UPDATED',
    updatedProperties: ['UserDefinedAttributes'],
  });
});

test('people, queues and numbers are managed', async () => {
  const center = await aCenterWithAQueue({ agents: ['ann'] });
  const client = await clientOf(center);
  const InstanceId = center.arns.instance;
  const { UserSummaryList } = await client.send(new ListUsersCommand({ InstanceId }));
  const UserId = UserSummaryList?.find(({ Username }) => Username === 'ann')?.Id;
  const none = center.connect.provision('AWS::Connect::RoutingProfile', 'none', {
    Name: 'none',
    MediaConcurrencies: [],
    QueueConfigs: [],
  });
  await client.send(
    new UpdateUserRoutingProfileCommand({ InstanceId, UserId, RoutingProfileId: none.ref.split('/').at(-1) }),
  );
  const { User } = await client.send(new DescribeUserCommand({ InstanceId, UserId }));
  expect(none.ref.endsWith(User?.RoutingProfileId ?? '?')).toBe(true);
  const id = center.connect.dial({ from: null, to: LINE });
  expect(center.facts('offered', id)).toEqual([]);
  const { QueueSummaryList } = await client.send(new ListQueuesCommand({ InstanceId }));
  expect(QueueSummaryList?.map(({ Name }) => Name)).toEqual(['service', 'sales']);
  await client.send(
    new AssociateQueueQuickConnectsCommand({ InstanceId, QueueId: center.arns.queue, QuickConnectIds: ['q'] }),
  );
  await client.send(new DisassociatePhoneNumberContactFlowCommand({ InstanceId, PhoneNumberId: center.arns.number }));
  const refused = center.connect.dial({ from: null, to: LINE });
  expect(center.facts('refused', refused)).toMatchObject([{ reason: 'number-not-in-service' }]);
});

test('an agent passes a caller on to another queue, where the same caller is a new contact', async () => {
  const center = await aCenterWithAQueue({ agents: ['ann', 'ben'] });
  const client = await clientOf(center);
  const InstanceId = center.arns.instance;
  const ContactFlowArn = center.flow(
    'transfer',
    content(
      act(
        'queue',
        'TransferContactToQueue',
        {},
        { next: 'bye', errors: { QueueAtCapacity: 'bye', NoMatchingError: 'bye' } },
      ),
      hangUpAction,
    ),
    'QUEUE_TRANSFER',
  );
  const quickConnect = center.connect.provision('AWS::Connect::QuickConnect', 'ToSales', {
    Name: 'Sales',
    InstanceArn: InstanceId,
    QuickConnectConfig: { QuickConnectType: 'QUEUE', QueueConfig: { QueueArn: center.arns.other, ContactFlowArn } },
  });
  const first = center.connect.dial({ from: CALLER, to: LINE });
  await center.run(10);
  expect(() => center.connect.agents.transfer('ann', first, 'Sales')).toThrow('no quick connect "Sales"');
  const QuickConnectIds = [quickConnect.ref.split('/').at(-1) ?? ''];
  await client.send(
    new AssociateQueueQuickConnectsCommand({ InstanceId, QueueId: center.arns.queue, QuickConnectIds }),
  );
  center.connect.agents.transfer('ann', first, 'Sales');
  await center.run(20);
  const second = center.facts('connected').at(-1);
  expect(second).toMatchObject({ agent: 'ben', queue: 'sales' });
  expect(center.connect.contact(second?.contactId ?? '')).toMatchObject({
    initiationMethod: 'TRANSFER',
    initialContactId: first,
    previousContactId: first,
    customerNumber: CALLER,
  });
  expect(center.facts('ended', first)).toMatchObject([{ reason: 'AGENT_DISCONNECT' }]);
  const stop = client.send(new StopContactCommand({ InstanceId, ContactId: second?.contactId ?? '' }));
  await expect(stop).rejects.toThrow('cannot be stopped');
});

test('a request says what IAM would call it', () => {
  const { connect, arns } = aCenter();
  const instanceId = arns.instance.split('/').at(-1);
  expect(connect.actionOf('PUT', '/contact/outbound-voice')).toEqual({
    action: 'connect:StartOutboundVoiceContact',
    resource: `${arns.instance}/contact/*`,
  });
  expect(connect.actionOf('GET', `/contacts/${instanceId}/abc`)).toEqual({
    action: 'connect:DescribeContact',
    resource: `${arns.instance}/contact/abc`,
  });
  expect(connect.actionOf('PUT', `/phone-number/${encodeURIComponent(arns.number)}/contact-flow`)).toEqual({
    action: 'connect:AssociatePhoneNumberContactFlow',
    resource: arns.number,
  });
  expect(connect.actionOf('GET', '/nothing/here')).toBeUndefined();
});
