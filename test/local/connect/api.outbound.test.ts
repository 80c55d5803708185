import {
  DescribeContactCommand,
  SearchContactsCommand,
  StartOutboundVoiceContactCommand,
  StopContactCommand,
} from '@aws-sdk/client-connect';
import { expect, test } from 'vitest';
import { aCenterWithAQueue, CALLER, LINE, START } from './aCenter.ts';
import { clientOf, outbound } from './apiClient.ts';

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
