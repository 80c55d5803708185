import { ConnectClient, CreateContactCommand, StartOutboundEmailContactCommand } from '@aws-sdk/client-connect';
import type { Emails } from '../../core/webPorts.ts';
import { faultOf, nameOf } from '../fault.ts';

const refused = /DestinationNotAllowed|OutboundContactNotPermitted|InvalidParameter|InvalidRequest|NotFound/;
const busy = /TooManyRequests|Throttling|LimitExceeded|ServiceQuota/;

const idOf = (arn: string): string => arn.split('/').at(-1) ?? arn;

/**
 * A letter is a contact of its own, made first (initiated by a flow: no agent writes it) and then sent. Both calls go by the
 * letter's token, so that a repeated question sends one.
 */
export function connectEmails(instanceArn: string, from: { address: string; displayName: string }): Emails {
  const connect = new ConnectClient({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 300, requestTimeout: 700, throwOnRequestTimeout: true },
  });
  const InstanceId = idOf(instanceArn);
  return {
    async send({ to, subject, text, clientToken, relatedContactId }) {
      try {
        const { ContactId } = await connect.send(
          new CreateContactCommand({
            InstanceId,
            Channel: 'EMAIL',
            InitiationMethod: 'FLOW',
            RelatedContactId: relatedContactId,
            ClientToken: clientToken,
          }),
        );
        await connect.send(
          new StartOutboundEmailContactCommand({
            InstanceId,
            ContactId,
            FromEmailAddress: { EmailAddress: from.address, DisplayName: from.displayName },
            DestinationEmailAddress: { EmailAddress: to },
            EmailMessage: {
              MessageSourceType: 'RAW',
              RawMessage: { Subject: subject, Body: text, ContentType: 'text/plain' },
            },
            ClientToken: clientToken,
          }),
        );
        return 'sent';
      } catch (cause) {
        const reason = nameOf(cause);
        if (refused.test(reason)) return 'refused';
        if (busy.test(reason)) return 'busy';
        throw faultOf('connect:StartOutboundEmailContact', cause);
      }
    },
  };
}
