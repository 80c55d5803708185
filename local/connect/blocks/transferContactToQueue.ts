import { type Block, EVERY_CHANNEL, failed, INBOUND_FLOWS } from './block.ts';

/** Ends the flow when the contact is queued. */
export const transferContactToQueue: Block = {
  type: 'TransferContactToQueue',
  flowTypes: INBOUND_FLOWS,
  errors: ['QueueAtCapacity', 'NoMatchingError'],
  requiredErrors: ['QueueAtCapacity', 'NoMatchingError'],
  channels: EVERY_CHANNEL,
  run({ contact, board }) {
    const queue = board.resources.queues.get(contact.targetQueueId ?? '');
    if (queue === undefined) return failed('no target queue');
    if (board.queues.isFull(queue)) {
      board.note(contact, { kind: 'queue-full', queue: queue.name });
      return failed(`${queue.name} is full`, 'QueueAtCapacity');
    }
    return { kind: 'over', ending: 'queued' };
  },
};
