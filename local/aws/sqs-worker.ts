import { parentPort, workerData } from 'node:worker_threads';
import { buildApp } from 'fauxqs';

/** What the thread of the queues is started with. */
export interface SqsWorkerData {
  /** Folder that keeps queues and messages; in memory when left out. */
  readonly folder: string | undefined;
}

export interface SqsWorkerRequest {
  readonly id: number;
  /** The center's time and its speed, as the clock had it when the request left. */
  readonly time: number;
  readonly speed: number;
  readonly region: string;
  /** An operation of SQS, or `depths`: how full every queue is. */
  readonly operation: string;
  readonly body: string;
}

export interface SqsWorkerAnswer {
  readonly id: number;
  readonly status: number;
  readonly error: string | undefined;
  readonly body: string;
}

export interface QueueDepth {
  readonly name: string;
  readonly visibleCount: number;
  readonly inFlightCount: number;
  readonly delayedCount: number;
  /** Undefined when no message waits. */
  readonly oldestAgeSeconds: number | undefined;
}

interface Persistence {
  loadSqsAndSns(sqs: unknown, sns: unknown): void;
  close(): void;
}
interface Store {
  persistence?: Persistence;
  allQueues(): Iterable<{ persistence?: Persistence }>;
}
type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>['stores']>;

// This thread has a Date of its own: fauxqs reads visibility, delays and timestamps from it.
let base = 0;
let speed = 0;
let setAt = 0;
Date.now = () => Math.floor(base + (performance.now() - setAt) * speed);

/**
 * The stores that keep their messages on disk. fauxqs wires them only in `startFauxqs`, which listens on every network
 * interface, so its own parts are put together here in the same way.
 */
async function persistentStores(folder: string): Promise<{ stores: Stores; close: () => void }> {
  const part = (file: string) => import(new URL(file, import.meta.resolve('fauxqs')).href);
  const { PersistenceManager } = (await part('./persistence.js')) as {
    PersistenceManager: new (dir: string) => Persistence;
  };
  const { SqsStore } = (await part('./sqs/sqsStore.js')) as { SqsStore: new () => Store };
  const { SnsStore } = (await part('./sns/snsStore.js')) as { SnsStore: new () => unknown };
  const { S3Store } = (await part('./s3/s3Store.js')) as { S3Store: new () => unknown };
  const persistence = new PersistenceManager(folder);
  const sqsStore = new SqsStore();
  const snsStore = new SnsStore();
  persistence.loadSqsAndSns(sqsStore, snsStore);
  sqsStore.persistence = persistence;
  for (const queue of sqsStore.allQueues()) queue.persistence = persistence;
  return { stores: { sqsStore, snsStore, s3Store: new S3Store() } as Stores, close: () => persistence.close() };
}

const port = parentPort;
if (port === null) throw new Error('sqs-worker.ts runs in a worker thread only');
const { folder } = workerData as SqsWorkerData;
const persistent = folder === undefined ? undefined : await persistentStores(folder);
const app = buildApp({ logger: false, ...(persistent === undefined ? {} : { stores: persistent.stores }) });
await app.ready();

/** Counts of every queue, and since when its oldest message waits. */
async function depths(): Promise<QueueDepth[]> {
  const queues = (await app.inject({ method: 'GET', url: '/_fauxqs/queues' })).json<
    {
      name: string;
      approximateMessageCount: number;
      approximateInflightCount: number;
      approximateDelayedCount: number;
    }[]
  >();
  const found: QueueDepth[] = [];
  for (const queue of queues) {
    const waiting = queue.approximateMessageCount + queue.approximateInflightCount;
    found.push({
      name: queue.name,
      visibleCount: queue.approximateMessageCount,
      inFlightCount: queue.approximateInflightCount,
      delayedCount: queue.approximateDelayedCount,
      oldestAgeSeconds: waiting === 0 ? undefined : (Date.now() - (await oldestSentAt(queue.name))) / 1000,
    });
  }
  return found;
}

async function oldestSentAt(queueName: string): Promise<number> {
  const { messages } = (await app.inject({ method: 'GET', url: `/_fauxqs/queues/${queueName}` })).json<{
    messages: { ready: { sentTimestamp: number }[]; inflight: { message: { sentTimestamp: number } }[] };
  }>();
  return Math.min(
    Date.now(),
    ...messages.ready.map((message) => message.sentTimestamp),
    ...messages.inflight.map(({ message }) => message.sentTimestamp),
  );
}

async function answer({ id, time, speed: rate, region, operation, body }: SqsWorkerRequest): Promise<SqsWorkerAnswer> {
  base = time;
  speed = rate;
  setAt = performance.now();
  if (operation === 'depths') return { id, status: 200, error: undefined, body: JSON.stringify(await depths()) };
  const reply = await app.inject({
    method: 'POST',
    url: '/',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AmazonSQS.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=local/20000101/${region}/sqs/aws4_request`,
    },
    payload: body,
  });
  const error = reply.headers['x-amzn-query-error'];
  return { id, status: reply.statusCode, error: error === undefined ? undefined : String(error), body: reply.payload };
}

port.on('message', (request: SqsWorkerRequest | 'close') => {
  if (request === 'close') {
    app.close().then(() => {
      persistent?.close();
      port.close();
    });
    return;
  }
  answer(request).then((reply) => port.postMessage(reply));
});
port.postMessage('ready');
