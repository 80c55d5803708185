import type { Channel } from '../contacts/channel.ts';
import type { Instant } from '../time/units.ts';
import { createSortedList } from './sortedList.ts';

/** Connect's priorities go from 1, served first, to 10. */
export const HIGHEST_PRIORITY = 1;
export const DEFAULT_PRIORITY = 5;
export const LOWEST_PRIORITY = 10;

export interface WaitingContact {
  readonly contactId: string;
  readonly queue: string;
  readonly channel: Channel;
  readonly enqueuedAt: Instant;
  /** 1 to 10; less is served first, whatever the age. */
  readonly priority: number;
  /**
   * What age is reckoned from: when it was queued, less what its age was adjusted by; for a callback that keeps its
   * place the start of the first call.
   */
  readonly rankAt: Instant;
  /** Offered to none but these agents until then. */
  readonly keptFor?: { readonly agentIds: readonly string[]; readonly until: Instant };
}

/** Whether this agent may be offered the contact now, as far as it is kept for somebody. */
export const isFor = ({ keptFor }: WaitingContact, agentId: string, now: Instant): boolean =>
  keptFor === undefined || keptFor.until <= now || keptFor.agentIds.includes(agentId);

/** Negative when `a` is served before `b`: by priority, then by age; the id decides between equals, so that every run agrees. */
export function compareRank(a: WaitingContact, b: WaitingContact): number {
  return a.priority - b.priority || a.rankAt - b.rankAt || compareIds(a, b);
}

const compareAge = (a: WaitingContact, b: WaitingContact): number => a.enqueuedAt - b.enqueuedAt || compareIds(a, b);

function compareIds(a: WaitingContact, b: WaitingContact): number {
  if (a.contactId === b.contactId) return 0;
  return a.contactId < b.contactId ? -1 : 1;
}

/** The contacts of one queue and channel. One that is being offered to an agent still waits, but is offered to nobody else. */
export interface WaitingLine {
  /** All that wait, being offered or not. */
  readonly size: number;
  add(contact: WaitingContact): void;
  remove(contact: WaitingContact): void;
  reserve(contact: WaitingContact): void;
  release(contact: WaitingContact): void;
  isReserved(contact: WaitingContact): boolean;
  /** The one this agent serves next among those that have waited `delaySeconds` by `now` and are not being offered. */
  next(now: Instant, delaySeconds: number, agentId: string): WaitingContact | undefined;
  /** 1 for the one to be served next; contacts being offered come before. Undefined when it does not wait here. */
  position(contact: WaitingContact): number | undefined;
  /** Since when the one waiting longest has been waiting. */
  oldestEnqueuedAt(): Instant | undefined;
  /** Those not being offered, first to be served first. */
  inOrder(): Iterable<WaitingContact>;
}

export function createWaitingLine(): WaitingLine {
  const byRank = createSortedList(compareRank);
  const byAge = createSortedList(compareAge);
  const reserved = new Set<string>();

  return {
    get size() {
      return byAge.size;
    },
    add(contact) {
      byRank.add(contact);
      byAge.add(contact);
    },
    remove(contact) {
      byAge.remove(contact);
      if (!reserved.delete(contact.contactId)) byRank.remove(contact);
    },
    reserve(contact) {
      if (byRank.remove(contact)) reserved.add(contact.contactId);
    },
    release(contact) {
      if (reserved.delete(contact.contactId)) byRank.add(contact);
    },
    isReserved: (contact) => reserved.has(contact.contactId),
    next(now, delaySeconds, agentId) {
      const first = byRank.first();
      if (first === undefined) return undefined;
      if (delaySeconds <= 0) return isFor(first, agentId, now) ? first : byRank.find((one) => isFor(one, agentId, now));
      const queuedBy = now - delaySeconds * 1000;
      const oldest = byAge.first();
      if (oldest === undefined || oldest.enqueuedAt > queuedBy) return undefined;
      return byRank.find((contact) => contact.enqueuedAt <= queuedBy && isFor(contact, agentId, now));
    },
    position(contact) {
      if (reserved.has(contact.contactId)) return 1;
      const index = byRank.indexOf(contact);
      return index < 0 ? undefined : reserved.size + index + 1;
    },
    oldestEnqueuedAt: () => byAge.first()?.enqueuedAt,
    inOrder: () => byRank,
  };
}
