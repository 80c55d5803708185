import * as z from 'zod/mini';
import { variables } from '../edge/environment.ts';
import { flowEvent } from '../edge/flow-event.ts';

export const environment = z.object({ ...variables.table });

export const request = flowEvent(z.nullish(z.record(z.string(), z.unknown())));

export const answer = z.object({
  /** `go` to the queue, or `end` a contact that is a duplicate, cancelled or unknown to the ledger. */
  bind: z.enum(['go', 'end']),
  reason: z.string(),
  /** The queue's name in settings, and its ARN where the directory has it; '' with `end`. */
  queue: z.string(),
  queueArn: z.string(),
  /** What the agent is shown of the customer's journey; '' when nothing is known. */
  journey: z.string(),
  repeat: z.enum(['yes', 'no']),
});

export type BindRequest = z.output<typeof request>;
export type BindAnswer = z.output<typeof answer>;
