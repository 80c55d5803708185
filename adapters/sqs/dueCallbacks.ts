import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DueCallback, DueCallbacks } from '../../core/ports.ts';
import { Fault, faultOf } from '../fault.ts';

const batchSize = 10;

/** The dialler's queue. Messages are spread over the minute so that the dialler stays below Connect's rate by itself. */
export function sqsDueCallbacks(queueUrl: string, dialsPerSecond: number): DueCallbacks {
  const client = new SQSClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
  });
  return {
    async send(due, firstTurn = 0) {
      for (let first = 0; first < due.length; first += batchSize) {
        await sendBatch(client, queueUrl, due.slice(first, first + batchSize), (index) =>
          Math.min(900, Math.floor((firstTurn + first + index) / dialsPerSecond)),
        );
      }
    },
  };
}

async function sendBatch(
  client: SQSClient,
  QueueUrl: string,
  due: readonly DueCallback[],
  delayOf: (index: number) => number,
): Promise<void> {
  const Entries = due.map((one, index) => ({
    Id: String(index),
    MessageBody: JSON.stringify(one),
    DelaySeconds: delayOf(index),
  }));
  let failed: number | undefined;
  try {
    ({ length: failed } = (await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).Failed ?? []);
  } catch (cause) {
    throw faultOf('sqs:SendMessage', cause);
  }
  // The rows stay due: the next sweep sends again, and the intent's condition makes a double message harmless.
  if (failed)
    throw new Fault('sqs:SendMessage', new Error(), true, `${failed} of ${due.length} messages were not taken.`);
}
