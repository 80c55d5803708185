import * as z from 'zod/mini';
import { variables } from '../edge/environment.ts';

export const environment = z.object({ ...variables.table });

/** CloudFormation passes every value as text. */
const properties = z.object({
  instanceArn: z.string(),
  numbers: z.array(z.object({ phoneNumberArn: z.string(), flowArn: z.string() })),
  emailAddresses: z.optional(z.array(z.object({ emailAddressArn: z.string(), flowArn: z.string() }))),
  queues: z.record(z.string(), z.string()),
  flows: z.object({
    callbackOutbound: z.string(),
    chats: z.optional(z.record(z.string(), z.string())),
    textLink: z.optional(z.string()),
  }),
  /** For the command line. */
  operations: z.optional(
    z.object({
      keysSecretArn: z.string(),
      deadLetters: z.array(
        z.object({
          name: z.string(),
          url: z.string(),
          holds: z.enum(['contact-events', 'due-callbacks', 'scheduled-runs', 'alarms']),
          returnsTo: z.optional(z.string()),
        }),
      ),
    }),
  ),
  /** The reserve by user name. */
  reserve: z.optional(
    z.record(z.string(), z.object({ userArn: z.string(), homeProfileArn: z.string(), helpProfileArn: z.string() })),
  ),
  /** The quick connect that leads to each queue: all queues but its own have it at their desks. */
  quickConnects: z.optional(z.array(z.object({ queueArn: z.string(), quickConnectArn: z.string() }))),
});

const frame = {
  ResponseURL: z.string().check(z.regex(/^https?:\/\//)),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  PhysicalResourceId: z.optional(z.string()),
};

export const request = z.discriminatedUnion('RequestType', [
  z.object({ ...frame, RequestType: z.literal('Create'), ResourceProperties: properties }),
  z.object({
    ...frame,
    RequestType: z.literal('Update'),
    ResourceProperties: properties,
    OldResourceProperties: z.optional(z.unknown()),
  }),
  z.object({ ...frame, RequestType: z.literal('Delete'), ResourceProperties: properties }),
]);

export type SettleRequest = z.output<typeof request>;
export type SettleProperties = z.output<typeof properties>;
