import type { ContactFact } from '../prediction/contactFact.ts';
import type { ContactRow } from '../rows/contact.ts';
import { type Instant, secondsBetween } from '../time/units.ts';

/** A contact's passage through its queue as the wait model learns from it; undefined for one that never asked. */
export function passageOf(row: ContactRow, now: Instant): ContactFact | undefined {
  const queuedAt = row.queuedAt ?? row.quotedAt;
  if (queuedAt === undefined) return undefined;
  const heldEnd = heldEndOf(row);
  const heldUntil = (heldEnd === 'callback' ? row.choseAt : undefined) ?? row.answeredAt ?? row.endedAt ?? now;
  const servedAt = row.answeredAt ?? row.placeServedAt ?? null;
  const over = row.answeredAt === undefined ? row.placeEndedAt : (row.completedAt ?? row.endedAt);
  return {
    queuedAt,
    quotes: row.quotes ?? [],
    heldUntil: Math.max(queuedAt, heldUntil) as Instant,
    heldEnd,
    servedAt,
    handleSeconds: servedAt !== null && over !== undefined && over > servedAt ? secondsBetween(servedAt, over) : null,
  };
}

function heldEndOf({ outcome }: ContactRow): ContactFact['heldEnd'] {
  switch (outcome) {
    case 'answered':
    case 'abandoned':
    case 'callback':
    case 'waiting':
      return outcome;
    default:
      return 'other';
  }
}
