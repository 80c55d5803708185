import { flowNamed, idOf } from '../resources.ts';
import { type Block, CUSTOMER_FLOWS, failed, next, VOICE_ONLY, wholeNumberProblems } from './block.ts';

const LONGEST_DELAY_SECONDS = 259_200;

export const createCallbackContact: Block = {
  type: 'CreateCallbackContact',
  flowTypes: CUSTOMER_FLOWS,
  errors: ['NoMatchingError'],
  requiredErrors: ['NoMatchingError'],
  channels: VOICE_ONLY,
  problems: (parameters) => [
    ...wholeNumberProblems(parameters, 'InitialCallDelaySeconds', { least: 1, most: LONGEST_DELAY_SECONDS }),
    ...wholeNumberProblems(parameters, 'MaximumConnectionAttempts', { least: 1, most: 1_000 }),
    ...wholeNumberProblems(parameters, 'RetryDelaySeconds', { least: 1, most: LONGEST_DELAY_SECONDS }),
    ...(parameters.AgentId === undefined ? [] : ["callbacks to one agent's own queue are not emulated"]),
  ],
  run({ action, contact, board, text }) {
    const { QueueId, ContactFlowId, InitialCallDelaySeconds, MaximumConnectionAttempts, RetryDelaySeconds } =
      action.Parameters;
    const queueId = QueueId === undefined ? (contact.queueId ?? contact.targetQueueId) : idOf(text(QueueId));
    const flow = ContactFlowId === undefined ? undefined : flowNamed(board.resources, text(ContactFlowId));
    if (ContactFlowId !== undefined && flow === undefined) return failed(`no flow ${text(ContactFlowId)}`);
    const created = board.callbacks.create(contact, {
      queueId,
      flow,
      delaySeconds: Number(InitialCallDelaySeconds),
      maximumAttempts: Number(MaximumConnectionAttempts),
      retryDelaySeconds: Number(RetryDelaySeconds),
    });
    return created.kind === 'created' ? next : failed(created.cause);
  },
};
