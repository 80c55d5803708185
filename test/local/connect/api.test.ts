import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  AssociateQueueQuickConnectsCommand,
  ConnectClient,
  DescribeContactCommand,
  DescribeUserCommand,
  DisassociatePhoneNumberContactFlowCommand,
  GetContactAttributesCommand,
  GetCurrentMetricDataCommand,
  ListQueuesCommand,
  ListUsersCommand,
  SearchContactsCommand,
  StartChatContactCommand,
  StartOutboundVoiceContactCommand,
  StopContactCommand,
  UpdateContactAttributesCommand,
  UpdateContactRoutingDataCommand,
  UpdateUserRoutingProfileCommand,
} from '@aws-sdk/client-connect';
import { afterEach, expect, test } from 'vitest';
import {
  type ACenter,
  aCenter,
  aCenterWithAQueue,
  act,
  CALLER,
  type CenterOptions,
  content,
  hangUpAction,
  LINE,
  START,
} from './aCenter.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** The real client, speaking to the center over HTTP. */
async function clientOf(center: ACenter): Promise<ConnectClient> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const url = new URL(request.url ?? '', 'http://local');
    const answer = await center.connect.handleApi({
      method: request.method ?? '',
      path: (request.url ?? '').split('?')[0] ?? '',
      query: url.searchParams,
      body: text === '' ? undefined : JSON.parse(text),
    });
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      ...(answer.errorType === undefined ? {} : { 'x-amzn-errortype': answer.errorType }),
    });
    response.end(JSON.stringify(answer.body));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new ConnectClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
}

interface Outbound {
  center: ACenter;
  client: ConnectClient;
  InstanceId: string;
  ContactFlowId: string;
  request: { InstanceId: string; ContactFlowId: string; DestinationPhoneNumber: string; QueueId: string };
}

/** A flow that asks whoever answers to press 1 and queues them first. */
async function outbound(options: CenterOptions = {}): Promise<Outbound> {
  const center = await aCenterWithAQueue({ options: { throttling: false }, ...options });
  const lost = { NoMatchingError: 'bye' };
  const ContactFlowId = center.flow(
    'outbound',
    content(
      act(
        'ask',
        'GetParticipantInput',
        { Text: 'Press 1.', InputTimeLimitSeconds: '5', StoreInput: 'False' },
        {
          next: 'bye',
          when: { 1: 'first' },
          errors: { InputTimeLimitExceeded: 'bye', NoMatchingCondition: 'bye', NoMatchingError: 'bye' },
        },
      ),
      act('first', 'UpdateContactRoutingBehavior', { QueuePriority: '1' }, { next: 'queue' }),
      act('queue', 'TransferContactToQueue', {}, { next: 'bye', errors: { QueueAtCapacity: 'bye', ...lost } }),
      hangUpAction,
    ),
  );
  const InstanceId = center.arns.instance;
  const request = { InstanceId, ContactFlowId, DestinationPhoneNumber: CALLER, QueueId: center.arns.queue };
  return { center, client: await clientOf(center), InstanceId, ContactFlowId, request };
}

test('an outbound call rings the customer, runs its flow, and goes before everybody with priority 1', async () => {
  const { center, client, InstanceId, request } = await outbound();
  center.connect.dial({ from: null, to: LINE });
  center.connect.expectRingsAt(CALLER, {
    pickup: () => ({ kind: 'answer', afterSeconds: 6 }),
    keys: () => '1',
    handleSeconds: 30,
  });
  const { ContactId } = await client.send(
    new StartOutboundVoiceContactCommand({
      ...request,
      Name: 'cb1-1',
      ClientToken: 'cb1-1',
      Attributes: { callbackId: 'cb1' },
    }),
  );
  expect(center.connect.contact(ContactId ?? '')?.stage).toBe('ringing');
  await center.run(20);
  expect(center.facts('queued', ContactId)[0]).toMatchObject({ priority: 1, position: 1 });
  const { Contact } = await client.send(new DescribeContactCommand({ InstanceId, ContactId }));
  expect(Contact).toMatchObject({
    Id: ContactId,
    Name: 'cb1-1',
    Channel: 'VOICE',
    InitiationMethod: 'API',
    InitiationTimestamp: new Date(START),
    ConnectedToSystemTimestamp: new Date(START + 6_000),
    QueuePriority: 1,
    Attributes: { callbackId: 'cb1' },
    CustomerEndpoint: { Address: CALLER, Type: 'TELEPHONE_NUMBER' },
  });
  expect(Contact?.QueueInfo?.EnqueueTimestamp).toBeInstanceOf(Date);
  expect(center.eventsOf(ContactId ?? '')).toEqual(['INITIATED', 'CONNECTED_TO_SYSTEM', 'QUEUED']);
});

