import { DEFAULT_PRIORITY } from '../routing/waitingLine.ts';
import type { ContactRow, Outcome } from '../rows/contact.ts';
import { intervalKeyOf, waitingKeyOf, waitingRankOf } from '../rows/keys.ts';
import type { Instant } from '../time/units.ts';

/** A call the center placed: a native callback, the dialler's, or an agent's own. */
export function isOutbound(row: ContactRow): boolean {
  const method = row.initiationMethod;
  if (method === undefined) return row.attempt !== undefined;
  // StartChatContact and StartTaskContact report API as well, and theirs are always the customer's.
  return (
    /^(CALLBACK|OUTBOUND|EXTERNAL_OUTBOUND|AGENT_REPLY)/.test(method) ||
    (method === 'API' && row.channel === 'voice') ||
    // A letter of ours.
    (method === 'FLOW' && row.channel === 'email')
  );
}

/**
 * How the wait ended, from the facts alone. An agent's answer outranks everything: a caller who took a callback and was
 * answered the same second was answered. Undefined while the contact is in the menus.
 */
export function outcomeOf(row: ContactRow): Outcome | undefined {
  if (isOutbound(row)) return 'outbound';
  if (row.answeredAt !== undefined) return 'answered';
  switch (row.choice) {
    case 'callback':
    // Rang again with a callback open and left it to that, or rang to take it back: settled with the ledger.
    case 'keep':
    case 'cancel':
      return 'callback';
    case 'move':
      return 'moved';
    case 'hold':
    case 'live':
    case undefined:
      break;
    default:
      return row.choice satisfies never;
  }
  const asked = row.quotedAt !== undefined || row.queuedAt !== undefined;
  if (row.endedAt === undefined) return asked ? 'waiting' : undefined;
  if (!asked) return 'menu-hang-up';
  return row.disconnectReason === 'CONTACT_FLOW_DISCONNECT' ? 'overflowed' : 'abandoned';
}

/** A first quote asked only in the queue (the one before it failed) is no later start of the wait. */
const earlier = (one: Instant | undefined, other: Instant | undefined): Instant | undefined =>
  one === undefined || (other !== undefined && other < one) ? other : one;

/** Whether the outcome can no longer become another one by waiting. */
export const isSettled = (outcome: Outcome | undefined): boolean => outcome !== undefined && outcome !== 'waiting';

/**
 * The row with outcome and index keys as its facts say. Calling it again changes nothing. A waiting entry exists while
 * the contact stands in a queue (or soon will: provisionally, until QUEUED confirms it), and never once it was answered,
 * ended or left for an offer.
 */
export function deriveContact(row: ContactRow): ContactRow {
  const {
    queue: _queue,
    outcome: _outcome,
    askedAt: _askedAt,
    intervalKey: _intervalKey,
    rankAt: _rankAt,
    waitingKey: _waitingKey,
    waitingRank: _waitingRank,
    provisionalUntil,
    ...facts
  } = row;
  const derived: ContactRow = facts;
  const queue = row.queuedQueue ?? row.askedQueue;
  const outcome = outcomeOf(row);
  const askedAt = earlier(row.quotedAt, row.queuedAt);
  if (queue !== undefined) derived.queue = queue;
  if (outcome !== undefined) derived.outcome = outcome;
  if (askedAt !== undefined && outcome !== 'outbound') {
    derived.askedAt = askedAt;
    if (queue !== undefined && row.channel) derived.intervalKey = intervalKeyOf(queue, row.channel, askedAt);
  }
  const over = row.answeredAt !== undefined || row.endedAt !== undefined;
  const waits = outcome === 'waiting' || (outcome === 'outbound' && !over);
  const confirmed = row.queuedAt !== undefined;
  const rankAt = row.keepsPlaceSince ?? row.rankedSince ?? row.queuedAt ?? row.quotedAt;
  if (waits && !over && (confirmed || provisionalUntil !== undefined) && queue !== undefined && row.channel && rankAt) {
    derived.rankAt = rankAt;
    derived.waitingKey = waitingKeyOf(queue, row.channel);
    derived.waitingRank = waitingRankOf(row.priority ?? DEFAULT_PRIORITY, rankAt, row.contactId);
    if (!confirmed && provisionalUntil !== undefined) derived.provisionalUntil = provisionalUntil;
  }
  return derived;
}
