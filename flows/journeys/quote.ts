import type { Channel } from '../../core/contacts/channel.ts';
import { ask, readQueue } from '../language/blocks.ts';
import { type Step, step } from '../language/flow.ts';
import { lambdaOf } from '../names.ts';
import { ofQueue } from './queueFacts.ts';

/** What quote-wait is told of the queue. Connect fills the figures in as text; one it does not know arrives empty. */
const figures = {
  queueSize: '$.Metrics.Queue.Size',
  oldestAgeSeconds: '$.Metrics.Queue.OldestContactAge',
  agentsStaffed: '$.Metrics.Agents.Staffed.Count',
  agentsAvailable: '$.Metrics.Agents.Available.Count',
  agentsBusy: '$.Metrics.Agents.Busy.Count',
  agentsAfterContactWork: '$.Metrics.Agents.AfterContactWork.Count',
  ewtSeconds: '$.Metrics.Queue.EstimatedWaitTime',
};

const namesInMetrics = { voice: 'Voice', chat: 'Chat', email: 'Email', task: 'Task' } as const;

export interface QuoteParts {
  readonly purpose: 'arrival' | 'waiting';
  readonly channel: Channel;
  /** Where to go with an answer in $.External, and where without one. */
  readonly onAnswer: string;
  readonly onFault: string;
}

export const quoteStart = 'read-queue';

/**
 * Reads the queue and asks quote-wait. When the queue cannot be read the figures are unknown, which is not zero: quote-wait is told so
 * and answers from what it knows itself.
 */
export function quote({ purpose, channel, onAnswer, onFault }: QuoteParts): Step[] {
  const about = { purpose, queue: ofQueue.queue, channel };
  return [
    step(quoteStart, readQueue(ofQueue.queueArn, namesInMetrics[channel], { onError: 'quote-unseen' })),
    step('quote', ask(lambdaOf('quote-wait'), { ...about, metrics: 'known', ...figures }, { next: onAnswer, onFault })),
    step('quote-unseen', ask(lambdaOf('quote-wait'), { ...about, metrics: 'unknown' }, { next: onAnswer, onFault })),
  ];
}
