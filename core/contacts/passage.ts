import type { ContactFact } from '../prediction/contactFact.ts';
import type { ContactRow } from '../rows/contact.ts';
import { addSeconds, type Instant, type Seconds, secondsBetween } from '../time/units.ts';
import { isUnansweredCall } from './placesCalled.ts';

/** A contact's passage through its queue as the wait model learns from it; undefined for one that never asked. */
export function passageOf(row: ContactRow, now: Instant): ContactFact | undefined {
  const queuedAt = row.queuedAt ?? row.quotedAt;
  if (queuedAt === undefined) return undefined;
  const heldEnd = heldEndOf(row);
  const heldUntil = (heldEnd === 'callback' ? row.choseAt : undefined) ?? row.answeredAt ?? row.endedAt ?? now;
  const servedAt = row.answeredAt ?? row.placeServedAt ?? null;
  const over = row.answeredAt === undefined ? row.placeEndedAt : (row.completedAt ?? row.endedAt);
  // An agent who called and reached nobody handled no contact; what that costs is learned apart.
  const handled = !isUnansweredCall(row) && (row.answeredAt !== undefined || row.callbackSpoke !== false);
  const ended = servedAt !== null && over !== undefined && over > servedAt;
  const handledSeconds = !ended ? null : handled ? secondsBetween(servedAt, over) : 0;
  return {
    queuedAt,
    quotes: row.quotes ?? [],
    heldUntil: Math.max(queuedAt, heldUntil) as Instant,
    heldEnd,
    servedAt,
    handleSeconds: handledSeconds,
  };
}

/**
 * The passage as if it had been open all the time: only then does the line move. The end stays where it was, so that what
 * is new stays new; everything before comes as much nearer as it was closed in between.
 */
export function inOpenTime(fact: ContactFact, openBetween: (from: Instant, until: Instant) => Seconds): ContactFact {
  const end = fact.servedAt ?? fact.heldUntil;
  const near = (at: Instant): Instant => addSeconds(end, -openBetween(at, end) as Seconds);
  return {
    ...fact,
    queuedAt: near(fact.queuedAt),
    heldUntil: fact.heldUntil > end ? fact.heldUntil : near(fact.heldUntil),
    quotes: fact.quotes.map((quote) => ({
      ...quote,
      askedAt: near(quote.askedAt),
      toldBoundSeconds:
        quote.toldBoundSeconds === null
          ? null
          : openBetween(quote.askedAt, addSeconds(quote.askedAt, quote.toldBoundSeconds)),
    })),
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
