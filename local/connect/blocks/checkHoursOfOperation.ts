import { isOpen } from '../hours.ts';
import { idOf } from '../resources.ts';
import { type Block, EVERY_CHANNEL, failed, INBOUND_FLOWS } from './block.ts';

/** Without HoursOfOperationId the hours of the contact's queue. */
export const checkHoursOfOperation: Block = {
  type: 'CheckHoursOfOperation',
  flowTypes: [...INBOUND_FLOWS, 'CUSTOMER_QUEUE'],
  errors: ['NoMatchingError'],
  requiredErrors: ['NoMatchingError'],
  conditions: 'some',
  channels: EVERY_CHANNEL,
  run({ action, contact, board, text }) {
    const queue = board.resources.queues.get(contact.queueId ?? contact.targetQueueId ?? '');
    const { HoursOfOperationId } = action.Parameters;
    const hoursId = HoursOfOperationId === undefined ? queue?.hoursId : idOf(text(HoursOfOperationId));
    const hours = board.resources.hours.get(hoursId ?? '');
    if (hours === undefined) return failed('no hours of operation');
    return { kind: 'condition', value: isOpen(hours, board.now()) ? 'True' : 'False' };
  },
};
