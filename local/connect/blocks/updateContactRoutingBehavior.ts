import { HIGHEST_PRIORITY, LOWEST_PRIORITY } from '../../../core/routing/waitingLine.ts';
import { type Block, EVERY_CHANNEL, exactlyOneProblems, INBOUND_FLOWS, next, wholeNumberProblems } from './block.ts';

const FURTHEST_ADJUSTMENT_SECONDS = 604_800;

/** Priority, or seconds added to the age, of a contact that is yet to be queued. */
export const updateContactRoutingBehavior: Block = {
  type: 'UpdateContactRoutingBehavior',
  flowTypes: [...INBOUND_FLOWS, 'OUTBOUND_WHISPER'],
  errors: [],
  channels: EVERY_CHANNEL,
  problems(parameters) {
    const one = exactlyOneProblems(parameters, ['QueuePriority', 'QueueTimeAdjustmentSeconds']);
    if (one.length > 0) return one;
    if (parameters.QueuePriority !== undefined)
      return wholeNumberProblems(parameters, 'QueuePriority', { least: HIGHEST_PRIORITY, most: LOWEST_PRIORITY });
    const adjustment = Number(parameters.QueueTimeAdjustmentSeconds);
    return Math.abs(adjustment) <= FURTHEST_ADJUSTMENT_SECONDS
      ? []
      : [`QueueTimeAdjustmentSeconds is ${JSON.stringify(parameters.QueueTimeAdjustmentSeconds)}, expected seconds`];
  },
  run({ action, contact }) {
    const { QueuePriority, QueueTimeAdjustmentSeconds } = action.Parameters;
    if (QueuePriority !== undefined) contact.priority = Number(QueuePriority);
    if (QueueTimeAdjustmentSeconds !== undefined) contact.ageAdjustmentSeconds = Number(QueueTimeAdjustmentSeconds);
    return next;
  },
};
