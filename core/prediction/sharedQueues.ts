import type { Channel } from '../contacts/channel.ts';
import type { PulseRow } from '../rows/center.ts';
import { addSeconds, type Instant, seconds } from '../time/units.ts';

/** Of each other queue's contacts, the share that agents of this one take. */
export type Sharing = Readonly<Record<string, number>>;

/** A pulse older than this says nothing of the queues now. */
const freshSeconds = seconds(180);

/**
 * Contacts of other queues that agents of this one will take before a newcomer here, from the center's pulse; 0 where
 * the pulse is old or the queues share nobody.
 */
export function sharedAheadOf(
  queue: string,
  channel: Channel,
  pulse: PulseRow | undefined,
  sharing: Sharing | undefined,
  now: Instant,
): number {
  if (!pulse || !sharing || pulse.at < addSeconds(now, seconds(-freshSeconds))) return 0;
  return pulse.figures
    .filter((figures) => figures.queue !== queue && figures.channel === channel)
    .reduce((total, figures) => total + (figures.contactsInQueue ?? 0) * (sharing[figures.queue] ?? 0), 0);
}
