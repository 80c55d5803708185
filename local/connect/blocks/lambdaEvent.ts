import { customerEndpoint, type Endpoint } from '../contact.ts';
import type { Step } from './block.ts';

/** What Connect sends to a Lambda. Source: @types/aws-lambda, trigger/connect-contact-flow. */
export interface ConnectContactFlowEvent {
  readonly Details: {
    readonly ContactData: {
      readonly Attributes: Record<string, string>;
      readonly Channel: string;
      readonly ContactId: string;
      readonly CustomerEndpoint: Endpoint | null;
      readonly CustomerId: string | null;
      readonly Description: string | null;
      readonly InitialContactId: string;
      readonly InitiationMethod: string;
      readonly InstanceARN: string;
      readonly LanguageCode: string;
      readonly MediaStreams: { Customer: { Audio: null } };
      readonly Name: string | null;
      readonly PreviousContactId: string;
      readonly Queue: { ARN: string; Name: string; OutboundCallerId: unknown } | null;
      readonly References: Record<string, never>;
      readonly SystemEndpoint: Endpoint | null;
    };
    readonly Parameters: Record<string, string>;
  };
  readonly Name: 'ContactFlowEvent';
}

const endpoint = (number: string | null): Endpoint | null =>
  number === null ? null : { Address: number, Type: 'TELEPHONE_NUMBER' };

export function lambdaEventOf({ action, board, contact, text }: Step): ConnectContactFlowEvent {
  const { resources } = board;
  const queue = resources.queues.get(contact.queueId ?? contact.targetQueueId ?? '');
  const outbound = resources.numbers.get(queue?.outboundNumberId ?? '');
  const given = (action.Parameters.LambdaInvocationAttributes ?? {}) as Record<string, unknown>;
  return {
    Details: {
      ContactData: {
        Attributes: { ...contact.attributes },
        Channel: contact.channel,
        ContactId: contact.id,
        CustomerEndpoint: customerEndpoint(contact),
        CustomerId: null,
        Description: contact.description,
        InitialContactId: contact.initialContactId,
        InitiationMethod: contact.initiationMethod,
        InstanceARN: resources.instanceArn,
        LanguageCode: contact.languageCode,
        MediaStreams: { Customer: { Audio: null } },
        Name: contact.name,
        PreviousContactId: contact.previousContactId ?? contact.id,
        Queue:
          queue === undefined
            ? null
            : { ARN: queue.arn, Name: queue.name, OutboundCallerId: endpoint(outbound?.number ?? null) },
        References: {},
        SystemEndpoint: endpoint(contact.systemNumber),
      },
      Parameters: Object.fromEntries(Object.entries(given).map(([key, value]) => [key, text(value)])),
    },
    Name: 'ContactFlowEvent',
  };
}
