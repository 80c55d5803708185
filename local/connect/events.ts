import { type Instant, toIso } from '../../core/time/units.ts';
import type { Contact } from './contact.ts';
import type { Switchboard } from './switchboard.ts';

export type ContactEventType =
  | 'INITIATED'
  | 'CONNECTED_TO_SYSTEM'
  | 'CONTACT_DATA_UPDATED'
  | 'QUEUED'
  | 'CONNECTED_TO_AGENT'
  | 'DISCONNECTED'
  | 'COMPLETED';

/** The `detail` of a contact event. Source: Connect Administrator Guide, "Contact events data model" and its samples. */
export interface ContactEventDetail {
  readonly eventType: ContactEventType;
  readonly contactId: string;
  /** Left out of the first contact of a chain. */
  readonly initialContactId?: string;
  readonly previousContactId?: string;
  readonly relatedContactId?: string;
  readonly channel: string;
  readonly instanceArn: string;
  readonly initiationMethod: string;
  readonly initiationTimestamp: string;
  readonly connectedToSystemTimestamp?: string;
  readonly disconnectTimestamp?: string;
  readonly disconnectReason?: string;
  readonly queueInfo?: { queueArn: string; queueType: 'STANDARD'; enqueueTimestamp?: string };
  readonly agentInfo?: {
    agentArn: string;
    connectedToAgentTimestamp?: string;
    afterContactWorkStartTimestamp?: string;
    afterContactWorkEndTimestamp?: string;
    afterContactWorkDuration?: number;
  };
  readonly segmentAttributes: Record<string, { valueString: string }>;
  readonly systemEndpoint?: { type: string; address: string };
  readonly updatedProperties?: string[];
  readonly tags: Record<string, string>;
}

export interface ContactEvents {
  publish(contact: Contact, eventType: ContactEventType, updatedProperties?: string[]): void;
}

export function createContactEvents(board: Switchboard): ContactEvents {
  return {
    publish(contact, eventType, updatedProperties) {
      contact.updatedAt = board.now();
      board.deps.publishEvent({
        source: 'aws.connect',
        'detail-type': 'Amazon Connect Contact Event',
        detail: {
          ...detailOf(contact, eventType, board),
          ...(updatedProperties === undefined ? {} : { updatedProperties }),
        },
        resources: [contact.arn, board.resources.instanceArn],
        time: board.now(),
      });
    },
  };
}

function detailOf(contact: Contact, eventType: ContactEventType, board: Switchboard): ContactEventDetail {
  const { resources } = board;
  return {
    eventType,
    contactId: contact.id,
    ...(contact.initialContactId === contact.id ? {} : { initialContactId: contact.initialContactId }),
    ...(contact.previousContactId === null ? {} : { previousContactId: contact.previousContactId }),
    ...(contact.relatedContactId === null ? {} : { relatedContactId: contact.relatedContactId }),
    channel: contact.channel,
    instanceArn: resources.instanceArn,
    initiationMethod: contact.initiationMethod,
    initiationTimestamp: toIso(contact.initiatedAt),
    ...stamped('connectedToSystemTimestamp', contact.connectedToSystemAt),
    ...stamped('disconnectTimestamp', contact.disconnectedAt),
    ...(contact.endReason === null ? {} : { disconnectReason: contact.endReason }),
    ...queueInfo(contact, board),
    ...agentInfo(contact, board),
    segmentAttributes: Object.fromEntries(
      Object.entries(contact.segmentAttributes).map(([key, value]) => [key, { valueString: value }]),
    ),
    ...(contact.systemNumber === null
      ? {}
      : { systemEndpoint: { type: 'TELEPHONE_NUMBER', address: contact.systemNumber } }),
    tags: {
      'aws:connect:instanceId': resources.instanceId,
      ...(contact.systemNumber === null ? {} : { 'aws:connect:systemEndpoint': contact.systemNumber }),
    },
  };
}

function stamped<Name extends string>(name: Name, at: Instant | null): { [key in Name]?: string } {
  return (at === null ? {} : { [name]: toIso(at) }) as { [key in Name]?: string };
}

function queueInfo(contact: Contact, { resources }: Switchboard): Pick<ContactEventDetail, 'queueInfo'> {
  const queue = resources.queues.get(contact.queueId ?? '');
  if (queue === undefined) return {};
  return {
    queueInfo: { queueArn: queue.arn, queueType: 'STANDARD', ...stamped('enqueueTimestamp', contact.enqueuedAt) },
  };
}

function agentInfo(contact: Contact, { agents }: Switchboard): Pick<ContactEventDetail, 'agentInfo'> {
  const user = contact.agent === null ? undefined : agents.user(contact.agent);
  if (user === undefined) return {};
  const worked = contact.disconnectedAt !== null && contact.afterContactWorkEndedAt !== null;
  return {
    agentInfo: {
      // Contact events write agent where the API's ARNs of users write agent, too.
      agentArn: user.arn,
      ...stamped('connectedToAgentTimestamp', contact.connectedToAgentAt),
      ...(worked ? stamped('afterContactWorkStartTimestamp', contact.disconnectedAt) : {}),
      ...(worked ? stamped('afterContactWorkEndTimestamp', contact.afterContactWorkEndedAt) : {}),
      ...(worked
        ? {
            afterContactWorkDuration: Math.floor(
              ((contact.afterContactWorkEndedAt ?? 0) - (contact.disconnectedAt ?? 0)) / 1000,
            ),
          }
        : {}),
    },
  };
}
