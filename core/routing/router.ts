import { type Channel, perChannel } from '../contacts/channel.ts';
import type { Instant } from '../time/units.ts';
import { createIdleAgents, hasRoomFor, type RoutedAgent, type RoutingProfile } from './idleAgents.ts';
import { compareRank, createWaitingLine, type WaitingContact, type WaitingLine } from './waitingLine.ts';

/**
 * Who is next for whom, as Connect routes: an agent gets, among the queues of their profile, the one of least profile
 * priority that has a contact past the profile's delay; within it (and among queues of equal priority) contacts go by
 * their own priority, then by age. A contact goes to the agent who has been idle longest.
 *
 * It decides and keeps the books; taking a contact from the line or giving it to an agent is the caller's to say.
 * Source: Connect Administrator Guide, "How routing works", "Queues priority and delay".
 */
export interface Router {
  /** Agents that have the profile already get the new one. */
  setProfile(profile: RoutingProfile): void;
  profiles(): readonly RoutingProfile[];
  /** Makes the agent, or moves them to another profile. Throws RangeError on an unknown one. */
  setAgent(agentId: string, profileId: string, at: Instant): void;
  removeAgent(agentId: string): void;
  agent(agentId: string): RoutedAgent | undefined;
  /** Whether the agent may be offered contacts. Idleness is counted from here. */
  setRoutable(agentId: string, routable: boolean, at: Instant): void;
  /** A contact takes one of the agent's places, from ringing to the end of after-contact work. */
  occupy(agentId: string, channel: Channel, at: Instant): void;
  vacate(agentId: string, channel: Channel, at: Instant): void;

  enqueue(contact: WaitingContact): void;
  /** Undefined when it did not wait. */
  dequeue(contactId: string): WaitingContact | undefined;
  waiting(contactId: string): WaitingContact | undefined;
  rerank(contactId: string, rank: { priority: number; rankAt: Instant }): void;
  /** It is being offered: it keeps its place and is offered to nobody else until `release`. */
  reserve(contactId: string): void;
  release(contactId: string): void;

  /** The contact this agent should be offered now. */
  nextFor(agentId: string, now: Instant): WaitingContact | undefined;
  /** The agent this contact should be offered to now. */
  agentFor(contactId: string, now: Instant): string | undefined;
  line(queue: string, channel: Channel): WaitingLine;
  /** The delays above 0 after which further agents may get contacts of this queue, in seconds. */
  delaysOf(queue: string, channel: Channel): readonly number[];
}

