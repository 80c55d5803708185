import type { ContactRow } from '../rows/contact.ts';
import type { QueueMetric } from '../rows/metrics.ts';
import { addSeconds, secondsBetween } from '../time/units.ts';
import { isSettled } from './derive.ts';

/**
 * What one change of a contact's row adds to the counts. Only the change itself is counted, and only one write can have
 * made it: an event that comes again changes nothing and adds nothing. A contact that took a callback is counted when
 * that ends.
 */
export function settlementOf(before: ContactRow | undefined, after: ContactRow): Partial<Record<QueueMetric, number>> {
  const asked = before?.askedAt === undefined && after.askedAt !== undefined ? { ContactsOffered: 1 } : {};
  if (isSettled(before?.outcome) || !isSettled(after.outcome)) return asked;
  switch (after.outcome) {
    case 'answered':
      return {
        ...asked,
        ContactsAnswered: 1,
        ...waitOf(after),
        ...promiseOf(after),
        ...expectationOf(after),
      };
    case 'abandoned':
      return { ...asked, ContactsAbandoned: 1, ...promiseOf(after), ...expectationOf(after) };
    case 'overflowed':
      return { ...asked, ContactsOverflowed: 1, ...expectationOf(after) };
    default:
      return asked;
  }
}

function waitOf({ askedAt, answeredAt }: ContactRow): { WaitSeconds?: number } {
  if (askedAt === undefined || answeredAt === undefined) return {};
  return { WaitSeconds: Math.max(0, secondsBetween(askedAt, answeredAt)) };
}

export type PromiseKept = 'kept' | 'broken' | 'not-told' | 'not-known';

/**
 * Whether the first bound this contact was told came true. One that left before it could be broken leaves it unknown:
 * neither kept nor broken.
 */
export function livePromise(row: ContactRow): PromiseKept {
  const told = row.quotes?.find((quote) => quote.toldBoundSeconds !== null);
  if (told?.toldBoundSeconds === undefined || told.toldBoundSeconds === null) return 'not-told';
  const until = addSeconds(told.askedAt, told.toldBoundSeconds);
  if (row.answeredAt !== undefined) return row.answeredAt <= until ? 'kept' : 'broken';
  return row.endedAt !== undefined && row.endedAt > until ? 'broken' : 'not-known';
}

function promiseOf(row: ContactRow): { PromisesKept?: 1; PromisesBroken?: 1 } {
  const promise = livePromise(row);
  if (promise === 'kept') return { PromisesKept: 1 };
  return promise === 'broken' ? { PromisesBroken: 1 } : {};
}

function expectationOf(row: ContactRow): Partial<Record<QueueMetric, number>> {
  const { expectationSeconds, askedAt, answeredAt } = row;
  if (expectationSeconds === undefined || askedAt === undefined) return {};
  const met = answeredAt !== undefined && secondsBetween(askedAt, answeredAt) <= expectationSeconds;
  return met ? { ExpectationMet: 1, ExpectationMetLive: 1 } : { ExpectationMissed: 1 };
}
