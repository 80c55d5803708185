import { type Instant, secondsBetween } from '../time/units.ts';
import { AgentsSeen } from './agentsSeen.ts';
import type { ContactFact } from './contactFact.ts';
import { overtakingPerSecond } from './overtaking.ts';
import { hourOf } from './queueState.ts';
import type { QuoteFact } from './quoteFact.ts';
import type { Scene } from './rivals.ts';

/** One contact of a log that asked for an agent. */
export interface LoggedContact {
  readonly contactId: string;
  readonly queue: string;
  readonly queuedAt: Instant;
  readonly answeredAt: Instant | undefined;
  readonly endedAt: Instant | undefined;
  readonly agentId: string | undefined;
  /** 1 is served first. @default all alike */
  readonly priority?: number | undefined;
  /** The moment by which it stands in line among its priority. @default queuedAt */
  readonly rankedAt?: Instant | undefined;
  /** Connect's own estimate when it joined. @default unknown */
  readonly ewtSeconds?: number | undefined;
}

/** A logged contact on its way, with what it was quoted. */
export interface Passage extends LoggedContact {
  readonly leftQueueAt: Instant;
  quotes: QuoteFact[];
}

const refreshSeconds = 900;
const longestWindowSeconds = 4 * 3600;
const mostFacts = 1500;
const mostAnsweredWaits = 300;

interface QueueSeen {
  recent: Passage[];
  /** Waits that ended with an agent, the latest last; those who did not have to wait left out. */
  answeredWaits: number[];
  lastAnsweredWaitSeconds: number | undefined;
  sharing: Map<string, number>;
  sharingDueAt: Instant;
}

/**
 * The queues of a log as they stood at a moment: who was waiting, who had been answered, which agents had been seen at
 * work. Only ever moved forward, and nothing is known before its time.
 */
export class LoggedLine {
  #waiting: Passage[] = [];
  #inService: Passage[] = [];
  readonly #agents = new AgentsSeen();
  readonly #queues = new Map<string, QueueSeen>();

  /** What has happened until `at` is known from now on. */
  moveTo(at: Instant): void {
    const left = this.#waiting.filter((passage) => passage.leftQueueAt <= at);
    if (left.length > 0) this.#waiting = this.#waiting.filter((passage) => passage.leftQueueAt > at);
    for (const passage of left.sort((one, other) => one.leftQueueAt - other.leftQueueAt)) this.#leave(passage);
    const ended = this.#inService.filter((passage) => endOf(passage) <= at);
    if (ended.length === 0) return;
    this.#inService = this.#inService.filter((passage) => endOf(passage) > at);
    for (const passage of ended) {
      if (passage.agentId === undefined) this.#agents.forget(passage.contactId);
      else this.#agents.finished(passage.agentId, endOf(passage));
    }
  }

  join(passage: Passage): void {
    this.#waiting.push(passage);
    this.#queue(passage.queue).recent.push(passage);
  }

  #leave(passage: Passage): void {
    if (passage.answeredAt === undefined) return;
    const queue = this.#queue(passage.queue);
    const waited = secondsBetween(passage.queuedAt, passage.leftQueueAt);
    queue.lastAnsweredWaitSeconds = waited;
    if (waited > 0) queue.answeredWaits.push(waited);
    if (queue.answeredWaits.length > mostAnsweredWaits) queue.answeredWaits.shift();
    this.#agents.answered(passage.agentId ?? passage.contactId, passage.queue, passage.leftQueueAt);
    this.#inService.push(passage);
  }

  #queue(name: string): QueueSeen {
    const known = this.#queues.get(name);
    if (known) return known;
    const made: QueueSeen = {
      recent: [],
      answeredWaits: [],
      lastAnsweredWaitSeconds: undefined,
      sharing: new Map(),
      sharingDueAt: 0 as Instant,
    };
    this.#queues.set(name, made);
    return made;
  }

  /** What `contact` finds on joining at `at`; it has just found nobody free. */
  sceneFor(contact: Passage, at: Instant): Scene {
    const queue = this.#queue(contact.queue);
    if (at >= queue.sharingDueAt) {
      queue.sharing = this.#agents.sharesWith(contact.queue);
      queue.sharingDueAt = (at + 1000 * refreshSeconds) as Instant;
    }
    const before = this.#waiting.filter((other) => isBefore(other, contact));
    const agents = this.#agents.atWork(contact.queue, at);
    const { answeredWaits } = queue;
    return {
      state: {
        ahead: before
          .filter((other) => other.queue === contact.queue)
          .sort((one, other) => (isBefore(one, other) ? -1 : 1))
          .map((other) => ({ elapsedSeconds: secondsBetween(other.queuedAt, at), holdsCallback: false })),
        aheadBeyond: 0,
        sharedAhead: before
          .filter((other) => other.queue !== contact.queue)
          .reduce((total, other) => total + (queue.sharing.get(other.queue) ?? 0), 0),
        agents: { staffed: agents, available: 0, busy: agents },
        contactsPerAgent: 1,
        hour: hourOf(at),
        overtakingPerSecond: overtaking(queue.recent, contact, at),
      },
      lastAnsweredWaitSeconds: queue.lastAnsweredWaitSeconds,
      averageWaitSeconds:
        answeredWaits.length > 0
          ? answeredWaits.reduce((total, wait) => total + wait, 0) / answeredWaits.length
          : undefined,
      ewtSeconds: contact.ewtSeconds,
    };
  }

  /** The queue's last contacts as they stand at `at`. */
  factsOf(queue: string, at: Instant): ContactFact[] {
    const seen = this.#queue(queue);
    seen.recent = seen.recent
      .filter((passage) => secondsBetween(passage.queuedAt, at) <= longestWindowSeconds || endOf(passage) > at)
      .slice(-mostFacts);
    return seen.recent.map((passage) => factAt(passage, at));
  }
}

const endOf = (passage: Passage): Instant => passage.endedAt ?? passage.leftQueueAt;

function isBefore(one: LoggedContact, other: LoggedContact): boolean {
  const [first, second] = [one.priority ?? 5, other.priority ?? 5];
  return first === second ? (one.rankedAt ?? one.queuedAt) <= (other.rankedAt ?? other.queuedAt) : first < second;
}

/** Per second, those who join its queue and would be taken before it. */
function overtaking(recent: readonly Passage[], contact: Passage, at: Instant): number {
  const [first] = recent;
  if (contact.priority === undefined || !first) return 0;
  const before = recent.filter((other) => (other.priority ?? 5) < (contact.priority ?? 5));
  return overtakingPerSecond(
    before.map(({ queuedAt }) => queuedAt),
    at,
    first.queuedAt,
  );
}

/** The passage as it stands at `at`: nothing of what happens later. */
export function factAt(passage: Passage, at: Instant): ContactFact {
  const left = passage.leftQueueAt <= at;
  const served = left && passage.answeredAt !== undefined;
  const ended = passage.endedAt !== undefined && passage.endedAt <= at;
  return {
    queuedAt: passage.queuedAt,
    quotes: passage.quotes,
    heldUntil: left ? passage.leftQueueAt : at,
    heldEnd: !left ? 'waiting' : served ? 'answered' : 'abandoned',
    servedAt: served ? passage.leftQueueAt : null,
    handleSeconds: served && ended ? secondsBetween(passage.leftQueueAt, endOf(passage)) : null,
  };
}
