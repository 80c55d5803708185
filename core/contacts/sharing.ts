import { AgentsSeen } from '../prediction/agentsSeen.ts';
import type { Sharing } from '../prediction/sharedQueues.ts';
import type { ContactRow } from '../rows/contact.ts';

/** For each queue of one channel, the share of every other queue's contacts that its agents take: from who answered what. */
export function sharingAmong(contactsByQueue: ReadonlyMap<string, readonly ContactRow[]>): Map<string, Sharing> {
  const answered = [...contactsByQueue]
    .flatMap(([queue, contacts]) =>
      contacts.flatMap(({ agentId, answeredAt }) =>
        agentId === undefined || answeredAt === undefined ? [] : [{ queue, agentId, answeredAt }],
      ),
    )
    .sort((one, other) => one.answeredAt - other.answeredAt);
  const agents = new AgentsSeen();
  for (const { agentId, queue, answeredAt } of answered) agents.answered(agentId, queue, answeredAt);
  return new Map(
    [...contactsByQueue.keys()].map((queue) => {
      const shares = [...agents.sharesWith(queue)].filter(([other, share]) => other !== queue && share > 0);
      return [queue, Object.fromEntries(shares)];
    }),
  );
}
