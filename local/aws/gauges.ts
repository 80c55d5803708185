import { seconds } from '../../core/time/units.ts';
import type { LocalClock } from '../clock/clock.ts';
import type { LocalConnect } from '../connect/connect.ts';
import type { InvocationReport } from '../lambda/functions.ts';
import type { MetricStore } from './metrics.ts';
import type { LocalSqs } from './sqs.ts';

export interface GaugesDeps {
  readonly clock: LocalClock;
  readonly metrics: MetricStore;
  readonly sqs: Pick<LocalSqs, 'depths' | 'onSent'>;
  readonly connect: Pick<LocalConnect, 'metrics' | 'openContacts' | 'log'>;
  /** Undefined before the instance is made. */
  readonly instanceId: () => string | undefined;
}

/** CloudWatch's own metrics of SQS and Connect, taken every minute of the center's time as the services do. */
export function startGauges({ clock, metrics, sqs, connect, instanceId }: GaugesDeps): void {
  async function takeQueues(): Promise<void> {
    const at = clock.now();
    for (const { name: QueueName, visibleCount, inFlightCount, oldestAgeSeconds } of await sqs.depths()) {
      const put = (name: string, value: number) =>
        metrics.put({ namespace: 'AWS/SQS', name, dimensions: { QueueName } }, value, at);
      put('ApproximateNumberOfMessagesVisible', visibleCount);
      put('ApproximateNumberOfMessagesNotVisible', inFlightCount);
      put('ApproximateAgeOfOldestMessage', oldestAgeSeconds ?? 0);
    }
  }

  function takeContacts(): void {
    const InstanceId = instanceId();
    if (InstanceId === undefined) return;
    // Connect publishes queue figures for the queue, all channels together.
    const queues = new Map<string, { size: number; longestSeconds: number }>();
    for (const { queue, contactsInQueue, oldestContactAgeSeconds } of connect.metrics()) {
      const sofar = queues.get(queue) ?? { size: 0, longestSeconds: 0 };
      queues.set(queue, {
        size: sofar.size + contactsInQueue,
        longestSeconds: Math.max(sofar.longestSeconds, oldestContactAgeSeconds),
      });
    }
    for (const [QueueName, { size, longestSeconds }] of queues) {
      const dimensions = { InstanceId, MetricGroup: 'Queue', QueueName };
      metrics.put({ namespace: 'AWS/Connect', name: 'QueueSize', dimensions }, size, clock.now());
      metrics.put({ namespace: 'AWS/Connect', name: 'LongestQueueWaitTime', dimensions }, longestSeconds, clock.now());
    }
  }

  sqs.onSent((QueueName, count) => {
    metrics.put({ namespace: 'AWS/SQS', name: 'NumberOfMessagesSent', dimensions: { QueueName } }, count, clock.now());
  });

  let factsRead = 0;
  function takeCalls(): void {
    const InstanceId = instanceId();
    if (InstanceId === undefined) return;
    const dimensions = { InstanceId, MetricGroup: 'VoiceCalls' };
    const put = (name: string, value: number) =>
      metrics.put({ namespace: 'AWS/Connect', name, dimensions }, value, clock.now());
    const fresh = connect.log.facts.slice(factsRead);
    factsRead = connect.log.facts.length;
    put('ConcurrentCalls', connect.openContacts().filter((contact) => contact.channel === 'VOICE').length);
    put('CallsPerInterval', fresh.filter((fact) => fact.kind === 'contact-created' && fact.channel === 'VOICE').length);
    put('MissedCalls', fresh.filter((fact) => fact.kind === 'missed').length);
    const breaches = fresh.filter((fact) => fact.kind === 'refused' && fact.reason === 'call-quota');
    put('CallsBreachingConcurrencyQuota', breaches.length);
  }

  function everyMinute(): void {
    clock.after(seconds(60), async () => {
      everyMinute();
      takeContacts();
      takeCalls();
      await takeQueues();
    });
  }
  everyMinute();
}

/** Lambda's own metrics of one invocation. */
export function putInvocation(
  { functionName, result, durationMilliseconds }: InvocationReport,
  metrics: MetricStore,
  at: number,
): void {
  const dimensions = { FunctionName: functionName };
  const put = (name: string, value: number) => metrics.put({ namespace: 'AWS/Lambda', name, dimensions }, value, at);
  put('Invocations', 1);
  put('Errors', result.kind === 'fault' ? 1 : 0);
  put('Throttles', 0);
  put('Duration', durationMilliseconds);
}
