import { isLive } from '../contact.ts';
import { flowNamed, idOf, numberNamed } from '../resources.ts';
import {
  type ApiCall,
  ApiError,
  attributesOf,
  checkInstance,
  DEFAULT_RATE,
  type Operation,
  oncePerToken,
  required,
} from './operation.ts';

const RING_SECONDS = 60;

export const startOutboundVoiceContact: Operation = {
  name: 'StartOutboundVoiceContact',
  method: 'PUT',
  path: '/contact/outbound-voice',
  rate: DEFAULT_RATE,
  throttledAs: 'TooManyRequestsException',
  resource: () => '/contact/*',
  run(call) {
    checkInstance(call);
    return { ContactId: oncePerToken(call, () => placeCall(call)) };
  },
};

function placeCall(call: ApiCall): string {
  const { board, body } = call;
  const { resources } = board;
  const number = required(call, 'DestinationPhoneNumber');
  if (!/^\+[1-9]\d{6,14}$/.test(number))
    throw new ApiError('InvalidParameterException', 'DestinationPhoneNumber is not E.164');
  if (!board.lines.isDialable(number)) throw new ApiError('DestinationNotAllowedException', 'country not allowed');
  const flow = flowNamed(resources, required(call, 'ContactFlowId'));
  if (flow?.type !== 'CONTACT_FLOW') throw new ApiError('ResourceNotFoundException', 'no such contact flow');
  const queue = body.QueueId === undefined ? undefined : resources.queues.get(idOf(String(body.QueueId)));
  if (body.QueueId !== undefined && queue === undefined)
    throw new ApiError('ResourceNotFoundException', 'no such queue');
  if (queue === undefined && body.SourcePhoneNumber === undefined)
    throw new ApiError('InvalidRequestException', 'QueueId or SourcePhoneNumber is required');
  const source =
    body.SourcePhoneNumber === undefined
      ? resources.numbers.get(queue?.outboundNumberId ?? '')
      : numberNamed(resources, String(body.SourcePhoneNumber));
  const contact = board.lines.call({
    number,
    flow,
    queueId: queue?.id ?? null,
    systemNumber: source?.number ?? null,
    attributes: { ...attributesOf(call) },
    ringSeconds: Number(body.RingTimeoutInSeconds ?? RING_SECONDS),
    name: textOr(body.Name),
    description: textOr(body.Description),
    relatedContactId: textOr(body.RelatedContactId),
  });
  if (contact === undefined) throw new ApiError('LimitExceededException', 'too many concurrent calls');
  return contact.id;
}

const textOr = (value: unknown): string | null => (typeof value === 'string' ? value : null);

export const stopContact: Operation = {
  name: 'StopContact',
  method: 'POST',
  path: '/contact/stop',
  rate: { perSecond: 10, burst: 15 },
  throttledAs: 'TooManyRequestsException',
  resource: () => '/contact/*',
  run(call) {
    checkInstance(call);
    const contact = call.board.book.get(required(call, 'ContactId'));
    if (contact === undefined) throw new ApiError('ContactNotFoundException', `no contact ${call.body.ContactId}`);
    if (contact.channel === 'VOICE' && contact.initiationMethod === 'TRANSFER')
      throw new ApiError('InvalidRequestException', 'a transferred call cannot be stopped');
    if (!isLive(contact)) throw new ApiError('ContactNotFoundException', `contact ${contact.id} has ended`);
    call.board.lines.end(contact, 'API');
    return {};
  },
};
