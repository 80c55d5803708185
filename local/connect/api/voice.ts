import { isLive } from '../contact.ts';
import { flowNamed, idOf, numberNamed } from '../resources.ts';
import {
  type ApiCall,
  ApiError,
  attributesOf,
  checkInstance,
  DEFAULT_RATE,
  type Operation,
  required,
} from './operation.ts';

const TOKEN_LIFE_MS = 7 * 24 * 3600 * 1000;
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
    const earlier = contactOfToken(call);
    if (earlier !== undefined) return { ContactId: earlier };
    const contactId = placeCall(call);
    const token = call.body.ClientToken;
    if (typeof token === 'string') call.tokens.set(token, { contactId, at: call.board.now() });
    return { ContactId: contactId };
  },
};

/** The contact this token began, as long as the token stands for it. */
function contactOfToken({ body, tokens, board }: ApiCall): string | undefined {
  const use = tokens.get(String(body.ClientToken));
  if (use === undefined || board.now() - use.at > TOKEN_LIFE_MS) return undefined;
  const contact = board.book.get(use.contactId);
  const over = contact === undefined || !isLive(contact);
  // Until about 2021 the SDK said that a disconnected contact is begun anew; the sentence is gone, nobody says what holds.
  return over && board.options.clientToken === 'until-disconnected' ? undefined : use.contactId;
}

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
