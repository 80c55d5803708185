import { deriveContact } from '../../core/contacts/derive.ts';
import { isLive } from '../../core/offers/place.ts';
import type { ContactAtConnect } from '../../core/ports.ts';
import type { DirectoryRow, QueueFigures } from '../../core/rows/center.ts';
import type { WaitingEntry, WaitingPage } from '../../core/rows/contact.ts';
import { waitingKeyOf } from '../../core/rows/keys.ts';
import { addSeconds, type Instant, minutes } from '../../core/time/units.ts';
import { describedEvent, recordEvents } from '../contact-events.ts';
import { type QueueLine, queueLines } from '../queue-lines.ts';
import { changeContact } from '../row-changes.ts';
import { someAtOnce } from '../some-at-once.ts';
import type { SweepWorld } from './sweep.ts';

/**
 * DescribeContact takes ten requests a second; a sweep leaves most of that to others. Where one end was never told among
 * so many who wait, two sweeps ask of twice as many.
 */
const mostDescribed = 120;
const pageSize = 500;
/** An entry so young needs no asking: its events may still be on their way. */
const settlingSeconds = minutes(2);
/** An entry that Connect said waits is not asked for again before this, unless our count is too high. */
const askAgainSeconds = minutes(30);

export interface WaitingNow extends QueueLine {
  page: WaitingPage;
}

/** Every queue and channel with those who wait in it, by the table. */
export const readWaiting = ({ contacts, settings }: SweepWorld): Promise<WaitingNow[]> =>
  someAtOnce(queueLines(settings), async (line) => ({
    ...line,
    page: await contacts.waiting(line.queue, line.channel, pageSize),
  }));

/**
 * Puts the waiting entries right. Connect is asked about those that may be ghosts: provisional ones nobody confirmed,
 * and, where we count more than Connect does, the oldest first, because an end that was never told only gets older.
 */
export async function reconcileWaiting(
  world: SweepWorld,
  directory: DirectoryRow,
  lines: readonly WaitingNow[],
  figures: readonly QueueFigures[] | undefined,
): Promise<Map<string, WaitingNow>> {
  const now = world.clock.now();
  const waiting = new Map<string, WaitingNow>();
  let left = mostDescribed;
  for (const { queue, channel, page } of lines) {
    // A queue that is missing from an answer has nobody in it; without an answer nothing is known of any.
    const known = figures?.find((one) => one.queue === queue && one.channel === channel);
    const counted = figures && (known?.contactsInQueue ?? 0);
    const suspects = suspectsOf(page.entries, counted, now).slice(0, left);
    left -= suspects.length;
    const gone = new Set<string>();
    for (const suspect of suspects) {
      if (await isGone(world, directory, suspect, now)) gone.add(suspect.contactId);
    }
    if (gone.size > 0) world.metrics.ofCenter({ GhostsRemoved: gone.size });
    const entries = page.entries.filter((entry) => !gone.has(entry.contactId));
    waiting.set(waitingKeyOf(queue, channel), { page: { ...page, entries }, queue, channel });
  }
  return waiting;
}

/** `counted` undefined: Connect could not be asked, so that no entry can be said to be one too many. */
function suspectsOf(entries: readonly WaitingEntry[], counted: number | undefined, now: Instant): WaitingEntry[] {
  const unconfirmed = entries.filter((entry) => !isLive(entry, now));
  const settled = entries.filter(
    (entry) => entry.queuedAt !== undefined && addSeconds(entry.queuedAt, settlingSeconds) < now,
  );
  const surplus = counted === undefined ? 0 : entries.length - unconfirmed.length - counted;
  const unasked = settled.filter((entry) => addSeconds(entry.checkedAt ?? entry.rankAt, askAgainSeconds) < now);
  const recentlyAsked = addSeconds(now, -settlingSeconds as typeof settlingSeconds);
  const overcounted = surplus > 0 ? settled.filter((entry) => (entry.checkedAt ?? 0) < recentlyAsked) : unasked;
  return [...unconfirmed, ...overcounted];
}

async function isGone(
  world: SweepWorld,
  directory: DirectoryRow,
  { contactId }: WaitingEntry,
  now: Instant,
): Promise<boolean> {
  const found = await world.center.describe(contactId);
  const facts: ContactAtConnect = found ?? { contactId, endedAt: now };
  const row = await recordEvents(world, [describedEvent(facts)], directory);
  if (row.waitingKey === undefined) return true;
  await changeContact(world.contacts, contactId, (known) => {
    if (!known) return undefined;
    const { provisionalUntil, ...rest } = known;
    // Connect says it is neither over nor queued: in a menu. What it was told before does not count as waiting.
    const lapsed = known.queuedAt === undefined && provisionalUntil !== undefined && provisionalUntil <= now;
    return deriveContact({ ...(lapsed ? rest : known), checkedAt: now });
  });
  return false;
}
