import { type ContactRow, contactSchemaVersion } from '../rows/contact.ts';
import type { Instant } from '../time/units.ts';
import { deriveContact } from './derive.ts';
import type { ContactEvent } from './event.ts';

/** Facts that Connect's events carry, under the names of the row. */
type EventFacts = Pick<
  ContactRow,
  | 'channel'
  | 'queuedQueue'
  | 'initiationMethod'
  | 'previousContactId'
  | 'initialContactId'
  | 'initiatedAt'
  | 'queuedAt'
  | 'answeredAt'
  | 'customerAnsweredAt'
  | 'endedAt'
  | 'completedAt'
  | 'agentId'
  | 'disconnectReason'
  | 'felt'
>;

export interface FoldContext {
  /** Settings' name of a queue by Connect's ARN; undefined for queues that are not Nohold's. */
  queueNameOf(queueArn: string): string | undefined;
  /** Epoch seconds after which a row made now is forgotten. */
  expiresAt: number;
}

/**
 * A contact's row with one more event folded in. Facts are joined, never overwritten: any order and any number of
 * repetitions of the same events end in the same row. An event that was lost is made up for by a later one, because
 * each carries the timestamps of what went before.
 */
export function foldEvent(row: ContactRow | undefined, event: ContactEvent, context: FoldContext): ContactRow {
  const facts = factsOf(event, context);
  const before: ContactRow = row ?? {
    schemaVersion: contactSchemaVersion,
    version: 0,
    contactId: event.contactId,
    expiresAt: context.expiresAt,
  };
  return deriveContact(joinFacts(before, facts));
}

function factsOf(event: ContactEvent, context: FoldContext): EventFacts {
  const { eventType: _type, contactId: _id, instanceArn: _instance, queueArn, ...facts } = event;
  const queuedQueue = queueArn === undefined ? undefined : context.queueNameOf(queueArn);
  return queuedQueue === undefined ? facts : { ...facts, queuedQueue };
}

/**
 * The join. Two events that name different moments for one fact (a clock's skew) leave the earlier one; two that
 * disagree on a text leave the one that sorts first: whatever the rule, it must not be "the one that came last".
 */
function joinFacts(row: ContactRow, facts: EventFacts): ContactRow {
  const joined: Record<string, unknown> = { ...row };
  for (const [name, value] of Object.entries(facts)) {
    const known = joined[name] as Instant | string | undefined;
    if (value !== undefined && (known === undefined || value < known)) joined[name] = value;
  }
  return joined as unknown as ContactRow;
}
