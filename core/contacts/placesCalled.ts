import type { CalledPlace } from '../prediction/callbackEffort.ts';
import type { ContactRow } from '../rows/contact.ts';
import { secondsBetween } from '../time/units.ts';
import { isOutbound } from './derive.ts';

/** An agent was there and the customer was not: whatever the agent did meanwhile was no contact. */
export const isUnansweredCall = (row: ContactRow): boolean => isOutbound(row) && row.customerAnsweredAt === undefined;

/** Of `rows` the callbacks that kept their places and came to an agent, each once it is over. */
export const placesCalled = (rows: readonly ContactRow[]): CalledPlace[] =>
  rows.flatMap((row) => {
    const overAt = row.completedAt ?? row.endedAt;
    if (!isOutbound(row) || row.keepsPlaceSince === undefined || row.answeredAt === undefined) return [];
    if (overAt === undefined) return [];
    return [{ overAt, unanswered: isUnansweredCall(row), agentSeconds: secondsBetween(row.answeredAt, overAt) }];
  });
