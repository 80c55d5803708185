import { HIGHEST_PRIORITY, LOWEST_PRIORITY } from '../../../core/routing/waitingLine.ts';
import { type Contact, customerEndpoint, isLive } from '../contact.ts';
import type { Switchboard } from '../switchboard.ts';
import {
  ApiError,
  attributesOf,
  checkInstance,
  contactOf,
  type Operation,
  type Rate,
  required,
  wireTime,
} from './operation.ts';

const CONTACT_RATE: Rate = { perSecond: 10, burst: 15 };

export const describeContact: Operation = {
  name: 'DescribeContact',
  method: 'GET',
  path: '/contacts/{InstanceId}/{ContactId}',
  rate: CONTACT_RATE,
  throttledAs: 'ThrottlingException',
  resource: ({ ContactId }) => `/contact/${ContactId}`,
  run(call) {
    checkInstance(call);
    const contact = contactOf(call, call.labels.ContactId ?? '');
    return { Contact: { ...summaryOf(contact, call.board), ...detailsOf(contact) } };
  },
};

/** What DescribeContact and SearchContacts both tell. */
export function summaryOf(contact: Contact, { agents }: Switchboard): Record<string, unknown> {
  const user = contact.agent === null ? undefined : agents.user(contact.agent);
  return {
    Arn: contact.arn,
    Id: contact.id,
    InitialContactId: contact.initialContactId === contact.id ? undefined : contact.initialContactId,
    PreviousContactId: contact.previousContactId ?? undefined,
    InitiationMethod: contact.initiationMethod,
    Channel: contact.channel,
    Name: contact.name ?? undefined,
    QueueInfo:
      contact.queueId === null ? undefined : { Id: contact.queueId, EnqueueTimestamp: wireTime(contact.enqueuedAt) },
    AgentInfo:
      user === undefined ? undefined : { Id: user.id, ConnectedToAgentTimestamp: wireTime(contact.connectedToAgentAt) },
    InitiationTimestamp: wireTime(contact.initiatedAt),
    ScheduledTimestamp: wireTime(contact.scheduledAt),
    DisconnectTimestamp: wireTime(contact.disconnectedAt),
  };
}

function detailsOf(contact: Contact): Record<string, unknown> {
  return {
    Description: contact.description ?? undefined,
    RelatedContactId: contact.relatedContactId ?? undefined,
    LastUpdateTimestamp: wireTime(contact.updatedAt),
    ConnectedToSystemTimestamp: wireTime(contact.connectedToSystemAt),
    DisconnectReason: contact.endReason ?? undefined,
    CustomerEndpoint: customerEndpoint(contact) ?? undefined,
    SystemEndpoint:
      contact.systemNumber === null ? undefined : { Type: 'TELEPHONE_NUMBER', Address: contact.systemNumber },
    QueuePriority: contact.priority,
    QueueTimeAdjustmentSeconds: contact.ageAdjustmentSeconds,
    SegmentAttributes: Object.fromEntries(
      Object.entries(contact.segmentAttributes).map(([key, value]) => [key, { ValueString: value }]),
    ),
    Attributes: contact.attributes,
  };
}

export const getContactAttributes: Operation = {
  name: 'GetContactAttributes',
  method: 'GET',
  path: '/contact/attributes/{InstanceId}/{InitialContactId}',
  rate: CONTACT_RATE,
  throttledAs: 'TooManyRequestsException',
  resource: ({ InitialContactId }) => `/contact/${InitialContactId}`,
  run(call) {
    checkInstance(call);
    return { Attributes: contactOf(call, call.labels.InitialContactId ?? '').attributes };
  },
};

export const updateContactAttributes: Operation = {
  name: 'UpdateContactAttributes',
  method: 'POST',
  path: '/contact/attributes',
  rate: CONTACT_RATE,
  throttledAs: 'TooManyRequestsException',
  resource: () => '/contact/*',
  run(call) {
    checkInstance(call);
    const contact = contactOf(call, required(call, 'InitialContactId'));
    const attributes = attributesOf(call);
    Object.assign(contact.attributes, attributes);
    call.board.note(contact, { kind: 'attributes', attributes });
    call.board.events.publish(contact, 'CONTACT_DATA_UPDATED', ['UserDefinedAttributes']);
    return {};
  },
};

export const updateContactRoutingData: Operation = {
  name: 'UpdateContactRoutingData',
  method: 'POST',
  path: '/contacts/{InstanceId}/{ContactId}/routing-data',
  rate: { perSecond: 20, burst: 20 },
  throttledAs: 'ThrottlingException',
  resource: ({ ContactId }) => `/contact/${ContactId}`,
  run(call) {
    checkInstance(call);
    const contact = contactOf(call, call.labels.ContactId ?? '');
    const { QueuePriority, QueueTimeAdjustmentSeconds } = call.body;
    if (QueuePriority !== undefined && QueueTimeAdjustmentSeconds !== undefined)
      throw new ApiError('InvalidParameterException', 'QueuePriority or QueueTimeAdjustmentSeconds, not both');
    const priority = Number(QueuePriority ?? contact.priority);
    if (!(priority >= HIGHEST_PRIORITY && priority <= LOWEST_PRIORITY))
      throw new ApiError('InvalidParameterException', `QueuePriority ${QueuePriority} is not 1 to 10`);
    if (!isLive(contact)) throw new ApiError('InvalidParameterException', `contact ${contact.id} has ended`);
    contact.priority = priority;
    contact.ageAdjustmentSeconds = Number(QueueTimeAdjustmentSeconds ?? contact.ageAdjustmentSeconds);
    call.board.queues.rerank(contact);
    return {};
  },
};
