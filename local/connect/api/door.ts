import type { ApiRequest, ApiResponse } from '../connect.ts';
import type { Switchboard } from '../switchboard.ts';
import {
  associatePhoneNumberContactFlow,
  associateQueueQuickConnects,
  describeUser,
  disassociatePhoneNumberContactFlow,
  listQueues,
  listUsers,
  updateUserRoutingProfile,
} from './center.ts';
import { startChatContact, startOutboundChatContact } from './chat.ts';
import {
  describeContact,
  getContactAttributes,
  updateContactAttributes,
  updateContactRoutingData,
} from './contacts.ts';
import { getCurrentMetricData } from './currentMetrics.ts';
import { ApiError, type Operation, type TokenUse } from './operation.ts';
import {
  associateFlow,
  createContact,
  disassociateFlow,
  startEmailContact,
  startOutboundEmailContact,
  startTaskContact,
} from './post.ts';
import { searchContacts } from './search.ts';
import { createThrottle } from './throttle.ts';
import { startOutboundVoiceContact, stopContact } from './voice.ts';

/** Every operation served; paths and shapes are those of @aws-sdk/client-connect. */
export const operations: readonly Operation[] = [
  associateFlow,
  associatePhoneNumberContactFlow,
  associateQueueQuickConnects,
  createContact,
  describeContact,
  describeUser,
  disassociateFlow,
  disassociatePhoneNumberContactFlow,
  getContactAttributes,
  getCurrentMetricData,
  listQueues,
  listUsers,
  searchContacts,
  startChatContact,
  startEmailContact,
  startOutboundChatContact,
  startOutboundEmailContact,
  startOutboundVoiceContact,
  startTaskContact,
  stopContact,
  updateContactAttributes,
  updateContactRoutingData,
  updateUserRoutingProfile,
];

export interface ApiDoor {
  handle(request: ApiRequest): ApiResponse;
  actionOf(method: string, path: string): { action: string; resource: string } | undefined;
  readonly tokens: Map<string, TokenUse>;
}

export function createApiDoor(board: Switchboard): ApiDoor {
  const throttle = createThrottle();
  const tokens = new Map<string, TokenUse>();

  function handle({ method, path, query, body }: ApiRequest): ApiResponse {
    const found = findOperation(method, path);
    if (found === undefined) return failure(404, 'UnknownOperationException', `${method} ${path} is not emulated`);
    const { operation, labels } = found;
    try {
      if (board.options.throttling && !throttle.admits(operation.name, operation.rate, board.now()))
        throw new ApiError(operation.throttledAs, 'Rate exceeded');
      const given = (body ?? {}) as Record<string, unknown>;
      return { status: 200, body: operation.run({ board, labels, query, body: given, tokens }) };
    } catch (error) {
      if (error instanceof ApiError) return failure(error.status, error.errorType, error.message);
      throw error;
    }
  }

  return {
    handle,
    tokens,
    actionOf(method, path) {
      const found = findOperation(method, path);
      if (found === undefined) return undefined;
      const { operation, labels } = found;
      const resource = operation.resource(labels);
      const { instanceArn } = board.resources;
      // A phone number belongs to the account: its ARN has no instance in it.
      const arn = resource.startsWith('phone-number/')
        ? `${instanceArn.slice(0, instanceArn.indexOf('instance/'))}${resource}`
        : `${instanceArn}${resource}`;
      return { action: `connect:${operation.name}`, resource: arn };
    },
  };
}

const failure = (status: number, errorType: string, message: string): ApiResponse => ({
  status,
  errorType,
  body: { Message: message },
});

/** The operation and the labels of its path. Labels are split before they are decoded: an ARN's slashes are %2F. */
function findOperation(
  method: string,
  path: string,
): { operation: Operation; labels: Record<string, string> } | undefined {
  const given = path.split('/').filter((part) => part !== '');
  for (const operation of operations) {
    if (operation.method !== method) continue;
    const labels = labelsOf(operation.path.split('/').slice(1), given);
    if (labels !== undefined) return { operation, labels };
  }
  return undefined;
}

function labelsOf(pattern: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== given.length) return undefined;
  const labels: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith('{')) labels[part.slice(1, -1)] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return labels;
}
