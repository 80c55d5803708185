import { flowNamed, idOf } from '../resources.ts';
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

const address = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** The flow a contact starts in. */
function contactFlow(call: ApiCall) {
  const flow = flowNamed(call.board.resources, required(call, 'ContactFlowId'));
  if (flow?.type !== 'CONTACT_FLOW') throw new ApiError('ResourceNotFoundException', 'no such contact flow');
  return flow;
}

function addressIn(value: unknown, name: string): string {
  const text = (value as { EmailAddress?: string } | undefined)?.EmailAddress ?? value;
  if (typeof text === 'string' && address.test(text)) return text;
  throw new ApiError('InvalidParameterException', `${name} must be an e-mail address`);
}

function rawMessage(call: ApiCall): { subject: string; text: string } {
  const { MessageSourceType, RawMessage } = (call.body.EmailMessage ?? {}) as {
    MessageSourceType?: string;
    RawMessage?: { Subject?: string; Body?: string };
  };
  if (MessageSourceType !== 'RAW' || !RawMessage?.Body)
    throw new ApiError('InvalidParameterException', 'EmailMessage other than RAW, with a Body, is not emulated');
  return { subject: RawMessage.Subject ?? '', text: RawMessage.Body };
}

const relatedIn = ({ body }: ApiCall): string | null =>
  typeof body.RelatedContactId === 'string' ? body.RelatedContactId : null;

export const startEmailContact: Operation = {
  name: 'StartEmailContact',
  method: 'PUT',
  path: '/contact/email',
  rate: DEFAULT_RATE,
  throttledAs: 'ThrottlingException',
  resource: () => '/contact-flow/*',
  run(call) {
    checkInstance(call);
    return {
      ContactId: oncePerToken(call, () => {
        const { posts } = call.board;
        return posts.receive({
          flow: contactFlow(call),
          from: addressIn(call.body.FromEmailAddress, 'FromEmailAddress'),
          to: addressIn(call.body.DestinationEmailAddress, 'DestinationEmailAddress'),
          ...rawMessage(call),
          attributes: { ...attributesOf(call) },
          relatedContactId: relatedIn(call),
          person: {},
        }).id;
      }),
    };
  },
};

export const startTaskContact: Operation = {
  name: 'StartTaskContact',
  method: 'PUT',
  path: '/contact/task',
  rate: DEFAULT_RATE,
  throttledAs: 'ThrottlingException',
  resource: () => '/contact-flow/*',
  run(call) {
    checkInstance(call);
    if (call.body.ScheduledTime !== undefined)
      throw new ApiError('InvalidParameterException', 'ScheduledTime is not emulated');
    return {
      ContactId: oncePerToken(
        call,
        () =>
          call.board.posts.start({
            flow: contactFlow(call),
            name: required(call, 'Name'),
            description: typeof call.body.Description === 'string' ? call.body.Description : undefined,
            attributes: { ...attributesOf(call) },
          }).id,
      ),
    };
  },
};

/** Of e-mails only, and those that no agent writes. */
export const createContact: Operation = {
  name: 'CreateContact',
  method: 'PUT',
  path: '/contact/create-contact',
  rate: DEFAULT_RATE,
  throttledAs: 'ThrottlingException',
  resource: () => '',
  run(call) {
    checkInstance(call);
    if (call.body.Channel !== 'EMAIL' || call.body.InitiationMethod !== 'FLOW')
      throw new ApiError('InvalidRequestException', 'only EMAIL, initiated by FLOW, is emulated');
    const related = relatedIn(call);
    if (related !== null && call.board.book.get(related) === undefined)
      throw new ApiError('ResourceNotFoundException', `no contact ${related}`);
    const ContactId = oncePerToken(call, () => call.board.posts.draft(related).id);
    return { ContactId, ContactArn: call.board.book.get(ContactId)?.arn };
  },
};

export const startOutboundEmailContact: Operation = {
  name: 'StartOutboundEmailContact',
  method: 'PUT',
  path: '/contact/outbound-email',
  rate: DEFAULT_RATE,
  throttledAs: 'ThrottlingException',
  resource: () => '/contact/*',
  run(call) {
    checkInstance(call);
    const { board, body } = call;
    const contact = board.book.get(required(call, 'ContactId'));
    if (contact?.channel !== 'EMAIL' || contact.initiationMethod !== 'FLOW')
      throw new ApiError('ResourceNotFoundException', 'no e-mail contact that was created to be sent');
    const from = addressIn(body.FromEmailAddress, 'FromEmailAddress');
    const known = [...board.resources.emailAddresses.values()].some((one) => one.address === from.toLowerCase());
    if (!known) throw new ApiError('InvalidRequestException', 'FromEmailAddress is none of the instance');
    const to = addressIn(body.DestinationEmailAddress, 'DestinationEmailAddress');
    const letter = rawMessage(call);
    // Sent once: the contact ends with it.
    if (contact.disconnectedAt === null) board.posts.send(contact, { to, ...letter });
    return { ContactId: contact.id };
  },
};

const INBOUND_EMAIL = 'INBOUND_EMAIL';

export const associateFlow: Operation = {
  name: 'AssociateFlow',
  method: 'PUT',
  path: '/flow-associations/{InstanceId}',
  rate: DEFAULT_RATE,
  throttledAs: 'ThrottlingException',
  resource: () => '/email-address/*',
  run(call) {
    checkInstance(call);
    if (call.body.ResourceType !== INBOUND_EMAIL)
      throw new ApiError('InvalidParameterException', `ResourceType other than ${INBOUND_EMAIL} is not emulated`);
    const flow = flowNamed(call.board.resources, required(call, 'FlowId'));
    if (flow?.type !== 'CONTACT_FLOW') throw new ApiError('ResourceNotFoundException', 'no such contact flow');
    emailAddressOf(call, required(call, 'ResourceId')).flowId = flow.id;
    return {};
  },
};

export const disassociateFlow: Operation = {
  name: 'DisassociateFlow',
  method: 'DELETE',
  path: '/flow-associations/{InstanceId}/{ResourceId}/{ResourceType}',
  rate: DEFAULT_RATE,
  throttledAs: 'ThrottlingException',
  resource: () => '/email-address/*',
  run(call) {
    checkInstance(call);
    emailAddressOf(call, call.labels.ResourceId ?? '').flowId = undefined;
    return {};
  },
};

function emailAddressOf({ board }: ApiCall, arn: string) {
  const found = board.resources.emailAddresses.get(idOf(arn));
  if (found === undefined) throw new ApiError('ResourceNotFoundException', 'no such e-mail address');
  return found;
}
