import type { Instant, Seconds } from '../time/units.ts';

/** Somebody who is served before the contact in question. */
export interface CallerAhead {
  /** How long they have waited so far. */
  readonly elapsedSeconds: Seconds;
  /** A place kept by a callback: nobody is on the line, so nobody loses patience. */
  readonly holdsCallback: boolean;
}

/** Agents as Connect's current metrics give them for one queue. */
export interface ServingAgents {
  readonly staffed: number;
  readonly available: number;
  /** On contact or in after-contact work. */
  readonly busy: number;
}

/** A change of staffing that the shift plan foretells. */
export interface PlannedStaffing {
  readonly inSeconds: Seconds;
  readonly agents: number;
}

/** The queue as one contact finds it: all that is known, and nothing that happens later. */
export interface QueueState {
  /** Head of the queue first: the page of waiting entries that rank before this contact. */
  readonly ahead: readonly CallerAhead[];
  /** Further contacts ahead that the page did not show. */
  readonly aheadBeyond: number;
  /** Undefined when the metrics are unknown, which is never the same as zero. */
  readonly agents: ServingAgents | undefined;
  /** 1 for voice; for chat the concurrency of the agents. */
  readonly contactsPerAgent: number;
  /**
   * Contacts waiting in other queues that agents of this one will take first, each counted with the share of its queue's
   * contacts that such agents take. @default agents are not shared
   */
  readonly sharedAhead?: number;
  /** Hour of the day in UTC, 0 to 24 with its fraction. @default noon */
  readonly hour?: number;
  /** Arrivals of contacts that will be taken before this one, per second. @default none */
  readonly overtakingPerSecond?: number;
  /** Changes of staffing ahead, earliest first. @default staffing stays as it is */
  readonly plan?: readonly PlannedStaffing[];
}

/** Of the day in UTC, with its fraction: what follows the center's own clock follows this one as well. */
export const hourOf = (at: Instant): number => (at % 86_400_000) / 3_600_000;
