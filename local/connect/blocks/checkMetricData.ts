import { type Block, EVERY_CHANNEL, failed } from './block.ts';
import { queueOf } from './getMetricData.ts';

const AGENT_METRICS = ['NumberOfAgentsAvailable', 'NumberOfAgentsStaffed', 'NumberOfAgentsOnline'];
const METRICS = [...AGENT_METRICS, 'OldestContactInQueueAgeSeconds', 'NumberOfContactsInQueue'];

export const checkMetricData: Block = {
  type: 'CheckMetricData',
  flowTypes: 'all',
  errors: ['NoMatchingCondition', 'NoMatchingError'],
  requiredErrors: ['NoMatchingCondition', 'NoMatchingError'],
  conditions: 'some',
  channels: EVERY_CHANNEL,
  problems: (parameters) =>
    METRICS.includes(String(parameters.MetricType)) ? [] : [`MetricType "${parameters.MetricType}" is not known`],
  run(step) {
    const queue = queueOf(step);
    if (queue === undefined) return failed('no queue');
    const figures = step.board.metrics.stale(queue.id, undefined);
    if (figures === undefined) return failed(`no activity in ${queue.name}`);
    const values: Record<string, number> = {
      NumberOfAgentsAvailable: figures.agentsAvailable,
      NumberOfAgentsStaffed: figures.agentsStaffed,
      NumberOfAgentsOnline: figures.agentsOnline,
      OldestContactInQueueAgeSeconds: figures.oldestContactAgeSeconds,
      NumberOfContactsInQueue: figures.contactsInQueue,
    };
    return { kind: 'condition', value: String(values[String(step.action.Parameters.MetricType)]) };
  },
};
