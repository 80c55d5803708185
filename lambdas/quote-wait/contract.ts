import * as z from 'zod/mini';
import { variables } from '../edge/environment.ts';
import { channelName, figure, flowEvent, queueName } from '../edge/flow-event.ts';

export const environment = z.object({ ...variables.table, ...variables.keys });

export const request = flowEvent(
  z.object({
    /** `arrival` before the queue, `waiting` from within it: the latter proves that the contact is queued. */
    purpose: z.enum(['arrival', 'waiting']),
    queue: queueName,
    channel: channelName,
    metrics: z.enum(['known', 'unknown']),
    queueSize: figure,
    oldestAgeSeconds: figure,
    agentsStaffed: figure,
    agentsAvailable: figure,
    agentsBusy: figure,
    agentsAfterContactWork: figure,
    ewtSeconds: figure,
  }),
);

export const answer = z.object({
  offer: z.enum(['none', 'callback', 'open-callback']),
  /** Said first; '' says nothing. */
  say: z.string(),
  /** The menu's text when there is an offer. */
  ask: z.string(),
  reason: z.string(),
  /** '' when no bound was told. */
  toldBoundSeconds: z.string(),
  /** What the agent is shown of the customer's journey; '' when nothing is known. */
  journey: z.string(),
  repeat: z.enum(['yes', 'no']),
  /** Whether this contact is served before others of its queue. */
  priority: z.enum(['raised', 'usual']),
  /** Whether it is kept for an agent at first, and Connect's id of whom; '' when for nobody. */
  prefer: z.enum(['agent', 'anybody']),
  agentId: z.string(),
});

export type QuoteRequest = z.output<typeof request>;
export type QuoteAnswer = z.output<typeof answer>;

/** The caller is simply queued. */
export const safeAnswer: QuoteAnswer = {
  offer: 'none',
  say: '',
  ask: '',
  reason: 'fault',
  toldBoundSeconds: '',
  journey: '',
  repeat: 'no',
  priority: 'usual',
  prefer: 'anybody',
  agentId: '',
};
