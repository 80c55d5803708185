import { participantTokenOf } from '../participants.ts';
import { flowNamed } from '../resources.ts';
import {
  ApiError,
  attributesOf,
  checkInstance,
  DEFAULT_RATE,
  type Operation,
  oncePerToken,
  required,
} from './operation.ts';

export const startChatContact: Operation = {
  name: 'StartChatContact',
  method: 'PUT',
  path: '/contact/chat',
  rate: { perSecond: 5, burst: 8 },
  throttledAs: 'TooManyRequestsException',
  resource: () => '/contact-flow/*',
  run(call) {
    checkInstance(call);
    const { board, body } = call;
    const contactId = oncePerToken(call, startChat);
    return { ContactId: contactId, ParticipantId: contactId, ParticipantToken: participantTokenOf(contactId) };

    function startChat(): string {
      const details = body.ParticipantDetails as { DisplayName?: string } | undefined;
      if (!details?.DisplayName)
        throw new ApiError('InvalidRequestException', 'ParticipantDetails.DisplayName is required');
      const flow = flowNamed(board.resources, required(call, 'ContactFlowId'));
      if (flow?.type !== 'CONTACT_FLOW') throw new ApiError('ResourceNotFoundException', 'no such contact flow');
      const message = body.InitialMessage as { Content?: string } | undefined;
      return board.chats.start({
        flow,
        displayName: details.DisplayName,
        attributes: { ...attributesOf(call) },
        initialMessage: message?.Content ?? null,
        relatedContactId: typeof body.RelatedContactId === 'string' ? body.RelatedContactId : null,
        person: {},
      }).id;
    }
  },
};

/** An SMS: the first message of a chat contact of its own. */
export const startOutboundChatContact: Operation = {
  name: 'StartOutboundChatContact',
  method: 'PUT',
  path: '/contact/outbound-chat',
  rate: DEFAULT_RATE,
  throttledAs: 'ThrottlingException',
  resource: () => '/contact-flow/*',
  run(call) {
    checkInstance(call);
    const { board, body } = call;
    return { ContactId: oncePerToken(call, sendText) };

    function sendText(): string {
      const source = body.SourceEndpoint as { Type?: string; Address?: string } | undefined;
      const destination = body.DestinationEndpoint as { Type?: string; Address?: string } | undefined;
      const subtype = (body.SegmentAttributes as Record<string, { ValueString?: string }> | undefined)?.[
        'connect:Subtype'
      ];
      if (source?.Type !== 'CONNECT_PHONENUMBER_ARN' || !source.Address?.includes('phone-number/'))
        throw new ApiError('InvalidRequestException', 'SourceEndpoint must be a CONNECT_PHONENUMBER_ARN');
      const number = destination?.Address ?? '';
      if (destination?.Type !== 'TELEPHONE_NUMBER' || !/^\+[1-9]\d{6,14}$/.test(number))
        throw new ApiError('InvalidRequestException', 'DestinationEndpoint must be a TELEPHONE_NUMBER in E.164');
      if (subtype?.ValueString !== 'connect:SMS')
        throw new ApiError('InvalidRequestException', 'connect:Subtype must be connect:SMS');
      const flow = flowNamed(board.resources, required(call, 'ContactFlowId'));
      if (flow?.type !== 'CONTACT_FLOW') throw new ApiError('ResourceNotFoundException', 'no such contact flow');
      const content = (body.InitialSystemMessage as { Content?: string } | undefined)?.Content ?? '';
      return board.chats.text({
        flow,
        number,
        content,
        attributes: { ...attributesOf(call) },
        relatedContactId: typeof body.RelatedContactId === 'string' ? body.RelatedContactId : null,
      }).id;
    }
  },
};
