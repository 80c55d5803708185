import * as z from 'zod/mini';
import { variables } from '../edge/environment.ts';
import { flowEvent, optionalText, queueName } from '../edge/flow-event.ts';

export const environment = z.object({ ...variables.table, ...variables.keys, ...variables.instance });

export const request = flowEvent(
  z.object({
    /** `confirm` and, on a call we placed, `cancel` come from the outbound flow; the others from a caller. */
    choice: z.enum(['callback', 'decline', 'keep', 'live', 'cancel', 'confirm']),
    queue: z.optional(queueName),
    channel: z._default(z.enum(['voice', 'chat']), 'voice'),
    when: z._default(z.enum(['now', 'next-opening']), 'now'),
    /** What was keyed in; empty: the caller's own number. */
    number: optionalText,
  }),
);

export const answer = z.object({
  result: z.enum([
    'accepted',
    'need-number',
    'declined',
    'kept',
    'live',
    'cancelled',
    'unavailable',
    /** To the outbound flow: on to the agents, or hang up. */
    'queue',
    'end',
  ]),
  say: z.string(),
  /** E.164 for UpdateContactCallbackNumber; '' unless accepted natively. */
  number: z.string(),
  /** `native`: the flow creates Connect's callback contact. `ledger`: nothing more to do, the dialler calls. */
  place: z.enum(['native', 'ledger']),
});

export type TakeOfferRequest = z.output<typeof request>;
export type TakeOfferAnswer = z.output<typeof answer>;

/** Nothing was promised: the flow goes on to the queue. */
export const safeAnswer: TakeOfferAnswer = { result: 'unavailable', say: '', number: '', place: 'ledger' };
