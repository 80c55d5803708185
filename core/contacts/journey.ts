import type { ContactRow } from '../rows/contact.ts';
import { type ContactDigest, type Journey, journeyDays } from '../rows/journey.ts';
import { addSeconds, hours, type Instant, instant, seconds, secondsBetween } from '../time/units.ts';
import { isOutbound } from './derive.ts';
import { livePromise } from './settlement.ts';

/** A contact about a matter that was asked about so short before is a repeat. */
export const repeatSeconds = hours(7 * 24);

/** Line of business of a queue: what two contacts have in common that are about the same matter. */
export type LineOf = (queue: string) => string;

export const lineIn =
  (queues: Readonly<Record<string, { lineOfBusiness: string }>>): LineOf =>
  (queue) =>
    queues[queue]?.lineOfBusiness ?? queue;

/**
 * A contact as its customer's journey keeps it. Undefined for one that is not over, asked for nobody, or was placed by
 * the center: a callback's leg is told by the contact that asked for it.
 */
export function digestOf(row: ContactRow): ContactDigest | undefined {
  const { contactId, channel, queue, outcome, endedAt, agentId, placeAgentId, movedFrom } = row;
  const at = row.askedAt ?? row.initiatedAt;
  if (endedAt === undefined || !channel || queue === undefined || outcome === undefined || at === undefined)
    return undefined;
  if (isOutbound(row) || outcome === 'menu-hang-up') return undefined;
  const promise = livePromise(row);
  const agent = agentId ?? placeAgentId;
  const over = row.answeredAt ?? row.choseAt ?? endedAt;
  return {
    contactId,
    channel,
    queue,
    at,
    outcome,
    waitSeconds: seconds(Math.max(0, Math.round(secondsBetween(at, over)))),
    ...(promise === 'kept' || promise === 'broken' ? { told: promise } : {}),
    ...(outcome === 'callback' || row.mark === 'promised' || row.callbackPromise !== undefined
      ? { callback: row.callbackPromise ?? 'open' }
      : {}),
    ...(agent === undefined ? {} : { agentId: agent }),
    ...(movedFrom === undefined ? {} : { movedFrom }),
    ...(isTransfer(row) && row.previousContactId ? { transferredFrom: row.previousContactId } : {}),
    ...(row.menuAsked ? { menu: true as const } : {}),
    ...(row.mark === undefined ? {} : { mark: row.mark }),
    ...(row.felt === undefined ? {} : { felt: row.felt }),
    ...(row.allowances === undefined ? {} : { allowances: row.allowances }),
  };
}

/**
 * A contact that lasts still, as others of its customer should know of it: the same from its first question to its end.
 * Undefined once it is over, and for one that asked for nobody or was placed by the center.
 */
export function openDigestOf(row: ContactRow): ContactDigest | undefined {
  const { contactId, channel, queue, askedAt, movedFrom } = row;
  if (row.endedAt !== undefined || !channel || queue === undefined || askedAt === undefined) return undefined;
  if (isOutbound(row)) return undefined;
  const moved = movedFrom === undefined ? {} : { movedFrom };
  return { contactId, channel, queue, at: askedAt, outcome: 'waiting', isOpen: true, ...moved };
}

/** A month after the last that happened in it, or as long after as settings keep a contact. */
export function journeyUntil(row: ContactRow): Instant {
  const began = row.initiatedAt ?? row.askedAt ?? instant(0);
  const moments = [row.endedAt, row.completedAt, row.callbackOverAt, row.placeEndedAt, row.markedAt];
  const latest = Math.max(began, ...moments.flatMap((at) => at ?? []));
  const keptMilliseconds = Math.min(journeyDays * 86_400_000, Math.max(0, row.expiresAt * 1000 - began));
  return instant(latest + keptMilliseconds);
}

/** An agent passed the customer on: a new visit to a queue, whatever Connect calls the contact. */
export const isTransfer = ({ initiationMethod }: Pick<ContactRow, 'initiationMethod'>): boolean =>
  initiationMethod === 'TRANSFER' || initiationMethod === 'QUEUE_TRANSFER';

/** One journey of several: a customer is known under each version of the key. A contact is in it once. */
export function joinJourneys(journeys: readonly Journey[]): Journey {
  const byContact = new Map(journeys.flatMap(({ digests }) => digests).map((one) => [one.contactId, one]));
  return { digests: [...byContact.values()].sort((a, b) => a.at - b.at) };
}

