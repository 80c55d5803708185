import { errors, when } from './blocks.ts';
import type { BlockOf, Reference } from './flow.ts';
import { onward } from './flow.ts';

/** The blocks of a step-by-step guide: a page beside the contact an agent has taken. */

/** What the agent sees beside the contact once they have taken it. Without the hook they see its attributes all the same. */
export const guideAgent = (flow: Reference, next: string = onward): BlockOf<'UpdateContactEventHooks'> => ({
  type: 'UpdateContactEventHooks',
  parameters: { EventHooks: { DefaultAgentUI: flow } },
  transitions: { NextAction: next, ...errors({ NoMatchingError: next }) },
});

/** A page in the agent's workspace, with a button that closes it: only in the chat contact that Connect makes for a guide. */
export const showView = (
  view: Reference,
  data: Readonly<Record<string, unknown>>,
  { limitSeconds, closed }: { limitSeconds: number; closed: string },
): BlockOf<'ShowView'> => ({
  type: 'ShowView',
  parameters: { ViewResource: { Id: view }, InvocationTimeLimitSeconds: String(limitSeconds), ViewData: data },
  transitions: {
    NextAction: closed,
    ...errors({ NoMatchingCondition: closed, NoMatchingError: closed, TimeLimitExceeded: closed }),
    ...when('Equals', { Back: closed }),
  },
});