export function createRouter(): Router {
  const profiles = new Map<string, RoutingProfile>();
  const agents = new Map<string, RoutedAgent>();
  const idle = createIdleAgents();
  const lines = new Map<string, WaitingLine>();
  const contacts = new Map<string, WaitingContact>();

  function line(queue: string, channel: Channel): WaitingLine {
    const key = `${queue}#${channel}`;
    let found = lines.get(key);
    if (found === undefined) {
      found = createWaitingLine();
      lines.set(key, found);
    }
    return found;
  }

  function replace(agent: RoutedAgent, changes: Partial<RoutedAgent>): void {
    const changed = { ...agent, ...changes };
    idle.remove(agent);
    agents.set(agent.agentId, changed);
    idle.put(changed);
  }

  function known(agentId: string): RoutedAgent {
    const agent = agents.get(agentId);
    if (agent === undefined) throw new RangeError(`no agent ${agentId}`);
    return agent;
  }

  function changeLoad(agentId: string, channel: Channel, by: 1 | -1, at: Instant): void {
    const agent = known(agentId);
    const load = { ...agent.load, [channel]: agent.load[channel] + by };
    if (load[channel] < 0) throw new RangeError(`agent ${agentId} has no ${channel} contact to end`);
    replace(agent, { load, idleSince: at });
  }

  function nextFor(agentId: string, now: Instant): WaitingContact | undefined {
    const agent = known(agentId);
    let best: WaitingContact | undefined;
    let bestPriority = Number.POSITIVE_INFINITY;
    for (const { queue, channel, priority, delaySeconds } of agent.profile.queues) {
      if (priority > bestPriority || !hasRoomFor(agent, channel)) continue;
      const candidate = line(queue, channel).next(now, delaySeconds, agentId);
      if (candidate === undefined) continue;
      if (priority < bestPriority || best === undefined || compareRank(candidate, best) < 0) best = candidate;
      bestPriority = priority;
    }
    return best;
  }

  function agentFor(contactId: string, now: Instant): string | undefined {
    const contact = contacts.get(contactId);
    if (contact === undefined) return undefined;
    if (contact.keptFor !== undefined && contact.keptFor.until > now) return keptAgentFor(contact, now);
    let best: RoutedAgent | undefined;
    for (const profile of profiles.values()) {
      const candidate = serves(profile, contact, now) ? idle.longestIdle(profile.id, contact.channel) : undefined;
      if (candidate !== undefined && (best === undefined || candidate.idleSince < best.idleSince)) best = candidate;
    }
    return best?.agentId;
  }

  const serves = (profile: RoutingProfile, contact: WaitingContact, now: Instant): boolean =>
    profile.queues.some(
      ({ queue, channel, delaySeconds }) =>
        queue === contact.queue && channel === contact.channel && contact.enqueuedAt + delaySeconds * 1000 <= now,
    );

  function keptAgentFor(contact: WaitingContact, now: Instant): string | undefined {
    const known = (contact.keptFor?.agentIds ?? []).flatMap((agentId) => agents.get(agentId) ?? []);
    return known
      .filter((agent) => hasRoomFor(agent, contact.channel) && serves(agent.profile, contact, now))
      .reduce<RoutedAgent | undefined>((best, one) => (best && best.idleSince <= one.idleSince ? best : one), undefined)
      ?.agentId;
  }

  return {
    setProfile(profile) {
      profiles.set(profile.id, profile);
      for (const agent of agents.values()) if (agent.profile.id === profile.id) replace(agent, { profile });
    },
    profiles: () => [...profiles.values()],
    setAgent(agentId, profileId, at) {
      const profile = profiles.get(profileId);
      if (profile === undefined) throw new RangeError(`no routing profile ${profileId}`);
      const agent = agents.get(agentId);
      if (agent !== undefined) return replace(agent, { profile });
      agents.set(agentId, { agentId, profile, routable: false, idleSince: at, load: perChannel(() => 0) });
    },
    removeAgent(agentId) {
      const agent = agents.get(agentId);
      if (agent === undefined) return;
      idle.remove(agent);
      agents.delete(agentId);
    },
    agent: (agentId) => agents.get(agentId),
    setRoutable: (agentId, routable, at) => replace(known(agentId), { routable, idleSince: at }),
    occupy: (agentId, channel, at) => changeLoad(agentId, channel, 1, at),
    vacate: (agentId, channel, at) => changeLoad(agentId, channel, -1, at),
    enqueue(contact) {
      if (contacts.has(contact.contactId)) throw new RangeError(`${contact.contactId} waits already`);
      contacts.set(contact.contactId, contact);
      line(contact.queue, contact.channel).add(contact);
    },
    dequeue(contactId) {
      const contact = contacts.get(contactId);
      if (contact === undefined) return undefined;
      contacts.delete(contactId);
      line(contact.queue, contact.channel).remove(contact);
      return contact;
    },
    waiting: (contactId) => contacts.get(contactId),
    rerank(contactId, rank) {
      const contact = contacts.get(contactId);
      if (contact === undefined) return;
      const own = line(contact.queue, contact.channel);
      const offered = own.isReserved(contact);
      const changed = { ...contact, ...rank };
      own.remove(contact);
      own.add(changed);
      if (offered) own.reserve(changed);
      contacts.set(contactId, changed);
    },
    reserve(contactId) {
      const contact = contacts.get(contactId);
      if (contact !== undefined) line(contact.queue, contact.channel).reserve(contact);
    },
    release(contactId) {
      const contact = contacts.get(contactId);
      if (contact !== undefined) line(contact.queue, contact.channel).release(contact);
    },
    nextFor,
    agentFor,
    line,
    delaysOf: (queue, channel) => [
      ...new Set(
        [...profiles.values()]
          .flatMap((profile) => profile.queues)
          .filter((served) => served.queue === queue && served.channel === channel && served.delaySeconds > 0)
          .map((served) => served.delaySeconds),
      ),
    ],
  };
}
