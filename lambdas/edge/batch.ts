import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { reasonOf } from './flow.ts';
import type { Surroundings } from './world.ts';

export interface QueueFunction<Message> extends Surroundings {
  message: z.core.$ZodType<Message>;
  run: (message: Message) => Promise<void>;
}

/**
 * A function that a queue drives: each message by itself, in order, and only those that failed are given back. A
 * message that cannot be read fails like any other, ends in the dead-letter queue and holds up nobody.
 */
export function fromQueue<Message>({ message, run, log }: QueueFunction<Message>) {
  return middy<SQSEvent, SQSBatchResponse>().handler(async (event) => {
    const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
    for (const record of event.Records) {
      try {
        await run(z.parse(message, JSON.parse(record.body)));
      } catch (error) {
        log.error('message failed', { reason: reasonOf(error) });
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }
    return { batchItemFailures };
  });
}
