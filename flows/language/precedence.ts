import type { Path } from './action.ts';
import type { BlockOf } from './flow.ts';
import { onward } from './flow.ts';

/** The blocks that say who is served before others, and by whom. */

/** 1 is served first; Connect's default is 5. To be set before the contact is queued: afterwards it takes a minute or more. */
export const givePriority = (priority: number): BlockOf<'UpdateContactRoutingBehavior'> => ({
  type: 'UpdateContactRoutingBehavior',
  parameters: { QueuePriority: String(priority) },
  transitions: { NextAction: onward },
});

/** For so many seconds from being queued only this agent is offered the contact, then any agent of the queue. */
export const preferAgent = (
  agentId: Path,
  forSeconds: number,
  { next = onward, onError }: { next?: string; onError: string },
): BlockOf<'UpdateContactRoutingCriteria'> => ({
  type: 'UpdateContactRoutingCriteria',
  parameters: {
    RoutingCriteria: {
      Steps: [
        {
          Expression: {
            AttributeCondition: {
              ComparisonOperator: 'Match',
              MatchCriteria: { AgentsCriteria: { AgentIds: [agentId] } },
            },
          },
          Expiry: { DurationInSeconds: String(forSeconds) },
        },
      ],
    },
  },
  transitions: { NextAction: next, Errors: [{ NextAction: onError, ErrorType: 'NoMatchingError' }] },
});
