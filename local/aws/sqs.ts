import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { LocalClock } from '../clock/clock.ts';
import type { EncryptionKeys } from './encryption.ts';
import { type AwsRequest, type AwsService, jsonAnswer, jsonBody, targetOperation } from './service.ts';
import type { QueueDepth, SqsWorkerAnswer, SqsWorkerData, SqsWorkerRequest } from './sqs-worker.ts';

/** SQS, answered by fauxqs in a thread of its own that lives in the center's time. */
export interface LocalSqs extends AwsService {
  /** Runs an operation for the center itself, past the grants. Throws the service's error. */
  call(operation: string, input: unknown): Promise<Record<string, unknown>>;
  depths(): Promise<QueueDepth[]>;
  /** Tells of messages sent: how many, and after how many seconds they can be received. */
  onSent(listener: (queueName: string, count: number, delaySeconds: number) => void): void;
  queueUrl(queueName: string): string;
  close(): Promise<void>;
}

export interface SqsOptions {
  readonly clock: LocalClock;
  readonly region: string;
  readonly accountId: string;
  readonly encryption: EncryptionKeys;
  /** Where the door stands; asked when needed, as the door opens after its services are made. */
  readonly endpoint: () => string;
  readonly folder?: string;
}

/** Operations whose IAM action is that of the single one. */
const SINGLE: Readonly<Record<string, string>> = {
  SendMessageBatch: 'SendMessage',
  DeleteMessageBatch: 'DeleteMessage',
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
};

/** What an operation does with the queue's key. */
const KEY_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  SendMessage: ['kms:GenerateDataKey', 'kms:Decrypt'],
  ReceiveMessage: ['kms:Decrypt'],
};

export const queueNameOf = (urlOrArn: string): string =>
  urlOrArn.slice(Math.max(urlOrArn.lastIndexOf('/'), urlOrArn.lastIndexOf(':')) + 1);

interface Sent {
  readonly QueueUrl?: string;
  readonly DelaySeconds?: number;
  readonly Entries?: readonly { readonly DelaySeconds?: number }[];
}

export async function createSqs({
  clock,
  region,
  accountId,
  encryption,
  endpoint,
  folder,
}: SqsOptions): Promise<LocalSqs> {
  const workerData: SqsWorkerData = { folder };
  const worker = new Worker(new URL('./sqs-worker.ts', import.meta.url), { workerData });
  const waiting = new Map<number, { resolve: (answer: SqsWorkerAnswer) => void; reject: (error: Error) => void }>();
  const listeners: ((queueName: string, count: number, delaySeconds: number) => void)[] = [];
  const queueDelays = new Map<string, number>();
  let lastId = 0;
  let closed = false;

  await once(worker, 'message');
  worker.on('message', (answer: SqsWorkerAnswer) => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    asked?.resolve(answer);
  });
  worker.on('error', (error: Error) => {
    for (const asked of waiting.values()) asked.reject(error);
    waiting.clear();
  });

  function ask(operation: string, body: string): Promise<SqsWorkerAnswer> {
    const request: SqsWorkerRequest = { id: ++lastId, time: clock.now(), speed: clock.speed, region, operation, body };
    return new Promise((resolve, reject) => {
      // A center that ends answers nobody any more, like a machine that is switched off.
      if (closed) return;
      waiting.set(request.id, { resolve, reject });
      worker.postMessage(request);
    });
  }

  function tellSent(operation: string, input: Sent): void {
    if (operation !== 'SendMessage' && operation !== 'SendMessageBatch') return;
    const queueName = queueNameOf(input.QueueUrl ?? '');
    for (const entry of input.Entries ?? [input]) {
      const delaySeconds = entry.DelaySeconds ?? queueDelays.get(queueName) ?? 0;
      for (const listener of listeners) listener(queueName, 1, delaySeconds);
    }
  }

  async function call(operation: string, input: unknown): Promise<Record<string, unknown>> {
    const { status, body } = await ask(operation, JSON.stringify(input));
    const output = body === '' ? {} : (JSON.parse(body) as Record<string, unknown>);
    if (status !== 200) throw new Error(`SQS ${operation}: ${output.__type} ${output.message}`);
    if (operation === 'CreateQueue') {
      const { QueueName, Attributes } = input as { QueueName: string; Attributes?: { DelaySeconds?: string } };
      queueDelays.set(QueueName, Number(Attributes?.DelaySeconds ?? 0));
    }
    tellSent(operation, input as Sent);
    return output;
  }

  const queueUrl = (queueName: string): string => `${endpoint()}/${accountId}/${queueName}`;

  return {
    signingName: 'sqs',
    throttlingError: 'RequestThrottled',
    asks(request) {
      const operation = targetOperation(request);
      const { QueueUrl, QueueName } = jsonBody(request) as { QueueUrl?: string; QueueName?: string };
      const queueName = QueueName ?? queueNameOf(QueueUrl ?? '');
      const resource = queueName === '' ? '*' : `arn:aws:sqs:${region}:${accountId}:${queueName}`;
      const single = SINGLE[operation] ?? operation;
      return {
        action: `sqs:${operation}`,
        needs: [{ action: `sqs:${single}`, resource }, ...encryption.needs('sqs', resource, KEY_ACTIONS[single] ?? [])],
      };
    },
    async answer(request: AwsRequest) {
      const operation = targetOperation(request);
      const reply = await ask(operation, request.body);
      if (reply.status === 200) tellSent(operation, jsonBody(request) as Sent);
      return {
        status: reply.status,
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          ...(reply.error === undefined ? {} : { 'x-amzn-query-error': reply.error }),
        },
        // fauxqs writes addresses with a host that resolves nowhere.
        body: reply.body.replace(/http:\/\/sqs\.[^/"]+\/\d+\//g, `${endpoint()}/${accountId}/`),
      };
    },
    refuse: ({ type, message, status }) => jsonAnswer(status, { __type: `com.amazonaws.sqs#${type}`, message }),
    call,
    async depths() {
      const { body } = await ask('depths', '');
      return JSON.parse(body) as QueueDepth[];
    },
    onSent: (listener) => listeners.push(listener),
    queueUrl,
    async close() {
      closed = true;
      const ended = once(worker, 'exit');
      worker.postMessage('close');
      await ended;
    },
  };
}
