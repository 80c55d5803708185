import { flowNamed, idOf, type Queue, type User } from '../resources.ts';
import { type ApiCall, ApiError, checkInstance, DEFAULT_RATE, type Operation, required } from './operation.ts';

export const associatePhoneNumberContactFlow: Operation = {
  name: 'AssociatePhoneNumberContactFlow',
  method: 'PUT',
  path: '/phone-number/{PhoneNumberId}/contact-flow',
  rate: DEFAULT_RATE,
  throttledAs: 'ThrottlingException',
  resource: ({ PhoneNumberId }) => `phone-number/${idOf(PhoneNumberId ?? '')}`,
  run(call) {
    checkInstance(call);
    const flow = flowNamed(call.board.resources, required(call, 'ContactFlowId'));
    if (flow?.type !== 'CONTACT_FLOW') throw new ApiError('ResourceNotFoundException', 'no such contact flow');
    numberOf(call).flowId = flow.id;
    return {};
  },
};

export const disassociatePhoneNumberContactFlow: Operation = {
  name: 'DisassociatePhoneNumberContactFlow',
  method: 'DELETE',
  path: '/phone-number/{PhoneNumberId}/contact-flow',
  rate: DEFAULT_RATE,
  throttledAs: 'ThrottlingException',
  resource: ({ PhoneNumberId }) => `phone-number/${idOf(PhoneNumberId ?? '')}`,
  run(call) {
    checkInstance(call);
    numberOf(call).flowId = undefined;
    return {};
  },
};

function numberOf({ labels, board }: ApiCall) {
  const number = board.resources.numbers.get(idOf(labels.PhoneNumberId ?? ''));
  if (number === undefined) throw new ApiError('ResourceNotFoundException', `no phone number ${labels.PhoneNumberId}`);
  return number;
}

export const associateQueueQuickConnects: Operation = {
  name: 'AssociateQueueQuickConnects',
  method: 'POST',
  path: '/queues/{InstanceId}/{QueueId}/associate-quick-connects',
  rate: DEFAULT_RATE,
  throttledAs: 'ThrottlingException',
  resource: ({ QueueId }) => `/queue/${idOf(QueueId ?? '')}`,
  run(call) {
    checkInstance(call);
    const { quickConnectsOfQueue, queues } = call.board.resources;
    const queueId = idOf(call.labels.QueueId ?? '');
    if (!queues.has(queueId)) throw new ApiError('ResourceNotFoundException', `no queue ${queueId}`);
    const wanted = ((call.body.QuickConnectIds ?? []) as string[]).map(idOf);
    quickConnectsOfQueue.set(queueId, [...new Set([...(quickConnectsOfQueue.get(queueId) ?? []), ...wanted])]);
    return {};
  },
};

export const listQueues: Operation = {
  name: 'ListQueues',
  method: 'GET',
  path: '/queues-summary/{InstanceId}',
  rate: DEFAULT_RATE,
  throttledAs: 'ThrottlingException',
  resource: () => '/queue/*',
  run(call) {
    checkInstance(call);
    const summary = ({ id, arn, name }: Queue) => ({ Id: id, Arn: arn, Name: name, QueueType: 'STANDARD' });
    return { QueueSummaryList: [...call.board.resources.queues.values()].map(summary) };
  },
};

export const listUsers: Operation = {
  name: 'ListUsers',
  method: 'GET',
  path: '/users-summary/{InstanceId}',
  rate: DEFAULT_RATE,
  throttledAs: 'ThrottlingException',
  resource: () => '',
  run(call) {
    checkInstance(call);
    const summary = ({ id, arn, username }: User) => ({ Id: id, Arn: arn, Username: username });
    return { UserSummaryList: [...call.board.resources.users.values()].map(summary) };
  },
};

export const describeUser: Operation = {
  name: 'DescribeUser',
  method: 'GET',
  path: '/users/{InstanceId}/{UserId}',
  rate: DEFAULT_RATE,
  throttledAs: 'ThrottlingException',
  resource: ({ UserId }) => `/agent/${idOf(UserId ?? '')}`,
  run(call) {
    checkInstance(call);
    const { id, arn, username, firstName, lastName, profileId } = userOf(call);
    return {
      User: {
        Id: id,
        Arn: arn,
        Username: username,
        IdentityInfo: { FirstName: firstName, LastName: lastName },
        RoutingProfileId: profileId,
      },
    };
  },
};

export const updateUserRoutingProfile: Operation = {
  name: 'UpdateUserRoutingProfile',
  method: 'POST',
  path: '/users/{InstanceId}/{UserId}/routing-profile',
  rate: DEFAULT_RATE,
  throttledAs: 'ThrottlingException',
  resource: ({ UserId }) => `/agent/${idOf(UserId ?? '')}`,
  run(call) {
    checkInstance(call);
    const profile = call.board.resources.profiles.get(idOf(required(call, 'RoutingProfileId')));
    if (profile === undefined) throw new ApiError('ResourceNotFoundException', 'no such routing profile');
    call.board.agents.moveTo(userOf(call), profile.id);
    return {};
  },
};

function userOf({ labels, board }: ApiCall): User {
  const user = board.resources.users.get(idOf(labels.UserId ?? ''));
  if (user === undefined) throw new ApiError('ResourceNotFoundException', `no user ${labels.UserId}`);
  return user;
}
