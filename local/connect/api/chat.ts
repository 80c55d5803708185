import { participantTokenOf } from '../participants.ts';
import { flowNamed } from '../resources.ts';
import { ApiError, attributesOf, checkInstance, type Operation, required } from './operation.ts';

export const startChatContact: Operation = {
  name: 'StartChatContact',
  method: 'PUT',
  path: '/contact/chat',
  rate: { perSecond: 5, burst: 8 },
  throttledAs: 'TooManyRequestsException',
  resource: () => '/contact-flow/*',
  run(call) {
    checkInstance(call);
    const { board, body, tokens } = call;
    const token = typeof body.ClientToken === 'string' ? body.ClientToken : undefined;
    const earlier = token === undefined ? undefined : tokens.get(token);
    const contactId = earlier?.contactId ?? startChat();
    if (token !== undefined) tokens.set(token, { contactId, at: board.now() });
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
