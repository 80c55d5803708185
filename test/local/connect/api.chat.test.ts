import { StartChatContactCommand } from '@aws-sdk/client-connect';
import { expect, test } from 'vitest';
import { type ACenter, aCenterWithAQueue, act, content, hangUpAction, START } from './aCenter.ts';
import { clientOf } from './apiClient.ts';

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
