import type { RoutedAgent } from '../routing/idleAgents.ts';
import { hasRoomFor } from '../routing/idleAgents.ts';
import { createSortedList, type SortedList } from '../routing/sortedList.ts';
import { compareRank } from '../routing/waitingLine.ts';
import type { TwinContact } from './customers.ts';

/**
 * Places of those who gave up, kept until their turn would have come: a prediction is held to the wait that an endlessly
 * patient customer would have had there, whoever left before it came true.
 */
export interface Ghosts {
  add(contact: TwinContact): void;
  /** The agent has room and is about to take `next`: whoever would have been taken before has had their turn. */
  pass(agent: RoutedAgent, next: TwinContact | undefined): void;
}

export function createGhosts(turn: (contact: TwinContact) => void): Ghosts {
  const lines = new Map<string, SortedList<TwinContact>>();
  const keyOf = (queue: string, channel: string) => `${queue}#${channel}`;
  return {
    add(contact) {
      const key = keyOf(contact.queue, contact.channel);
      let line = lines.get(key);
      if (!line) {
        line = createSortedList<TwinContact>(compareRank);
        lines.set(key, line);
      }
      line.add(contact);
    },
    pass(agent, next) {
      const priority = agent.profile.queues.find(
        (served) => served.queue === next?.queue && served.channel === next.channel,
      )?.priority;
      for (const served of agent.profile.queues) {
        const line = lines.get(keyOf(served.queue, served.channel));
        if (!line || line.size === 0 || !hasRoomFor(agent, served.channel)) continue;
        if (priority !== undefined && served.priority > priority) continue;
        const whole = next === undefined || priority === undefined || served.priority < priority;
        for (let ghost = line.first(); ghost && (whole || compareRank(ghost, next) < 0); ghost = line.first()) {
          line.remove(ghost);
          turn(ghost);
        }
      }
    },
  };
}
