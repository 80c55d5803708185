import type { Contact } from '../contact.ts';
import { type WireChannel, wireChannels } from '../log.ts';
import type { StaleFigures } from '../metrics.ts';
import { idOf, type Queue } from '../resources.ts';
import { type Block, EVERY_CHANNEL, failed, next, type Step } from './block.ts';

/** Fills $.Metrics for one queue; nothing going on in it takes the error branch, as does a queue not known. */
export const getMetricData: Block = {
  type: 'GetMetricData',
  flowTypes: 'all',
  errors: ['NoMatchingError'],
  requiredErrors: ['NoMatchingError'],
  channels: EVERY_CHANNEL,
  run(step) {
    const queue = queueOf(step);
    if (queue === undefined) return failed('no queue');
    const figures = step.board.metrics.stale(queue.id, channelOf(step));
    if (figures === undefined) return failed(`no activity in ${queue.name}`);
    step.contact.memory.metrics = metricsOf(queue, figures);
    return next;
  },
};

export function queueOf({ action, board, contact, text }: Step): Queue | undefined {
  const { QueueId } = action.Parameters;
  const queueId = QueueId === undefined ? (contact.queueId ?? contact.targetQueueId) : idOf(text(QueueId));
  return board.resources.queues.get(queueId ?? '');
}

/** Undefined: all channels together. */
function channelOf({
  action,
  text,
}: {
  action: Step['action'];
  text: Step['text'];
  contact: Contact;
}): WireChannel | undefined {
  const named = text(action.Parameters.QueueChannel).toUpperCase();
  return wireChannels.find((channel) => channel === named);
}

function metricsOf(queue: Queue, figures: StaleFigures): Record<string, string> {
  return {
    'Queue.Name': queue.name,
    'Queue.ARN': queue.arn,
    'Queue.Size': String(figures.contactsInQueue),
    'Queue.OldestContactAge': String(Math.round(figures.oldestContactAgeSeconds)),
    ...(figures.ewtSeconds === undefined ? {} : { 'Queue.EstimatedWaitTime': String(Math.round(figures.ewtSeconds)) }),
    'Agents.Online.Count': String(figures.agentsOnline),
    'Agents.Available.Count': String(figures.agentsAvailable),
    'Agents.Staffed.Count': String(figures.agentsStaffed),
    'Agents.AfterContactWork.Count': String(figures.agentsAfterContactWork),
    // On contact includes after-contact work; the flow's Busy does not.
    'Agents.Busy.Count': String(figures.agentsOnContact - figures.agentsAfterContactWork),
    'Agents.Missed.Count': String(figures.agentsMissed),
    'Agents.NonProductive.Count': String(figures.agentsNonProductive),
  };
}
