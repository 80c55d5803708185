import {
  ConnectClient,
  type Contact,
  type ContactSearchSummary,
  DescribeContactCommand,
  SearchContactsCommand,
  type SearchCriteria,
  StartOutboundVoiceContactCommand,
  StopContactCommand,
} from '@aws-sdk/client-connect';
import { channelOf } from '../../core/contacts/channel.ts';
import type { ContactAtConnect, ContactCenter, OutboundCall, Placed } from '../../core/ports.ts';
import { type Instant, instant } from '../../core/time/units.ts';
import { faultOf, nameOf } from '../fault.ts';
import { readFigures } from './figures.ts';

/**
 * One attempt only: an SDK that asks again by itself would turn a lost reply into a second call, and its 429 could be
 * the second answer to a request that the first time went through.
 */
const connectClient = (): ConnectClient =>
  new ConnectClient({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 5000, throwOnRequestTimeout: true },
  });

export function connectCenter(instanceArn: string): ContactCenter {
  const client = connectClient();
  const InstanceId = instanceArn.split('/').at(-1) ?? instanceArn;

  const search = async (
    SearchCriteria: SearchCriteria,
    from: Instant,
    to: Instant,
  ): Promise<ContactSearchSummary[]> => {
    try {
      const TimeRange = { Type: 'INITIATION_TIMESTAMP', StartTime: new Date(from), EndTime: new Date(to) } as const;
      return (await client.send(new SearchContactsCommand({ InstanceId, TimeRange, SearchCriteria }))).Contacts ?? [];
    } catch (cause) {
      throw faultOf('connect:SearchContacts', cause);
    }
  };

  return {
    async describe(contactId) {
      try {
        const { Contact: contact } = await client.send(
          new DescribeContactCommand({ InstanceId, ContactId: contactId }),
        );
        return contact && contactOf(contact, contactId);
      } catch (cause) {
        if (nameOf(cause) === 'ResourceNotFoundException') return undefined;
        throw faultOf('connect:DescribeContact', cause);
      }
    },
    async findByName(name, from, to) {
      const found = await search({ Name: { SearchText: [name], MatchType: 'MATCH_EXACT' } }, from, to);
      const [first] = found.filter((contact) => contact.Id !== undefined && contact.Name === name);
      return first?.Id === undefined ? undefined : summaryOf(first, first.Id);
    },
    place: (call) => place(client, InstanceId, call),
    async stop(contactId) {
      try {
        await client.send(new StopContactCommand({ InstanceId, ContactId: contactId }));
      } catch (cause) {
        // Over already, or not of a kind that can be stopped: there is nothing left to stop.
        if (/NotFound|ContactNotFound|InvalidRequest/.test(nameOf(cause))) return;
        throw faultOf('connect:StopContact', cause);
      }
    },
    figures: (queues) => readFigures(client, InstanceId, queues),
  };
}

/** Refusals that say for sure that no call was placed. A timeout or a lost connection says nothing. */
const refused = /DestinationNotAllowed|OutboundContactNotPermitted|InvalidParameter|InvalidRequest/;
const busy = /TooManyRequests|Throttling|LimitExceeded/;

async function place(client: ConnectClient, InstanceId: string, call: OutboundCall): Promise<Placed> {
  try {
    const { ContactId } = await client.send(
      new StartOutboundVoiceContactCommand({
        InstanceId,
        DestinationPhoneNumber: call.number,
        ContactFlowId: call.flowId,
        QueueId: call.queueArn.split('/').at(-1),
        ClientToken: call.clientToken,
        Name: call.name,
        RingTimeoutInSeconds: call.ringSeconds,
        Attributes: call.attributes,
      }),
    );
    if (ContactId === undefined) throw new Error('no ContactId');
    return { kind: 'placed', contactId: ContactId };
  } catch (cause) {
    const name = nameOf(cause);
    if (refused.test(name)) return { kind: 'refused', reason: name };
    if (busy.test(name)) return { kind: 'busy', reason: name };
    throw faultOf('connect:StartOutboundVoiceContact', cause);
  }
}

const moment = (date: Date | undefined): Instant | undefined =>
  date === undefined ? undefined : instant(date.getTime());

/** Fields that are undefined are left out: a fact that is not known is absent. */
function known(contact: { [Key in keyof ContactAtConnect]: ContactAtConnect[Key] | undefined }): ContactAtConnect {
  return Object.fromEntries(
    Object.entries(contact).filter(([, value]) => value !== undefined),
  ) as unknown as ContactAtConnect;
}

function contactOf(contact: Contact, contactId: string): ContactAtConnect {
  return known({
    ...summaryOf(contact, contactId),
    customerAnsweredAt: moment(contact.ConnectedToSystemTimestamp),
    disconnectReason: contact.DisconnectReason,
  });
}

/** What a search shows of a contact: as much as a description, but for whether the customer answered and why it ended. */
function summaryOf(contact: Contact | ContactSearchSummary, contactId: string): ContactAtConnect {
  return known({
    contactId,
    initiationMethod: contact.InitiationMethod,
    initialContactId: contact.InitialContactId,
    previousContactId: contact.PreviousContactId,
    channel: channelOf(contact.Channel ?? ''),
    // Described by id, told in events by ARN: the id is the ARN's last part.
    queueArn: contact.QueueInfo?.Id,
    initiatedAt: moment(contact.InitiationTimestamp),
    queuedAt: moment(contact.QueueInfo?.EnqueueTimestamp),
    answeredAt: moment(contact.AgentInfo?.ConnectedToAgentTimestamp),
    endedAt: moment(contact.DisconnectTimestamp),
    agentId: contact.AgentInfo?.Id,
  });
}
