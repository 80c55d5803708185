import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConnectClient } from '@aws-sdk/client-connect';
import { afterEach } from 'vitest';
import { type ACenter, aCenterWithAQueue, act, CALLER, type CenterOptions, content, hangUpAction } from './aCenter.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** The real client, speaking to the center over HTTP. */
export async function clientOf(center: ACenter): Promise<ConnectClient> {
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

export interface Outbound {
  center: ACenter;
  client: ConnectClient;
  InstanceId: string;
  ContactFlowId: string;
  request: { InstanceId: string; ContactFlowId: string; DestinationPhoneNumber: string; QueueId: string };
}

/** A flow that asks whoever answers to press 1 and queues them first. */
export async function outbound(options: CenterOptions = {}): Promise<Outbound> {
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