export interface Matter {
  /** The line of business. */
  line: string;
  /** Its contacts of the last seven days, oldest first; at least one. */
  contacts: readonly ContactDigest[];
  latest: ContactDigest;
  /** Who spoke with the customer about it last. */
  agentId?: string;
  open: boolean;
}

/** What a customer who contacts the center at `now` about `line` has contacted it about before; undefined: nothing. */
export function matterOf(journey: Journey, line: string, lineOf: LineOf, now: Instant): Matter | undefined {
  const since = addSeconds(now, seconds(-repeatSeconds));
  const contacts = journey.digests.filter(({ queue, at }) => lineOf(queue) === line && at >= since && at <= now);
  const latest = contacts.at(-1);
  if (latest === undefined) return undefined;
  const agentId = contacts.findLast((one) => one.agentId !== undefined)?.agentId;
  return { line, contacts, latest, ...(agentId === undefined ? {} : { agentId }), open: isUnsettled(latest) };
}

export interface ResumedMatter {
  /** The queue that had it last, or the first of those asked about that serves it. */
  queue: string;
  /** Nobody has settled it, nor is anything else open. */
  isOnlyOpen: boolean;
}

/**
 * What a customer who reaches one of `queues` most probably comes about again: the latest matter of theirs that was not
 * marked solved. Undefined: nothing these queues had in the last seven days.
 */
export function matterToResume(
  journey: Journey,
  queues: readonly string[],
  lineOf: LineOf,
  now: Instant,
): ResumedMatter | undefined {
  const lines = [...new Set(queues.map(lineOf))];
  const matters = lines.flatMap((line) => matterOf(journey, line, lineOf, now) ?? []);
  const [latest] = matters
    .filter((matter) => matter.latest.mark !== 'solved')
    .sort((a, b) => b.latest.at - a.latest.at);
  if (latest === undefined) return undefined;
  const last = latest.latest.queue;
  const queue = queues.includes(last) ? last : queues.find((one) => lineOf(one) === latest.line);
  if (queue === undefined) return undefined;
  return { queue, isOnlyOpen: latest.open && matters.filter(({ open }) => open).length === 1 };
}

/** The matters of a customer that nobody has settled yet, oldest first. */
export function openMatters(journey: Journey, lineOf: LineOf, now: Instant): Matter[] {
  const lines = [...new Set(journey.digests.map(({ queue }) => lineOf(queue)))];
  return lines.flatMap((line) => {
    const matter = matterOf(journey, line, lineOf, now);
    return matter?.open ? [matter] : [];
  });
}

/** Silence after talking with an agent is taken for settled; being told "not yet", or having reached nobody, is not. */
function isUnsettled({ outcome, callback, mark }: ContactDigest): boolean {
  if (mark === 'promised' && callback === 'kept') return false;
  if (mark !== undefined) return mark !== 'solved';
  switch (outcome) {
    case 'answered':
      return false;
    case 'callback':
      return callback === 'open' || callback === 'broken';
    default:
      return true;
  }
}

/**
 * Whether a repeat is served before others of its queue: the center owes the customer something. They spoke with an agent
 * and must call again, were turned away, a promise to them was broken, or an agent gave it. Having hung up oneself is no reason: calling
 * again would be a way to the front.
 */
export function isOwed(matter: Matter): boolean {
  if (matter.latest.mark === 'solved') return false;
  return matter.contacts.some(
    ({ outcome, told, callback, mark, allowances }) =>
      allowances?.some(({ raisesPriority }) => raisesPriority === true) ||
      outcome === 'answered' ||
      outcome === 'overflowed' ||
      told === 'broken' ||
      callback === 'broken' ||
      mark === 'not-yet' ||
      mark === 'promised',
  );
}

export interface PromiseMade {
  contactId: string;
  kind: 'wait' | 'callback';
  kept: 'kept' | 'broken' | 'open' | 'withdrawn';
}

/** Every promise of the journey and what became of it, oldest first. */
export const promisesIn = (journey: Journey): PromiseMade[] =>
  journey.digests.flatMap(({ contactId, told, callback }): PromiseMade[] => [
    ...(told === undefined ? [] : [{ contactId, kind: 'wait' as const, kept: told }]),
    ...(callback === undefined ? [] : [{ contactId, kind: 'callback' as const, kept: callback }]),
  ]);
