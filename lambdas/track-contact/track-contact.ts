import { readContactEvent } from '../../core/contacts/event.ts';
import type { CenterRows } from '../../core/ports.ts';
import type { DirectoryRow } from '../../core/rows/center.ts';
import { type EventWorld, recordEvent } from '../contact-events.ts';
import type { ContactEventMessage } from './contract.ts';

export interface TrackWorld extends EventWorld {
  centerRows: Pick<CenterRows, 'directory'>;
  instanceArn: string;
}

/** The directory changes with a deployment only. */
const directoryMilliseconds = 5 * 60_000;

/** Connect's contact events, one at a time: in any order, twice, or with others missing. */
export function makeTrackContact(world: TrackWorld): (message: ContactEventMessage) => Promise<void> {
  let kept: { directory: DirectoryRow | undefined; until: number } | undefined;
  const directory = async (): Promise<DirectoryRow | undefined> => {
    const now = world.clock.now();
    if (!kept?.directory || kept.until <= now) {
      kept = { directory: await world.centerRows.directory(), until: now + directoryMilliseconds };
    }
    return kept.directory;
  };

  return async (message) => {
    const ignored = (reason: string): void => {
      world.metrics.ofCenter({ EventsIgnored: 1 });
      world.log.warn('event ignored', { reason });
    };
    if (message['detail-type'] !== 'Amazon Connect Contact Event') return ignored('another kind of event');
    const read = readContactEvent(message.detail);
    if (read.kind === 'unreadable') return ignored(read.reason);
    const { event } = read;
    if (event.instanceArn !== undefined && event.instanceArn !== world.instanceArn) return ignored('another instance');
    // An event type that is new to us still carries facts in fields we know.
    if (!read.known) ignored('unknown event type');
    await recordEvent(world, event, await directory());
  };
}
