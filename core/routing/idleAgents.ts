import { type Channel, channels } from '../contacts/channel.ts';
import type { Instant } from '../time/units.ts';
import { createSortedList, type SortedList } from './sortedList.ts';

/** What agents with this profile serve, and how much of it at a time. */
export interface RoutingProfile {
  readonly id: string;
  /** Contacts at a time; 0, or not named: none of that channel. */
  readonly concurrency: Readonly<Partial<Record<Channel, number>>>;
  /** Channels during which contacts of another channel may come as well. */
  readonly whileOn: readonly Channel[];
  readonly queues: readonly ServedQueue[];
}

export interface ServedQueue {
  readonly queue: string;
  readonly channel: Channel;
  /** Less is served first, whatever its contacts' own priority. */
  readonly priority: number;
  /** How long a contact waits for others before these agents get it. */
  readonly delaySeconds: number;
}

export interface RoutedAgent {
  readonly agentId: string;
  readonly profile: RoutingProfile;
  readonly routable: boolean;
  /** Since they became available, or last took or ended a contact. */
  readonly idleSince: Instant;
  /** Contacts at hand, ringing and after-contact work included. */
  readonly load: Readonly<Record<Channel, number>>;
}

export function hasRoomFor(agent: RoutedAgent, channel: Channel): boolean {
  if (!agent.routable || agent.load[channel] >= (agent.profile.concurrency[channel] ?? 0)) return false;
  const { load, profile } = agent;
  return channels.every((other) => other === channel || load[other] === 0 || profile.whileOn.includes(other));
}

/** Longest idle first. */
function compareIdleness(a: RoutedAgent, b: RoutedAgent): number {
  if (a.idleSince !== b.idleSince) return a.idleSince - b.idleSince;
  if (a.agentId === b.agentId) return 0;
  return a.agentId < b.agentId ? -1 : 1;
}

/** Who has room, per profile and channel. Agents are values: a change replaces one. */
export interface IdleAgents {
  put(agent: RoutedAgent): void;
  remove(agent: RoutedAgent): void;
  longestIdle(profileId: string, channel: Channel): RoutedAgent | undefined;
}

export function createIdleAgents(): IdleAgents {
  const lists = new Map<string, SortedList<RoutedAgent>>();

  function list(profileId: string, channel: Channel): SortedList<RoutedAgent> {
    const key = `${profileId}#${channel}`;
    let found = lists.get(key);
    if (found === undefined) {
      found = createSortedList(compareIdleness);
      lists.set(key, found);
    }
    return found;
  }

  return {
    put(agent) {
      for (const channel of channels) {
        if (hasRoomFor(agent, channel)) list(agent.profile.id, channel).add(agent);
      }
    },
    remove(agent) {
      for (const channel of channels) {
        if (hasRoomFor(agent, channel)) list(agent.profile.id, channel).remove(agent);
      }
    },
    longestIdle: (profileId, channel) => list(profileId, channel).first(),
  };
}
