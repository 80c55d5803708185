import { type WireChannel, wireChannels } from '../log.ts';
import type { StaleFigures } from '../metrics.ts';
import { idOf, type Queue } from '../resources.ts';
import { type ApiCall, ApiError, checkInstance, type Operation } from './operation.ts';

type Value = (figures: StaleFigures, scheduled: number) => number | undefined;

const METRICS: Record<string, { unit: 'COUNT' | 'SECONDS'; value: Value }> = {
  AGENTS_ONLINE: { unit: 'COUNT', value: (figures) => figures.agentsOnline },
  AGENTS_AVAILABLE: { unit: 'COUNT', value: (figures) => figures.agentsAvailable },
  AGENTS_ON_CALL: { unit: 'COUNT', value: (figures) => figures.agentsOnContact },
  AGENTS_ON_CONTACT: { unit: 'COUNT', value: (figures) => figures.agentsOnContact },
  AGENTS_AFTER_CONTACT_WORK: { unit: 'COUNT', value: (figures) => figures.agentsAfterContactWork },
  AGENTS_NON_PRODUCTIVE: { unit: 'COUNT', value: (figures) => figures.agentsNonProductive },
  AGENTS_ERROR: { unit: 'COUNT', value: (figures) => figures.agentsMissed },
  AGENTS_STAFFED: { unit: 'COUNT', value: (figures) => figures.agentsStaffed },
  CONTACTS_IN_QUEUE: { unit: 'COUNT', value: (figures) => figures.contactsInQueue },
  CONTACTS_SCHEDULED: { unit: 'COUNT', value: (_figures, scheduled) => scheduled },
  OLDEST_CONTACT_AGE: { unit: 'SECONDS', value: (figures) => Math.round(figures.oldestContactAgeSeconds) },
  SLOTS_ACTIVE: { unit: 'COUNT', value: (figures) => figures.slotsActive },
  SLOTS_AVAILABLE: { unit: 'COUNT', value: (figures) => figures.slotsAvailable },
  ESTIMATED_WAIT_TIME: { unit: 'SECONDS', value: (figures) => figures.ewtSeconds },
};
const MOST_QUEUES = 100;

/** By QUEUE, or by QUEUE and CHANNEL. A queue with nothing going on is left out of the answer, as Connect does. */
export const getCurrentMetricData: Operation = {
  name: 'GetCurrentMetricData',
  method: 'POST',
  path: '/metrics/current/{InstanceId}',
  rate: { perSecond: 5, burst: 8 },
  throttledAs: 'ThrottlingException',
  resource: () => '/queue/*',
  run(call) {
    checkInstance(call);
    const names = namesOf(call);
    const queues = queuesOf(call);
    const groupings = (call.body.Groupings ?? []) as string[];
    if (!groupings.includes('QUEUE') || groupings.some((grouping) => !['QUEUE', 'CHANNEL'].includes(grouping)))
      throw new ApiError('InvalidParameterException', 'Groupings other than QUEUE and CHANNEL are not emulated');
    const byChannel = groupings.includes('CHANNEL');
    if (names.includes('ESTIMATED_WAIT_TIME') && !byChannel)
      throw new ApiError('InvalidParameterException', 'ESTIMATED_WAIT_TIME needs the groupings QUEUE and CHANNEL');
    const channels = channelsOf(call, byChannel);
    const results = queues.flatMap((queue) => channels.flatMap((channel) => resultOf(call, queue, channel, names)));
    return {
      MetricResults: results,
      DataSnapshotTime: call.board.metrics.asOf() / 1000,
      ApproximateTotalCount: results.length,
    };
  },
};

function namesOf({ body }: ApiCall): string[] {
  const names = ((body.CurrentMetrics ?? []) as { Name?: string }[]).map(({ Name }) => Name ?? '');
  const unknown = names.find((name) => METRICS[name] === undefined);
  if (unknown !== undefined || names.length === 0)
    throw new ApiError('InvalidParameterException', `CurrentMetrics: "${unknown ?? ''}" is not known`);
  return names;
}

function queuesOf({ body, board }: ApiCall): Queue[] {
  const wanted = ((body.Filters as { Queues?: string[] } | undefined)?.Queues ?? []).map(idOf);
  if (wanted.length === 0 || wanted.length > MOST_QUEUES)
    throw new ApiError('InvalidParameterException', `Filters.Queues takes 1 to ${MOST_QUEUES} queues`);
  return wanted.map((queueId) => {
    const queue = board.resources.queues.get(queueId);
    if (queue === undefined) throw new ApiError('ResourceNotFoundException', `no queue ${queueId}`);
    return queue;
  });
}

function channelsOf({ body }: ApiCall, byChannel: boolean): (WireChannel | undefined)[] {
  const wanted = (body.Filters as { Channels?: WireChannel[] } | undefined)?.Channels ?? [];
  if (byChannel) return wanted.length === 0 ? [...wireChannels] : wanted;
  return wanted.length === 1 ? wanted : [undefined];
}

function resultOf(call: ApiCall, queue: Queue, channel: WireChannel | undefined, names: readonly string[]): unknown[] {
  const { board } = call;
  const figures = board.metrics.stale(queue.id, channel);
  if (figures === undefined) return [];
  const scheduled = board.book
    .open()
    .filter(({ stage, targetQueueId }) => stage === 'scheduled' && targetQueueId === queue.id).length;
  return [
    {
      Dimensions: { Queue: { Id: queue.id, Arn: queue.arn }, ...(channel === undefined ? {} : { Channel: channel }) },
      Collections: names.map((name) => ({
        Metric: { Name: name, Unit: METRICS[name]?.unit },
        Value: METRICS[name]?.value(figures, scheduled),
      })),
    },
  ];
}
