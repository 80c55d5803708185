import { seconds } from '../../core/time/units.ts';
import type { LocalClock, Timer } from '../clock/clock.ts';
import type { InvocationResult } from '../lambda/functions.ts';
import type { LocalSqs } from './sqs.ts';

/** Lambda reading an SQS queue. */
export interface EventSourceMapping {
  readonly queueName: string;
  readonly queueArn: string;
  readonly functionArn: string;
  readonly batchSize: number;
  /** Waits so long for a batch to fill; 0 hands on what there is. */
  readonly windowSeconds: number;
  /** Batches at the same time at most. */
  readonly concurrency: number;
  /** The function answers with the messages that failed; else all or none of a batch succeed. */
  readonly reportsFailures: boolean;
  /** After so long a failed message can be received again. */
  readonly visibilitySeconds: number;
}

export interface MappingDeps {
  readonly clock: LocalClock;
  readonly region: string;
  readonly sqs: LocalSqs;
  readonly invoke: (functionArn: string, payload: unknown) => Promise<InvocationResult>;
}

interface SqsMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly Attributes?: Record<string, string>;
  readonly MessageAttributes?: Record<string, { StringValue?: string; BinaryValue?: string; DataType: string }>;
}

/** What SQS hands out in one call at most. */
const RECEIVED_AT_ONCE = 10;

/**
 * From a message's arrival until Lambda reads it, in the center's time. It is also what makes a run repeatable: a timer
 * of its own runs after everything else of the instant, in whatever real order that ended.
 */
const DELIVERY_SECONDS = 0.1;

const RECOVERY_PAUSE_SECONDS = 30;

function recordOf(message: SqsMessage, mapping: EventSourceMapping, region: string) {
  const attributes = Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [
    name,
    { stringValue: value.StringValue, binaryValue: value.BinaryValue, dataType: value.DataType },
  ]);
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes ?? {},
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: mapping.queueArn,
    awsRegion: region,
  };
}

/** The messages of a batch that must come again. An answer Lambda cannot read fails them all. */
function failedIds(
  mapping: EventSourceMapping,
  messages: readonly SqsMessage[],
  result: InvocationResult,
): Set<string> {
  const all = new Set(messages.map((message) => message.MessageId));
  if (result.kind === 'fault') return all;
  if (!mapping.reportsFailures) return new Set();
  const { batchItemFailures } = (result.payload ?? {}) as { batchItemFailures?: { itemIdentifier?: string }[] };
  const failed = new Set((batchItemFailures ?? []).map((failure) => failure.itemIdentifier ?? ''));
  for (const id of failed) if (!all.has(id)) return all;
  return failed;
}

/**
 * Starts reading the queue: told of messages rather than asking for them, so that an idle center does nothing and
 * virtual time needs no polling.
 */
export function startMapping(mapping: EventSourceMapping, { clock, region, sqs, invoke }: MappingDeps): void {
  const { queueName, batchSize, windowSeconds, concurrency, visibilitySeconds } = mapping;
  const QueueUrl = sqs.queueUrl(queueName);
  let batchesInFlight = 0;
  let told = 0;
  let windowCloses: Timer | undefined;
  let closesSoon = false;

  async function receive(): Promise<SqsMessage[]> {
    const messages: SqsMessage[] = [];
    while (messages.length < batchSize) {
      const wanted = Math.min(RECEIVED_AT_ONCE, batchSize - messages.length);
      const { Messages } = (await sqs.call('ReceiveMessage', {
        QueueUrl,
        MaxNumberOfMessages: wanted,
        WaitTimeSeconds: 0,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      })) as { Messages?: SqsMessage[] };
      messages.push(...(Messages ?? []));
      if ((Messages ?? []).length < wanted) break;
    }
    return messages;
  }

  async function remove(messages: readonly SqsMessage[]): Promise<void> {
    for (let first = 0; first < messages.length; first += RECEIVED_AT_ONCE) {
      const Entries = messages
        .slice(first, first + RECEIVED_AT_ONCE)
        .map((message, index) => ({ Id: String(index), ReceiptHandle: message.ReceiptHandle }));
      await sqs.call('DeleteMessageBatch', { QueueUrl, Entries });
    }
  }

  /** Answers how many messages the batch had. */
  async function handleBatch(): Promise<number> {
    told = 0;
    const messages = await receive();
    if (messages.length === 0) return 0;
    const Records = messages.map((message) => recordOf(message, mapping, region));
    const failed = failedIds(mapping, messages, await invoke(mapping.functionArn, { Records }));
    await remove(messages.filter((message) => !failed.has(message.MessageId)));
    if (failed.size > 0) clock.after(seconds(visibilitySeconds), pump);
    return messages.length;
  }

  /** Reads on while batches are full; messages told of meanwhile open a window of their own. */
  async function work(): Promise<void> {
    const release = clock.busy();
    batchesInFlight += 1;
    try {
      while ((await handleBatch()) >= batchSize);
    } finally {
      batchesInFlight -= 1;
      if (told > 0) open();
      release();
    }
  }

  function pump(): void {
    if (batchesInFlight < concurrency) void work();
  }

  /** Reads when the window closes, or as soon as the batch is full. */
  function open(): void {
    const full = told >= batchSize;
    if (windowCloses !== undefined && (!full || closesSoon)) return;
    windowCloses?.cancel();
    closesSoon = full || windowSeconds === 0;
    windowCloses = clock.after(seconds(closesSoon ? DELIVERY_SECONDS : windowSeconds), () => {
      windowCloses = undefined;
      pump();
    });
  }

  sqs.onSent((name, count, delaySeconds) => {
    if (name !== queueName) return;
    const arrive = (): void => {
      told += count;
      open();
    };
    if (delaySeconds > 0) clock.after(seconds(delaySeconds), arrive);
    else arrive();
  });

  /** Messages that a former run left behind: those delayed or in flight come back without anybody telling. */
  async function recover(): Promise<void> {
    const depth = (await sqs.depths()).find((queue) => queue.name === queueName);
    if (depth === undefined || depth.visibleCount + depth.inFlightCount + depth.delayedCount === 0) return;
    // Only reading the queue shows which of them are due.
    pump();
    clock.after(seconds(RECOVERY_PAUSE_SECONDS), recover);
  }
  void recover();
}
