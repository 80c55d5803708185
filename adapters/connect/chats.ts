import { ConnectClient, StartChatContactCommand, UpdateContactRoutingDataCommand } from '@aws-sdk/client-connect';
import { instant } from '../../core/time/units.ts';
import type { ChatLine, Chats } from '../../core/webPorts.ts';
import { askParticipant } from '../connectparticipant/participants.ts';
import { faultOf, nameOf } from '../fault.ts';

const refused = /DestinationNotAllowed|OutboundContactNotPermitted|InvalidParameter|InvalidRequest|NotFound/;
const busy = /TooManyRequests|Throttling|LimitExceeded|ServiceQuota/;

const client = (): ConnectClient =>
  new ConnectClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 500, requestTimeout: 2000, throwOnRequestTimeout: true },
  });

const idOf = (arn: string): string => arn.split('/').at(-1) ?? arn;

export function connectChats(instanceArn: string): Chats {
  const connect = client();
  const InstanceId = idOf(instanceArn);
  // Good for a day, and a page that renews itself every few seconds would use up the calls there are of it.
  const connections = new Map<string, string>();
  return {
    async start({ flowId, displayName, clientToken, attributes, relatedContactId }) {
      try {
        const { ContactId, ParticipantToken } = await connect.send(
          new StartChatContactCommand({
            InstanceId,
            ContactFlowId: idOf(flowId),
            ParticipantDetails: { DisplayName: displayName },
            ClientToken: clientToken,
            Attributes: attributes,
            ...(relatedContactId === undefined ? {} : { RelatedContactId: relatedContactId }),
          }),
        );
        if (ContactId === undefined || ParticipantToken === undefined) throw new Error('no ContactId');
        return { kind: 'started', contactId: ContactId, participantToken: ParticipantToken };
      } catch (cause) {
        const reason = nameOf(cause);
        if (refused.test(reason)) return { kind: 'refused', reason };
        if (busy.test(reason)) return { kind: 'busy', reason };
        throw faultOf('connect:StartChatContact', cause);
      }
    },
    async placeAs(contactId, waitedSeconds) {
      try {
        await connect.send(
          new UpdateContactRoutingDataCommand({
            InstanceId,
            ContactId: contactId,
            QueueTimeAdjustmentSeconds: Math.round(waitedSeconds),
          }),
        );
      } catch (cause) {
        throw faultOf('connect:UpdateContactRoutingData', cause);
      }
    },
    async connect(participantToken) {
      const known = connections.get(participantToken);
      if (known !== undefined) return known;
      const body = { Type: ['CONNECTION_CREDENTIALS'], ConnectParticipant: true };
      const given = await askParticipant({ path: 'connection', bearer: participantToken, body });
      const { ConnectionToken = '' } = (given?.ConnectionCredentials ?? {}) as { ConnectionToken?: string };
      if (connections.size > 1000) connections.clear();
      if (ConnectionToken !== '') connections.set(participantToken, ConnectionToken);
      return ConnectionToken;
    },
    async say(connection, text, clientToken) {
      const body = { ContentType: 'text/plain', Content: text, ClientToken: clientToken };
      return (await askParticipant({ path: 'message', bearer: connection, body })) ? 'said' : 'over';
    },
    async heard(connection) {
      const body = { MaxResults: 100, SortOrder: 'ASCENDING', ScanDirection: 'BACKWARD' };
      const given = await askParticipant({ path: 'transcript', bearer: connection, body });
      if (given === undefined) return 'over';
      const items = (given.Transcript ?? []) as TranscriptItem[];
      if (items.some(({ ContentType }) => ContentType === 'application/vnd.amazonaws.connect.event.chat.ended'))
        return 'over';
      return items.filter(({ Type }) => Type === 'MESSAGE').map(lineOf);
    },
  };
}

interface TranscriptItem {
  Type?: string;
  ContentType?: string;
  Content?: string;
  ParticipantRole?: string;
  AbsoluteTime?: string;
}

const speakers: Readonly<Record<string, ChatLine['from']>> = { CUSTOMER: 'customer', AGENT: 'agent' };

const lineOf = ({ Content = '', ParticipantRole = '', AbsoluteTime = '' }: TranscriptItem): ChatLine => ({
  from: speakers[ParticipantRole] ?? 'center',
  text: Content,
  at: instant(Date.parse(AbsoluteTime)),
});
