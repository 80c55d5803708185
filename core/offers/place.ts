import { plannedStaffing } from '../prediction/plannedStaffing.ts';
import { type CallerAhead, hourOf, type QueueState, type ServingAgents } from '../prediction/queueState.ts';
import type { WaitingEntry, WaitingPage } from '../rows/contact.ts';
import type { PlanExtract } from '../staffing/freeSlots.ts';
import { addSeconds, type Instant, type Seconds, seconds, secondsBetween } from '../time/units.ts';

/** Connect's queue size is 5–10 s old, our index seconds behind: entries younger than this may be missing from either. */
const freshSeconds = seconds(15);

export interface PlaceSituation {
  now: Instant;
  page: WaitingPage;
  contactId: string;
  /** The contact's own place; undefined: it would join at the end. */
  ownRank: string | undefined;
  /** Connect's count of contacts in the queue; undefined: unknown. */
  queueSize: number | undefined;
  agents: ServingAgents | undefined;
  contactsPerAgent: number;
  /** Contacts of other queues that agents of this one will take first. @default none */
  sharedAhead?: number;
  /** Contacts that come and are taken before this one, per second. @default none */
  overtakingPerSecond?: number | undefined;
  /** The shift plan of this queue. @default staffing stays as it is */
  plan?: PlanExtract | undefined;
}

/**
 * The queue as this contact finds it: the entries ahead of it, put right by Connect's own count. Entries that Connect
 * does not count are ghosts whose end was never told, and the oldest of them go first; contacts that Connect counts
 * and we do not see are somewhere in the queue, ahead of one that joins at the end.
 */
export function placeInQueue(situation: PlaceSituation): QueueState {
  const { now, contactId, ownRank, queueSize } = situation;
  const entries = situation.page.entries.filter((entry) => entry.contactId !== contactId && isLive(entry, now));
  let ahead = ownRank === undefined ? entries : entries.filter((entry) => entry.rank < ownRank);
  let aheadBeyond = 0;
  if (queueSize !== undefined) {
    // Within the queue Connect counts this contact too.
    const others = Math.max(0, queueSize - (ownRank === undefined ? 0 : 1));
    const fresh = entries.filter((entry) => isFresh(entry, now)).length;
    const ghosts = situation.page.more ? 0 : entries.length - fresh - others;
    if (ghosts > 0) ahead = ahead.slice(Math.min(ghosts, ahead.length));
    const unseen = Math.max(0, others - entries.length);
    const share = ownRank === undefined ? 1 : entries.length === 0 ? 0.5 : ahead.length / entries.length;
    aheadBeyond = Math.round(unseen * share);
  }
  return {
    ahead: ahead.map((entry): CallerAhead => callerOf(entry, now)),
    aheadBeyond,
    agents: situation.agents,
    contactsPerAgent: situation.contactsPerAgent,
    sharedAhead: situation.sharedAhead ?? 0,
    hour: hourOf(now),
    overtakingPerSecond: situation.overtakingPerSecond ?? 0,
    plan: plannedStaffing(situation.plan, now, servingNow(situation.agents)),
  };
}

const servingNow = (agents: ServingAgents | undefined): number =>
  agents ? Math.min(agents.staffed, agents.available + agents.busy) : 0;

/** A provisional entry that nobody confirmed in time is nobody. */
export const isLive = (entry: WaitingEntry, now: Instant): boolean =>
  entry.queuedAt !== undefined || (entry.provisionalUntil !== undefined && entry.provisionalUntil > now);

const isFresh = (entry: WaitingEntry, now: Instant): boolean =>
  (entry.queuedAt ?? entry.rankAt) > addSeconds(now, seconds(-freshSeconds));

function callerOf(entry: WaitingEntry, now: Instant): CallerAhead {
  const elapsedSeconds = Math.max(0, secondsBetween(entry.rankAt, now)) as Seconds;
  return { elapsedSeconds, holdsCallback: entry.keepsPlaceSince !== undefined };
}
