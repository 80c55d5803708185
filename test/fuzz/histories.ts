import { type RandomStream, randomStream } from '../../core/random/stream.ts';
import type { ContactRow } from '../../core/rows/contact.ts';
import { addSeconds, type Instant, seconds, toIso } from '../../core/time/units.ts';
import { aWorld, eventMessage, instanceArn, noon, queueArn, type World } from '../lambdas/world.ts';
import { wholeNumbers } from '../support/wholeNumbers.ts';

/** Contact histories told in many orders, each event once or more often. */
export interface HistoriesReport {
  histories: number;
  /** Tellings of each. */
  orders: number;
  events: number;
  /** Histories of which two tellings ended in different rows. */
  differ: string[];
}

/** What Connect tells of one contact: each event carries the moments of what went before. */
type Told = readonly [eventType: string, facts: Record<string, unknown>];

/** A table anew from time to time: it is read whole when rows are compared. */
const historiesEach = 40;
const batchSize = 10;

/** The logic of track-contact over rows in memory: the same events, in any order and number, end in the same row. */
export async function tellHistories(histories: number, orders: number, seed: number): Promise<HistoriesReport> {
  const report: HistoriesReport = { histories, orders, events: 0, differ: [] };
  for (let first = 0; first < histories; first += historiesEach) {
    const world = aWorld();
    await world.settle();
    const count = Math.min(historiesEach, histories - first);
    for (let index = 0; index < count; index += 1) {
      report.events += await tell(world, first + index, orders, randomStream(seed, `history ${first + index}`));
    }
    const rows = new Map(world.all().contacts.map((row) => [row.contactId, row]));
    for (let index = first; index < first + count; index += 1) {
      const ends = new Set(Array.from({ length: orders }, (_, order) => textOf(rows.get(nameOf(index, order)))));
      if (ends.size > 1) report.differ.push(`history ${index}: ${[...ends].join(' or ')}`);
    }
  }
  return report;
}

const nameOf = (history: number, order: number): string => `h${history}-${order}`;

/** All of a row but its name and how often it was written. */
function textOf(row: ContactRow | undefined): string {
  const { contactId, version: _version, ...rest } = row ?? ({} as ContactRow);
  const told = JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
  return contactId === undefined ? 'none' : told.replaceAll(contactId, 'the contact');
}

async function tell(world: World, history: number, orders: number, chance: RandomStream): Promise<number> {
  const events = historyOf(chance);
  let told = 0;
  for (let order = 0; order < orders; order += 1) {
    // The first telling is Connect's own: each event once, as it happened.
    const sent = order === 0 ? events : shuffled(repeated(events, chance), chance);
    const messages = sent.map(([eventType, facts]) => eventMessage(eventType, nameOf(history, order), facts));
    for (let at = 0; at < messages.length; ) {
      const size = order === 0 ? 1 : chance.integer(1, batchSize);
      for (const fault of (await world.track(messages.slice(at, at + size))).values()) throw fault;
      at += size;
    }
    told += messages.length;
  }
  return told;
}

const repeated = (events: readonly Told[], chance: RandomStream): Told[] =>
  events.flatMap((event) => Array.from({ length: chance.pick([1, 1, 1, 2, 2, 5]) }, () => event));

function shuffled<One>(list: readonly One[], chance: RandomStream): One[] {
  const mixed = [...list];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = chance.integer(0, last);
    [mixed[last], mixed[other]] = [mixed[other] as One, mixed[last] as One];
  }
  return mixed;
}

/** A life of a contact on any channel, by whichever way it came in, and broken off anywhere. */
function historyOf(chance: RandomStream): Told[] {
  let now: Instant = addSeconds(noon, seconds(chance.integer(-3600, 3600)));
  const later = (most: number): string => {
    now = addSeconds(now, seconds(chance.integer(0, most) + chance.uniform()));
    return toIso(now);
  };
  const known: Record<string, unknown> = {
    channel: chance.pick(['VOICE', 'VOICE', 'CHAT']),
    initiationMethod: chance.pick(['INBOUND', 'INBOUND', 'CALLBACK', 'API', 'TRANSFER', 'QUEUE_TRANSFER']),
    initiationTimestamp: toIso(now),
    instanceArn,
  };
  if (chance.uniform() < 0.3) Object.assign(known, { initialContactId: 'first', previousContactId: 'before' });
  const told: Told[] = [];
  const happens = (eventType: string, facts: Record<string, unknown> = {}): void => {
    Object.assign(known, facts);
    told.push([eventType, { ...known }]);
  };
  happens('INITIATED');
  if (chance.uniform() < 0.3) happens('CONNECTED_TO_SYSTEM', { connectedToSystemTimestamp: later(60) });
  if (chance.uniform() < 0.9) happens('QUEUED', { queueInfo: queueAt(chance, later(120)) });
  // To another queue, or told by a clock that differs.
  if (chance.uniform() < 0.15) happens('QUEUED', { queueInfo: queueAt(chance, later(30)) });
  const agentArn = `${instanceArn}/agent/${chance.pick(['ann', 'bob'])}`;
  let agentInfo: Record<string, string> | undefined;
  if (chance.uniform() < 0.6) {
    agentInfo = { agentArn, connectedToAgentTimestamp: later(900) };
    happens('CONNECTED_TO_AGENT', { agentInfo });
  }
  if (chance.uniform() < 0.2) happens(chance.pick(['CONTACT_DATA_UPDATED', 'AMD_DISABLED', 'OF_THE_FUTURE']));
  if (chance.uniform() < 0.9) {
    const disconnectReason = chance.pick(['CUSTOMER_DISCONNECT', 'AGENT_DISCONNECT', 'CONTACT_FLOW_DISCONNECT', 'API']);
    happens('DISCONNECTED', { disconnectTimestamp: later(1200), disconnectReason });
    if (agentInfo) happens('COMPLETED', { agentInfo: { ...agentInfo, afterContactWorkEndTimestamp: later(120) } });
  }
  return told;
}

const queueAt = (chance: RandomStream, enqueueTimestamp: string) => ({
  queueArn: chance.pick([queueArn, queueArn, `${instanceArn}/queue/q-of-somebody-else`]),
  enqueueTimestamp,
});

if (import.meta.main) {
  const { histories, orders, seed } = wholeNumbers({ histories: 10_000, orders: 20, seed: 1 });
  const { differ, ...figures } = await tellHistories(histories, orders, seed);
  console.log({ seed, ...figures, differ: differ.length });
  for (const one of differ.slice(0, 5)) console.log(one);
  if (differ.length > 0) process.exitCode = 1;
}
