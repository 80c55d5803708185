import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { reasonOf } from './flow.ts';
import type { Surroundings } from './world.ts';

/** Why each of those messages failed that did. */
export type Failures<Message> = ReadonlyMap<Message, unknown>;

export interface BatchFunction<Message> extends Surroundings {
  message: z.core.$ZodType<Message>;
  /** When it throws, all have failed. */
  run: (messages: readonly Message[]) => Promise<Failures<Message>>;
}

export interface QueueFunction<Message> extends Surroundings {
  message: z.core.$ZodType<Message>;
  run: (message: Message) => Promise<void>;
}

/**
 * A function that a queue drives: only those messages are given back that failed. One that cannot be read fails like
 * any other, ends in the dead-letter queue and holds up nobody.
 */
export function fromBatches<Message>({ message, run, log }: BatchFunction<Message>) {
  return middy<SQSEvent, SQSBatchResponse>().handler(async (event) => {
    const readable = new Map<Message, string>();
    const failed = new Map<string, unknown>();
    for (const { messageId, body } of event.Records) {
      try {
        readable.set(z.parse(message, JSON.parse(body)), messageId);
      } catch (error) {
        failed.set(messageId, error);
      }
    }
    const messages = [...readable.keys()];
    const failures = await run(messages).catch((error: unknown) => new Map(messages.map((each) => [each, error])));
    for (const [each, error] of failures) failed.set(readable.get(each) ?? '', error);
    const batchItemFailures = event.Records.filter(({ messageId }) => failed.has(messageId)).map(({ messageId }) => {
      log.error('message failed', { reason: reasonOf(failed.get(messageId)) });
      return { itemIdentifier: messageId };
    });
    return { batchItemFailures };
  });
}

/** The same for work that knows one message at a time: each by itself, in order. */
export function fromQueue<Message>({ run, ...around }: QueueFunction<Message>) {
  return fromBatches<Message>({
    ...around,
    run: async (messages) => {
      const failures = new Map<Message, unknown>();
      for (const each of messages) {
        try {
          await run(each);
        } catch (error) {
          failures.set(each, error);
        }
      }
      return failures;
    },
  });
}
