import { type ContactEvent, readContactEvent } from '../../core/contacts/event.ts';
import { analysedCall, readFeeling } from '../../core/contacts/feeling.ts';
import type { CenterRows } from '../../core/ports.ts';
import { type EventWorld, recordEvents } from '../contact-events.ts';
import type { Failures } from '../edge/batch.ts';
import { keptDirectory } from '../kept-directory.ts';
import { someAtOnce } from '../some-at-once.ts';
import type { ContactEventMessage } from './contract.ts';

export interface TrackWorld extends EventWorld {
  centerRows: Pick<CenterRows, 'directory'>;
  instanceArn: string;
}

/** What one batch says of one contact. */
interface Heard {
  readonly messages: ContactEventMessage[];
  readonly events: ContactEvent[];
}

/**
 * Connect's contact events: in any order, twice, or with others missing. One read for the batch, one write for each
 * contact in it; a contact whose write fails gives back its own messages only.
 */
export function makeTrackContact(
  world: TrackWorld,
): (messages: readonly ContactEventMessage[]) => Promise<Failures<ContactEventMessage>> {
  const directory = keptDirectory(world.centerRows, world.clock);
  return async (messages) => {
    const failures = new Map<ContactEventMessage, unknown>();
    const heard = heardOf(world, messages);
    if (heard.size === 0) return failures;
    const known = await directory();
    const rows = await world.contacts.getMany([...heard.keys()]);
    await someAtOnce([...heard], async ([contactId, { events, messages: told }]) => {
      try {
        await recordEvents(world, events, known, { row: rows.get(contactId) });
      } catch (error) {
        for (const message of told) failures.set(message, error);
      }
    });
    return failures;
  };
}

/** By contact, in the order in which they were heard of. */
function heardOf(world: TrackWorld, messages: readonly ContactEventMessage[]): Map<string, Heard> {
  const heard = new Map<string, Heard>();
  for (const message of messages) {
    const event = eventOf(world, message);
    if (event === undefined) continue;
    const of = heard.get(event.contactId) ?? { messages: [], events: [] };
    heard.set(event.contactId, of);
    of.messages.push(message);
    of.events.push(event);
  }
  return heard;
}

function eventOf(world: TrackWorld, message: ContactEventMessage): ContactEvent | undefined {
  const ignored = (reason: string): undefined => {
    world.metrics.ofCenter({ EventsIgnored: 1 });
    world.log.warn('event ignored', { reason });
  };
  if (message['detail-type'] === analysedCall) {
    const analysed = readFeeling(message.detail);
    if (analysed === undefined) return ignored('an analysis of others');
    return analysed.instanceArn === undefined || analysed.instanceArn === world.instanceArn
      ? analysed
      : ignored('another instance');
  }
  if (message['detail-type'] !== 'Amazon Connect Contact Event') return ignored('another kind of event');
  const read = readContactEvent(message.detail);
  if (read.kind === 'unreadable') return ignored(read.reason);
  const { event } = read;
  if (event.instanceArn !== undefined && event.instanceArn !== world.instanceArn) return ignored('another instance');
  // An event type that is new to us still carries facts in fields we know.
  if (!read.known) ignored('unknown event type');
  return event;
}
