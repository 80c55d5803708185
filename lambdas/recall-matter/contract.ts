import * as z from 'zod/mini';
import { variables } from '../edge/environment.ts';
import { flowEvent, queueName } from '../edge/flow-event.ts';

export const environment = z.object({ ...variables.table, ...variables.keys });

export const request = flowEvent(
  z.object({
    /** Those the number's menu leads to, in the menu's order. */
    queues: z.pipe(
      z.pipe(
        z.string(),
        z.transform((text) => text.split(' ')),
      ),
      z.array(queueName).check(z.minLength(2), z.maxLength(9)),
    ),
  }),
);

export const answer = z.object({
  /** `ask` whether the call is about it again; `assume` so unless the caller says otherwise; `none` is known. */
  matter: z.enum(['ask', 'assume', 'none']),
  /** The queue that had the matter last, and its name aloud; '' with `none`. */
  queue: z.string(),
  spokenName: z.string(),
});

export type RecallRequest = z.output<typeof request>;
export type RecallAnswer = z.output<typeof answer>;

/** The caller hears the menu. */
export const safeAnswer: RecallAnswer = { matter: 'none', queue: '', spokenName: '' };