test('an outbound call nobody answers ends when it has rung long enough', async () => {
  const { center, client, request } = await outbound();
  const { ContactId } = await client.send(
    new StartOutboundVoiceContactCommand({ ...request, RingTimeoutInSeconds: 25 }),
  );
  await center.run(60);
  expect(center.facts('ended', ContactId)).toMatchObject([{ at: START + 25_000, reason: 'TELECOM_UNANSWERED' }]);
  expect(center.eventsOf(ContactId ?? '')).toEqual(['INITIATED', 'DISCONNECTED', 'COMPLETED']);
});

test('a busy line ends the call at once, a confirmation not given ends it in the flow', async () => {
  const { center, client, request } = await outbound();
  center.connect.expectRingsAt(CALLER, { pickup: () => ({ kind: 'busy' }) });
  const busy = await client.send(new StartOutboundVoiceContactCommand(request));
  center.connect.expectRingsAt(CALLER, { pickup: () => ({ kind: 'voicemail', afterSeconds: 10 }) });
  const machine = await client.send(new StartOutboundVoiceContactCommand(request));
  await center.run(60);
  expect(center.facts('ended', busy.ContactId)[0]?.reason).toBe('TELECOM_BUSY');
  expect(center.facts('ended', machine.ContactId)[0]?.reason).toBe('CONTACT_FLOW_DISCONNECT');
});

test('one ClientToken begins one contact for seven days', async () => {
  const { center, client, request } = await outbound();
  const place = async () =>
    (await client.send(new StartOutboundVoiceContactCommand({ ...request, ClientToken: 't' }))).ContactId;
  const first = await place();
  expect(await place()).toBe(first);
  await center.run(600);
  expect(await place()).toBe(first);
  await center.run(8 * 24 * 3600);
  expect(await place()).not.toBe(first);
});

test('under the older reading a ClientToken begins a new contact once the first is disconnected', async () => {
  const { center, client, request } = await outbound({
    options: { throttling: false, clientToken: 'until-disconnected' },
  });
  const place = async () =>
    (await client.send(new StartOutboundVoiceContactCommand({ ...request, ClientToken: 't' }))).ContactId;
  const first = await place();
  expect(await place()).toBe(first);
  await center.run(600);
  expect(await place()).not.toBe(first);
});

test('calls that must not be placed are refused with the errors the SDK knows', async () => {
  const { client, request } = await outbound();
  const refusal = (change: object) =>
    client.send(new StartOutboundVoiceContactCommand({ ...request, ...change })).then(
      () => 'placed',
      (error: Error) => error.name,
    );
  expect(await refusal({ DestinationPhoneNumber: '+447700900123' })).toBe('DestinationNotAllowedException');
  expect(await refusal({ DestinationPhoneNumber: '12' })).toBe('InvalidParameterException');
  expect(await refusal({ ContactFlowId: 'none' })).toBe('ResourceNotFoundException');
  expect(await refusal({ QueueId: undefined })).toBe('InvalidRequestException');
  expect(await refusal({ InstanceId: 'other' })).toBe('ResourceNotFoundException');
  expect(await refusal({ Attributes: { a: 'x'.repeat(33_000) } })).toBe('InvalidRequestException');
});

test('calls above the quota of concurrent calls are refused', async () => {
  const { client, request } = await outbound({ options: { throttling: false, concurrentCalls: 1 } });
  await client.send(new StartOutboundVoiceContactCommand(request));
  await expect(client.send(new StartOutboundVoiceContactCommand(request))).rejects.toThrowError(
    expect.objectContaining({ name: 'LimitExceededException' }),
  );
});

test('two calls a second after a burst of five, on the center’s clock', async () => {
  const { center, client, request } = await outbound({ options: {} });
  const place = () =>
    client.send(new StartOutboundVoiceContactCommand(request)).then(
      () => 'placed',
      (error: Error & { $metadata?: { httpStatusCode?: number } }) =>
        `${error.name} ${error.$metadata?.httpStatusCode}`,
    );
  const burst = [];
  for (let call = 0; call < 6; call += 1) burst.push(await place());
  expect(burst).toEqual([...Array(5).fill('placed'), 'TooManyRequestsException 429']);
  await center.run(1);
  expect([await place(), await place(), await place()]).toEqual(['placed', 'placed', 'TooManyRequestsException 429']);
});

