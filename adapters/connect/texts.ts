import { ConnectClient, StartOutboundChatContactCommand } from '@aws-sdk/client-connect';
import type { Texts } from '../../core/webPorts.ts';
import { faultOf, nameOf } from '../fault.ts';

const refused = /DestinationNotAllowed|OutboundContactNotPermitted|InvalidParameter|InvalidRequest|NotFound/;
const busy = /TooManyRequests|Throttling|LimitExceeded|ServiceQuota/;

const idOf = (arn: string): string => arn.split('/').at(-1) ?? arn;

/** `numberArn`: the number texts come from; `flow`: what becomes of the contact that each text is. */
export function connectTexts(instanceArn: string, numberArn: string, flow: () => Promise<string>): Texts {
  const connect = new ConnectClient({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 300, requestTimeout: 1000, throwOnRequestTimeout: true },
  });
  const InstanceId = idOf(instanceArn);
  return {
    async send({ to, content, clientToken, relatedContactId }) {
      const flowId = await flow();
      try {
        await connect.send(
          new StartOutboundChatContactCommand({
            InstanceId,
            ContactFlowId: idOf(flowId),
            SourceEndpoint: { Type: 'CONNECT_PHONENUMBER_ARN', Address: numberArn },
            DestinationEndpoint: { Type: 'TELEPHONE_NUMBER', Address: to },
            SegmentAttributes: { 'connect:Subtype': { ValueString: 'connect:SMS' } },
            InitialSystemMessage: { ContentType: 'text/plain', Content: content },
            ClientToken: clientToken,
            RelatedContactId: relatedContactId,
          }),
        );
        return 'sent';
      } catch (cause) {
        const reason = nameOf(cause);
        if (refused.test(reason)) return 'refused';
        if (busy.test(reason)) return 'busy';
        throw faultOf('connect:StartOutboundChatContact', cause);
      }
    },
  };
}
