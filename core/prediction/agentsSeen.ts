import { type Instant, secondsBetween } from '../time/units.ts';

/** An agent seen this lately is at work; neither a log nor an event says who is on a break. */
const seenSeconds = 300;
/** An agent serves a queue from whose contacts at least this share of theirs comes. */
const leastShare = 0.05;
/** What an agent took long ago fades, by this at every further contact. */
const fading = 0.98;

interface Agent {
  /** Contacts taken by queue, the older the less they count. */
  readonly taken: Map<string, number>;
  total: number;
  busy: number;
  lastSeenAt: Instant;
}

/** Who answers which queues, learned from who answered what. */
export class AgentsSeen {
  readonly #agents = new Map<string, Agent>();

  answered(agentId: string, queue: string, at: Instant): void {
    const agent = this.#agents.get(agentId) ?? { taken: new Map(), total: 0, busy: 0, lastSeenAt: at };
    this.#agents.set(agentId, agent);
    for (const [name, count] of agent.taken) agent.taken.set(name, count * fading);
    agent.taken.set(queue, (agent.taken.get(queue) ?? 0) + 1);
    agent.total = agent.total * fading + 1;
    agent.busy += 1;
    agent.lastSeenAt = at;
  }

  finished(agentId: string, at: Instant): void {
    const agent = this.#agents.get(agentId);
    if (!agent) return;
    agent.busy -= 1;
    agent.lastSeenAt = at;
  }

  /** Of somebody whose name the log does not tell, the next contact would not be known as theirs. */
  forget(agentId: string): void {
    this.#agents.delete(agentId);
  }

  /** Agents of the queue who are at work at `at`: busy with a contact of any queue, or seen lately. */
  atWork(queue: string, at: Instant): number {
    let count = 0;
    for (const agent of this.#agents.values()) {
      const present = agent.busy > 0 || secondsBetween(agent.lastSeenAt, at) <= seenSeconds;
      if (present && serves(agent, queue)) count += 1;
    }
    return count;
  }

  /** The share of each queue's contacts that agents of `queue` take. */
  sharesWith(queue: string): Map<string, number> {
    const all = new Map<string, number>();
    const ours = new Map<string, number>();
    for (const agent of this.#agents.values()) {
      const here = serves(agent, queue);
      for (const [name, count] of agent.taken) {
        all.set(name, (all.get(name) ?? 0) + count);
        if (here) ours.set(name, (ours.get(name) ?? 0) + count);
      }
    }
    return new Map([...all].map(([name, count]) => [name, (ours.get(name) ?? 0) / count]));
  }
}

const serves = (agent: Agent, queue: string): boolean => (agent.taken.get(queue) ?? 0) >= leastShare * agent.total;