test('contacts are found by name, by method and queue; not before the index knows them', async () => {
  const { center, client, request, InstanceId } = await outbound({
    options: { throttling: false, searchLagSeconds: 30 },
  });
  const { ContactId } = await client.send(new StartOutboundVoiceContactCommand({ ...request, Name: 'cb1-1' }));
  await client.send(new StartOutboundVoiceContactCommand({ ...request, Name: 'cb1-11' }));
  const search = async (SearchCriteria: object) => {
    const TimeRange = {
      Type: 'INITIATION_TIMESTAMP' as const,
      StartTime: new Date(START - 60_000),
      EndTime: new Date(START + 600_000),
    };
    const { Contacts } = await client.send(new SearchContactsCommand({ InstanceId, TimeRange, SearchCriteria }));
    return Contacts?.map(({ Id }) => Id);
  };
  const byName = { Name: { SearchText: ['cb1-1'], MatchType: 'MATCH_EXACT' } };
  expect(await search(byName)).toEqual([]);
  await center.run(31);
  expect(await search(byName)).toEqual([ContactId]);
  expect((await search({ InitiationMethods: ['API'] }))?.length).toBe(2);
  expect(await search({ InitiationMethods: ['CALLBACK'], QueueIds: [center.arns.queue] })).toEqual([]);
});

test('a stopped contact ends and frees its place; one that has ended cannot be stopped', async () => {
  const center = await aCenterWithAQueue();
  const client = await clientOf(center);
  const ContactId = center.connect.dial({ from: CALLER, to: LINE });
  const stop = () => client.send(new StopContactCommand({ InstanceId: center.arns.instance, ContactId }));
  await stop();
  expect(center.connect.metrics()[0]?.contactsInQueue).toBe(0);
  expect(center.facts('ended', ContactId)[0]?.reason).toBe('API');
  await expect(stop()).rejects.toThrowError(expect.objectContaining({ name: 'ContactNotFoundException' }));
});

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

test('a chat is begun over the API, joined, answered beside another one, and ended', async () => {
  const center = await aCenterWithAQueue({ agents: ['ann'] });
  const client = await clientOf(center);
  const start = async (DisplayName: string) => {
    const answer = await client.send(
      new StartChatContactCommand({
        InstanceId: center.arns.instance,
        ContactFlowId: center.flow('chat', chatFlow(center)),
        ParticipantDetails: { DisplayName },
        InitialMessage: { ContentType: 'text/plain', Content: 'Hello' },
      }),
    );
    return answer.ContactId ?? '';
  };
  const first = await start('Ann');
  const second = await start('Ben');
  const third = await start('Cyd');
  for (const id of [first, second, third]) center.connect.joinChat(id, { handleSeconds: 60 });
  await center.run(30);
  expect(center.facts('connected').map(({ contactId }) => contactId)).toEqual([first, second]);
  center.connect.agents.sendChat('ann', first, 'How can I help?');
  await center.run(200);
  expect(center.facts('connected').map(({ contactId }) => contactId)).toEqual([first, second, third]);
  expect(center.facts('chat-message', first).map(({ from, text }) => `${from}: ${text}`)).toEqual([
    'customer: Hello',
    'system: Welcome.',
    'agent: How can I help?',
  ]);
  expect(center.eventsOf(first)).toEqual([
    'INITIATED',
    'CONNECTED_TO_SYSTEM',
    'QUEUED',
    'CONNECTED_TO_AGENT',
    'DISCONNECTED',
    'COMPLETED',
  ]);
});

function chatFlow(center: ACenter): string {
  return content(
    act('hello', 'MessageParticipant', { Text: 'Welcome.' }, { next: 'target' }),
    act(
      'target',
      'UpdateContactTargetQueue',
      { QueueId: center.arns.queue },
      { next: 'queue', errors: { NoMatchingError: 'bye' } },
    ),
    act(
      'queue',
      'TransferContactToQueue',
      {},
      { next: 'bye', errors: { QueueAtCapacity: 'bye', NoMatchingError: 'bye' } },
    ),
    hangUpAction,
  );
}

test('a chat nobody joins within five minutes ends', async () => {
  const center = await aCenterWithAQueue();
  const client = await clientOf(center);
  const { ContactId } = await client.send(
    new StartChatContactCommand({
      InstanceId: center.arns.instance,
      ContactFlowId: center.flow('chat', chatFlow(center)),
      ParticipantDetails: { DisplayName: 'Ann' },
    }),
  );
  await center.run(400);
  expect(center.facts('ended', ContactId)).toMatchObject([{ at: START + 300_000 }]);
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
