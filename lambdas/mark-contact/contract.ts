import * as z from 'zod/mini';
import { variables } from '../edge/environment.ts';
import { flowEvent, optionalText } from '../edge/flow-event.ts';

export const environment = z.object({
  ...variables.table,
  ...variables.keys,
  ...variables.instance,
  ...variables.webDesk,
});

/** Pressed by an agent, in the flow of the quick connect; the contact before this one is the customer's. */
export const request = flowEvent(
  z.object({
    do: z.enum(['solved', 'not-yet', 'promise', 'allow']),
    /** With `promise`: by when the customer is called. */
    by: z._default(z.enum(['half-hour', 'two-hours', 'tomorrow']), 'half-hour'),
    /** With `allow`: the allowance's name in settings, and the number of a reason, from 1. */
    allowance: optionalText,
    reason: optionalText,
  }),
);

export const answer = z.object({
  result: z.enum(['done', 'needs-reason', 'refused']),
  /** For the agent's ear. */
  say: z.string(),
});

export type MarkRequest = z.output<typeof request>;
export type MarkAnswer = z.output<typeof answer>;
