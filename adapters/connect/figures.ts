import { type ConnectClient, type CurrentMetricName, GetCurrentMetricDataCommand } from '@aws-sdk/client-connect';
import { channelOf } from '../../core/contacts/channel.ts';
import type { QueueFigures } from '../../core/rows/center.ts';
import { type Seconds, seconds } from '../../core/time/units.ts';
import { faultOf } from '../fault.ts';

const counts = {
  CONTACTS_IN_QUEUE: 'contactsInQueue',
  AGENTS_STAFFED: 'agentsStaffed',
  AGENTS_AVAILABLE: 'agentsAvailable',
  AGENTS_ON_CONTACT: 'agentsOnContact',
  AGENTS_AFTER_CONTACT_WORK: 'agentsAfterContactWork',
} as const satisfies Partial<Record<CurrentMetricName, keyof QueueFigures>>;

const durations = {
  OLDEST_CONTACT_AGE: 'oldestAgeSeconds',
  ESTIMATED_WAIT_TIME: 'ewtSeconds',
} as const satisfies Partial<Record<CurrentMetricName, keyof QueueFigures>>;

/**
 * Every queue and channel in one request (GetCurrentMetricData: 5 a second for the whole account, at most 100 queues).
 * ESTIMATED_WAIT_TIME needs exactly this grouping. A queue without activity is missing from the answer: unknown, not 0.
 */
export async function readFigures(
  client: ConnectClient,
  InstanceId: string,
  queues: Readonly<Record<string, string>>,
): Promise<QueueFigures[]> {
  const nameOfId = new Map(Object.entries(queues).map(([name, arn]) => [arn.split('/').at(-1), name]));
  const count = Object.keys(counts).map((Name) => ({ Name: Name as CurrentMetricName, Unit: 'COUNT' as const }));
  const duration = Object.keys(durations).map((Name) => ({
    Name: Name as CurrentMetricName,
    Unit: 'SECONDS' as const,
  }));
  try {
    const { MetricResults } = await client.send(
      new GetCurrentMetricDataCommand({
        InstanceId,
        Filters: { Queues: [...nameOfId.keys()].filter((id) => id !== undefined), Channels: ['VOICE', 'CHAT'] },
        Groupings: ['QUEUE', 'CHANNEL'],
        CurrentMetrics: [...count, ...duration],
      }),
    );
    return (MetricResults ?? []).flatMap((result) => {
      const queue = nameOfId.get(result.Dimensions?.Queue?.Id);
      const channel = channelOf(result.Dimensions?.Channel ?? '');
      if (queue === undefined || channel === undefined) return [];
      const figures: QueueFigures = { queue, channel };
      for (const { Metric, Value } of result.Collections ?? []) {
        if (Value === undefined || !Number.isFinite(Value) || Value < 0) continue;
        setFigure(figures, Metric?.Name ?? '', Value);
      }
      return [figures];
    });
  } catch (cause) {
    throw faultOf('connect:GetCurrentMetricData', cause);
  }
}

function setFigure(figures: QueueFigures, name: string, value: number): void {
  if (name in counts) figures[counts[name as keyof typeof counts]] = value;
  if (name in durations) figures[durations[name as keyof typeof durations]] = seconds(value) as Seconds;
}
