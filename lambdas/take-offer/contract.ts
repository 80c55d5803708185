import * as z from 'zod/mini';
import { variables } from '../edge/environment.ts';
import { channelName, flowEvent, optionalText, queueName } from '../edge/flow-event.ts';

export const environment = z.object({
  ...variables.table,
  ...variables.keys,
  ...variables.instance,
  ...variables.webDesk,
});

export const request = flowEvent(
  z.object({
    /**
     * `confirm`, `opt-out` and, on a call we placed, `cancel` come from the outbound flow; the others from a caller.
     * `name-window` asks for a time that suits, the first or the one after `window`; `callback` and `change-time` take it.
     */
    choice: z.enum([
      'callback',
      'decline',
      'name-window',
      'keep',
      'live',
      'cancel',
      'change-time',
      'change-number',
      'confirm',
      'opt-out',
      'text',
      'email',
    ]),
    queue: z.optional(queueName),
    channel: z._default(channelName, 'voice'),
    when: z._default(z.enum(['now', 'next-opening', 'window']), 'now'),
    /** Start of the window last named, as it was answered. */
    window: optionalText,
    /** What was keyed in; empty: the caller's own number. */
    number: optionalText,
    /** With `email` to somebody who wrote: when they have an answer, as quote-wait says it. */
    say: optionalText,
  }),
);

export const answer = z.object({
  result: z.enum([
    'accepted',
    'need-number',
    /** A window is named: to be taken, or a later one asked for. */
    'window',
    'declined',
    /** A text is on its way; the caller holds. */
    'sent',
    'kept',
    'live',
    'cancelled',
    'unavailable',
    /** To the outbound flow: on to the agents, or hang up. */
    'queue',
    'end',
  ]),
  say: z.string(),
  /** The menu's text with `window`. */
  ask: z.string(),
  /** Start of the window in question, to be handed back as it is; '' without one. */
  window: z.string(),
  /** E.164 for UpdateContactCallbackNumber; '' unless accepted natively. */
  number: z.string(),
  /** `native`: the flow creates Connect's callback contact. `ledger`: nothing more to do, the dialler calls. */
  place: z.enum(['native', 'ledger']),
});

export type TakeOfferRequest = z.output<typeof request>;
export type TakeOfferAnswer = z.output<typeof answer>;

/** Nothing was promised: the flow goes on to the queue. */
export const safeAnswer: TakeOfferAnswer = {
  result: 'unavailable',
  say: '',
  ask: '',
  window: '',
  number: '',
  place: 'ledger',
};
