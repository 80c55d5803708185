import type { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Channel } from '../core/contacts/channel.ts';
import type { CenterMetric, QueueMetric } from '../core/rows/metrics.ts';
import type { IInstance } from './connect/instance.ts';

export const namespace = 'Nohold';

export interface Reading {
  /** CloudWatch's word: Sum, Average, Maximum, p50, … */
  readonly statistic: string;
  readonly period: Duration;
  readonly label?: string;
}

/** A metric of one queue and channel. Only names that core/rows/metrics.ts declares exist. */
export const queueMetric = (name: QueueMetric, queue: string, channel: Channel, reading: Reading): cloudwatch.Metric =>
  new cloudwatch.Metric({
    namespace,
    metricName: name,
    dimensionsMap: { Queue: queue, Channel: channel },
    ...reading,
  });

/** A metric of the whole center. */
export const centerMetric = (name: CenterMetric, reading: Reading): cloudwatch.Metric =>
  new cloudwatch.Metric({ namespace, metricName: name, ...reading });

/** What Connect itself writes each minute, kept two weeks. Source: "Monitoring with CloudWatch", administrator guide. */
export const connectMetrics = {
  VoiceCalls: ['CallsBreachingConcurrencyQuota', 'ConcurrentCalls', 'ConcurrentCallsPercentage', 'MissedCalls'],
  Queue: ['LongestQueueWaitTime', 'QueueCapacityExceededError', 'QueueSize'],
} as const;

export const connectMetric = (
  instance: IInstance,
  name: (typeof connectMetrics)['VoiceCalls'][number],
  group: 'VoiceCalls',
  reading: Reading,
): cloudwatch.Metric =>
  new cloudwatch.Metric({
    namespace: 'AWS/Connect',
    metricName: name,
    dimensionsMap: { InstanceId: instance.instanceId, MetricGroup: group },
    ...reading,
  });

export const connectQueueMetric = (
  instance: IInstance,
  name: (typeof connectMetrics)['Queue'][number],
  queue: string,
  reading: Reading,
): cloudwatch.Metric =>
  new cloudwatch.Metric({
    namespace: 'AWS/Connect',
    metricName: name,
    dimensionsMap: { InstanceId: instance.instanceId, MetricGroup: 'Queue', QueueName: queue },
    ...reading,
  });
