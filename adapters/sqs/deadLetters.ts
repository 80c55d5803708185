import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { DeadLetter, DeadLetterQueue } from '../../core/operations/ports.ts';
import type { DeadLetterPlace } from '../../core/rows/center.ts';
import { Fault, faultOf } from '../fault.ts';

/** Long enough to look at every letter; a run that dies leaves them hidden for no longer. */
const hiddenSeconds = 300;
/** SQS asks only some of its servers for a short poll: a queue is empty when it says so twice. */
const emptyAnswers = 2;

/**
 * One queue of dead letters. SQS's own StartMessageMoveTask takes back only what a queue sent there, not what
 * EventBridge, Scheduler or Lambda could not deliver; this takes back both, and looks at each letter first.
 */
export function sqsDeadLetters(place: DeadLetterPlace): DeadLetterQueue {
  const client = new SQSClient({
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 2000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  });
  const QueueUrl = place.url;
  const asked = async <Answer>(operation: string, ask: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await ask();
    } catch (cause) {
      throw faultOf(`sqs:${operation}`, cause);
    }
  };
  return {
    place,
    async *letters() {
      const seen = new Set<string>();
      for (let empty = 0; empty < emptyAnswers; ) {
        const { Messages = [] } = await asked('ReceiveMessage', () =>
          client.send(
            new ReceiveMessageCommand({
              QueueUrl,
              MaxNumberOfMessages: 10,
              VisibilityTimeout: hiddenSeconds,
              MessageSystemAttributeNames: ['SentTimestamp'],
              MessageAttributeNames: ['All'],
            }),
          ),
        );
        const fresh = Messages.map(letterOf).filter(({ messageId }) => !seen.has(messageId));
        empty = fresh.length === 0 ? empty + 1 : 0;
        for (const letter of fresh) {
          seen.add(letter.messageId);
          yield letter;
        }
      }
    },
    async sendBack({ body }) {
      const { returnsTo } = place;
      if (returnsTo === undefined)
        throw new Fault('send back', new Error(), false, `What dies in ${place.name} is never sent back.`);
      await asked('SendMessage', () => client.send(new SendMessageCommand({ QueueUrl: returnsTo, MessageBody: body })));
    },
    async takeOut({ receipt }) {
      await asked('DeleteMessage', () => client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receipt })));
    },
    async leave({ receipt }) {
      await asked('ChangeMessageVisibility', () =>
        client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receipt, VisibilityTimeout: 0 })),
      );
    },
    async count() {
      const { Attributes } = await asked('GetQueueAttributes', () =>
        client.send(
          new GetQueueAttributesCommand({
            QueueUrl,
            AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
          }),
        ),
      );
      return (
        Number(Attributes?.ApproximateNumberOfMessages ?? 0) +
        Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0)
      );
    },
  };
}

function letterOf({ MessageId, ReceiptHandle, Body, Attributes, MessageAttributes }: Message): DeadLetter {
  return {
    messageId: MessageId ?? '',
    receipt: ReceiptHandle ?? '',
    body: Body ?? '',
    sentAt: Number(Attributes?.SentTimestamp ?? 0),
    attributes: Object.fromEntries(
      Object.entries(MessageAttributes ?? {}).map(([name, { StringValue }]) => [name, StringValue ?? '']),
    ),
  };
}
