import type { Feeling } from '../rows/journey.ts';
import { type Instant, instant } from '../time/units.ts';
import { type Channel, channelOf } from './channel.ts';

/** One of Connect's contact events, as far as it was readable. Everything but the contact's id may be missing. */
export interface ContactEvent {
  eventType: string;
  contactId: string;
  instanceArn?: string;
  channel?: Channel;
  initiationMethod?: string;
  previousContactId?: string;
  initialContactId?: string;
  queueArn?: string;
  initiatedAt?: Instant;
  queuedAt?: Instant;
  answeredAt?: Instant;
  customerAnsweredAt?: Instant;
  endedAt?: Instant;
  completedAt?: Instant;
  agentId?: string;
  disconnectReason?: string;
  felt?: Feeling;
}

/** Connect adds event types; AWS asks to ignore unknown ones and continue. */
const knownTypes = new Set([
  'INITIATED',
  'CONNECTED_TO_SYSTEM',
  'CONTACT_DATA_UPDATED',
  'QUEUED',
  'CONNECTED_TO_AGENT',
  'DISCONNECTED',
  'PAUSED',
  'RESUMED',
  'COMPLETED',
  'AMD_DISABLED',
  'WEBRTC_API',
]);

export type ReadEvent = { kind: 'event'; event: ContactEvent; known: boolean } | { kind: 'unreadable'; reason: string };

/**
 * Reads the `detail` of a contact event. Tolerant: names in either case (AWS's samples differ), unknown fields and
 * types, broken timestamps (as if absent). Unreadable only without a contact id or an event type.
 * Source: Connect administrator guide, contact events.
 */
export function readContactEvent(detail: Readonly<Record<string, unknown>>): ReadEvent {
  const field = lookup(detail);
  const contactId = text(field('contactId'));
  const eventType = text(field('eventType'))?.toUpperCase();
  if (!contactId) return { kind: 'unreadable', reason: 'no contactId' };
  if (!eventType) return { kind: 'unreadable', reason: 'no eventType' };
  const queue = lookup(field('queueInfo'));
  const agent = lookup(field('agentInfo'));
  const agentArn = text(agent('agentArn'));
  const event: ContactEvent = { eventType, contactId };
  const set = <Key extends keyof ContactEvent>(key: Key, value: ContactEvent[Key] | undefined): void => {
    if (value !== undefined) event[key] = value;
  };
  set('instanceArn', text(field('instanceArn')));
  set('channel', channelOf(text(field('channel')) ?? ''));
  set('initiationMethod', text(field('initiationMethod'))?.toUpperCase());
  set('previousContactId', text(field('previousContactId')));
  set('initialContactId', text(field('initialContactId')));
  set('queueArn', text(queue('queueArn')));
  set('initiatedAt', moment(field('initiationTimestamp')));
  set('queuedAt', moment(queue('enqueueTimestamp')));
  set('answeredAt', moment(agent('connectedToAgentTimestamp')));
  set('customerAnsweredAt', moment(field('connectedToSystemTimestamp')));
  set('endedAt', moment(field('disconnectTimestamp')));
  set('completedAt', moment(agent('afterContactWorkEndTimestamp')));
  set('agentId', agentArn?.split('/').at(-1));
  set('disconnectReason', text(field('disconnectReason')));
  return { kind: 'event', event, known: knownTypes.has(eventType) };
}

/** Fields by name, whichever case their first letter has. */
function lookup(from: unknown): (name: string) => unknown {
  if (typeof from !== 'object' || from === null) return () => undefined;
  const record = from as Record<string, unknown>;
  return (name) => record[name] ?? record[name.charAt(0).toUpperCase() + name.slice(1)];
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= 2048 ? value : undefined;

/** ISO 8601 text or epoch milliseconds, a recorded day of last century included; anything else is as if absent. */
function moment(value: unknown): Instant | undefined {
  const epoch = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return epoch > 0 && epoch < Date.UTC(2200, 0) ? instant(epoch) : undefined;
}
