import { idOf } from '../resources.ts';
import { type Block, EVERY_CHANNEL, failed, INBOUND_FLOWS, next, textProblems } from './block.ts';

export const updateContactTargetQueue: Block = {
  type: 'UpdateContactTargetQueue',
  flowTypes: INBOUND_FLOWS,
  errors: ['NoMatchingError'],
  requiredErrors: ['NoMatchingError'],
  channels: EVERY_CHANNEL,
  problems: (parameters) => textProblems(parameters, 'QueueId'),
  run({ action, contact, board, text }) {
    const queueId = idOf(text(action.Parameters.QueueId));
    if (!board.resources.queues.has(queueId)) return failed(`no queue ${queueId}`);
    contact.targetQueueId = queueId;
    return next;
  },
};
