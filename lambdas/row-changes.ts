import type { LedgerChange, LedgerRules } from '../core/callbacks/ledger.ts';
import { advance, isOpen } from '../core/callbacks/ledger.ts';
import type { LedgerEvent } from '../core/callbacks/ledgerEvent.ts';
import { promiseOf, rungInTime } from '../core/callbacks/promise.ts';
import type { CallbackRows, ContactCenter, ContactRows, Log, Metrics } from '../core/ports.ts';
import type { CallbackRow } from '../core/rows/callback.ts';
import type { ContactRow } from '../core/rows/contact.ts';
import { noteInJourney } from './journey-notes.ts';

/** Somebody else writes a row at most a few times in the moment we do. */
const tries = 6;

/** A row that was read already; undefined in it: there was none. */
export interface ReadRow {
  readonly row: ContactRow | undefined;
}

/**
 * Read (unless that was just done), change, write on condition; read again when somebody else was faster. Gives the row
 * before and after.
 */
export async function changeContact(
  contacts: Pick<ContactRows, 'get' | 'replace'>,
  contactId: string,
  change: (row: ContactRow | undefined) => ContactRow | undefined,
  read?: ReadRow,
): Promise<{ before: ContactRow | undefined; after: ContactRow } | undefined> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const before = read && attempt === 0 ? read.row : await contacts.get(contactId);
    const after = change(before);
    if (after === undefined) return undefined;
    if (before !== undefined && same(before, after)) return { before, after: before };
    const written = { ...after, version: (before?.version ?? 0) + 1 };
    if ((await contacts.replace(written, before?.version)) === 'written') return { before, after: written };
  }
  throw new Error(`contact row changed ${tries} times while it was being changed`);
}

/** Rows are flat but for lists of plain values, so their text tells whether they are the same. */
const same = (a: ContactRow, b: ContactRow): boolean => canonical(a) === canonical(b);
const canonical = (row: ContactRow): string => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));

export interface LedgerWorld {
  callbacks: CallbackRows;
  center: Pick<ContactCenter, 'stop'>;
  contacts: ContactRows;
  metrics: Metrics;
  log: Log;
  rules: LedgerRules;
}

export interface Advanced {
  row: CallbackRow;
  changed: boolean;
  reason: string;
}

/**
 * Moves a callback by one event, on condition of the version it was judged by. When the write has succeeded a contact
 * that must not go on is stopped, and a callback that ended is counted: once, because only one write can have ended it.
 */
export async function advanceCallback(
  world: LedgerWorld,
  callbackKey: string,
  callbackId: string,
  /** Undefined: it came too late, and changes nothing. */
  eventOf: (row: CallbackRow) => LedgerEvent | undefined,
): Promise<Advanced | undefined> {
  let wroteHistory = false;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const before = await world.callbacks.get(callbackKey);
    if (before?.callbackId !== callbackId) return undefined;
    // Another run ended it first: what this one wrote into the history is not how it ended.
    if (wroteHistory && !isOpen(before.state)) await world.callbacks.remember(before);
    const event = eventOf(before);
    if (event === undefined) return { row: before, changed: false, reason: 'too late' };
    const change = advance(before, event, world.rules);
    if (change.kind === 'unchanged') return { row: before, changed: false, reason: change.reason };
    if (await write(world.callbacks, before, change)) {
      await afterwards(world, before, change);
      return { row: change.row, changed: true, reason: change.row.state };
    }
    wroteHistory ||= !isOpen(change.row.state);
  }
  throw new Error(`callback row changed ${tries} times while it was being changed`);
}

async function write(
  callbacks: CallbackRows,
  before: CallbackRow,
  { row }: LedgerChange & { kind: 'changed' },
): Promise<boolean> {
  const written = isOpen(row.state)
    ? await callbacks.replace(row, before.version)
    : await callbacks.close(row, before.version);
  return written === 'written';
}

async function afterwards(
  world: LedgerWorld,
  before: CallbackRow,
  { row, stop }: LedgerChange & { kind: 'changed' },
): Promise<void> {
  if (row.state !== before.state) {
    world.log.info('callback moved', {
      callbackId: row.callbackId,
      state: row.state,
      attempt: row.attempt,
      ...(row.reason === undefined ? {} : { reason: row.reason }),
    });
  }
  if (!isOpen(row.state)) {
    countEnd(world.metrics, row);
    await noteEnd(world.contacts, row);
  }
  if (stop !== undefined) {
    // The row stays open until the contact is over: one that could not be stopped now is asked again by the sweep.
    await world.center.stop(stop).catch(() => world.log.warn('contact not stopped', { contactId: stop }));
  }
}

/** How its callback ended, on the contact that asked for it: what the figures of its interval are made of. */
async function noteEnd(contacts: ContactRows, row: CallbackRow): Promise<void> {
  const callbackPromise = promiseOf(row);
  if (callbackPromise === 'open') return;
  const changed = await changeContact(
    contacts,
    row.sourceContactId,
    (contact) =>
      contact && {
        ...contact,
        callbackPromise,
        callbackRungInTime: rungInTime(row),
        callbackSpoke: row.spokeAt !== undefined,
        callbackOverAt: row.since,
      },
  );
  if (changed) await noteInJourney(contacts, changed.before, changed.after);
}

function countEnd(metrics: Metrics, row: CallbackRow): void {
  const promise = promiseOf(row);
  const { queue, channel } = row;
  switch (row.state) {
    case 'COMPLETED':
      metrics.ofQueue(queue, channel, { CallbacksAnswered: 1 });
      break;
    case 'EXHAUSTED':
    case 'REJECTED':
      metrics.ofQueue(queue, channel, { CallbacksUnanswered: 1 });
      break;
    case 'CANCELLED':
      metrics.ofQueue(queue, channel, { CallbacksCancelled: 1 });
      break;
    case 'EXPIRED':
      metrics.ofQueue(queue, channel, { CallbacksExpired: 1 });
      break;
    case 'ACCEPTED':
    case 'CREATED':
    case 'PENDING':
    case 'DIALING':
    case 'DIALED':
      return;
    default:
      row.state satisfies never;
  }
  if (promise === 'kept') metrics.ofQueue(queue, channel, { CallbackPromisesKept: 1, ExpectationMet: 1 });
  if (promise === 'broken') metrics.ofQueue(queue, channel, { CallbackPromisesBroken: 1, ExpectationMissed: 1 });
}
