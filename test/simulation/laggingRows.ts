import { type MemoryRows, memoryRows } from '../../adapters/memory/rows.ts';
import type { CallbackRows, ContactRows, QuoteRows, WaitingRows, Written } from '../../core/ports.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import type { ContactRow } from '../../core/rows/contact.ts';
import type { Instant } from '../../core/time/units.ts';
import type { Faults } from './faults.ts';
import type { Trace } from './trace.ts';
import type { VirtualTime } from './virtualTime.ts';

/** History of closed callbacks: on the table it is a write of its own, so a function may die between the two. */
export interface History {
  put(row: CallbackRow): Promise<void>;
}

/** A write of the ledger's slot, by the table's own log. */
export interface SlotWrite {
  at: Instant;
  /** Among all writes of the table. */
  order: number;
  row: CallbackRow;
}

export interface LaggingRows {
  contacts: ContactRows & WaitingRows & QuoteRows;
  slots: Omit<CallbackRows, 'close' | 'remember'>;
  history: History;
  centerRows: MemoryRows['center'];
  all: MemoryRows['all'];
  /** Names of all budgets that anything was taken from. */
  readonly budgets: ReadonlySet<string>;
  /** Writes that took the place of one their writer had not seen, by the table's own log. */
  readonly overwritten: string[];
  /** Contacts that were written as waiting after their end. */
  readonly ghosts: string[];
  /** By the ledger's key, in order. */
  readonly slotWrites: ReadonlyMap<string, readonly SlotWrite[]>;
  /** Whether an open callback falls due before then. */
  anyDueBefore(until: number): boolean;
}

/**
 * The table, whose indexes show each write only some seconds after it was made: a second table in memory follows the
 * first, row by row in order.
 */
export function laggingRows(time: VirtualTime, faults: Faults, trace: Trace): LaggingRows {
  const table = memoryRows(time);
  const index = memoryRows(time);
  const shownAt = new Map<string, number>();
  const shownVersion = new Map<string, number>();
  const dueAt = new Map<string, number>();
  const written = new Map<string, number>();
  const overwritten: string[] = [];
  const ghosts: string[] = [];
  let pulseAt = Number.NEGATIVE_INFINITY;
  const slotWrites = new Map<string, SlotWrite[]>();
  const budgets = new Set<string>();
  let writes = 0;

  /** Every writer adds one to the version it read. */
  function logged(key: string, version: number): void {
    const before = written.get(key) ?? 0;
    if (version !== before + 1) overwritten.push(`${key}: version ${version} after ${before}`);
    written.set(key, version);
  }

  function show(key: string, version: number, put: (expected: number | undefined) => Promise<unknown>): void {
    writes += 1;
    const lag = faults.chance(`lag ${writes} ${key}`) ** 2 * faults.profile.indexLagSeconds;
    const at = Math.max(time.now() + lag * 1000, shownAt.get(key) ?? 0);
    shownAt.set(key, at);
    time.after((at - time.now()) / 1000, () => {
      const expected = shownVersion.get(key);
      shownVersion.set(key, version);
      void put(expected);
    });
  }
  function contactWritten(row: ContactRow): void {
    const key = `contact ${row.contactId}`;
    logged(key, row.version);
    if (row.endedAt !== undefined && row.waitingKey !== undefined) ghosts.push(row.contactId);
    show(key, row.version, (expected) => index.contacts.replace(row, expected));
  }
  function slotWritten(row: CallbackRow): void {
    const { callbackKey, callbackId, state, attempt, version, reason = '', contactId = '' } = row;
    logged(callbackKey, version);
    const before = slotWrites.get(callbackKey) ?? [];
    slotWrites.set(callbackKey, before);
    before.push({ at: time.now(), order: writes, row });
    if (row.dueAt === undefined) dueAt.delete(callbackKey);
    else dueAt.set(callbackKey, row.dueAt);
    trace.note(`${callbackId} ${state} attempt ${attempt} v${version} ${reason} ${contactId}`);
    show(callbackKey, version, (expected) => index.callbacks.replace(row, expected));
  }
  const wrote = (answer: Written, then: () => void): Written => {
    if (answer === 'written') then();
    return answer;
  };

  return {
    contacts: {
      get: (contactId) => table.contacts.get(contactId),
      getMany: (contactIds) => table.contacts.getMany(contactIds),
      replace: async (row, expected) => wrote(await table.contacts.replace(row, expected), () => contactWritten(row)),
      async note(contactId, note, unlessOver) {
        const noted = await table.contacts.note(contactId, note, unlessOver);
        if (noted.kind === 'noted') contactWritten(noted.after);
        return noted;
      },
      waiting: (queue, channel, limit) => index.contacts.waiting(queue, channel, limit),
      readForQuote: (keys) => table.contacts.readForQuote(keys),
      journeys: (customerKeys) => table.contacts.journeys(customerKeys),
      putDigest: (customerKey, digest, until) => table.contacts.putDigest(customerKey, digest, until),
    },
    slots: {
      get: (callbackKey) => table.callbacks.get(callbackKey),
      replace: async (row, expected) => wrote(await table.callbacks.replace(row, expected), () => slotWritten(row)),
      async touch(callbackKey, callbackId) {
        const row = await table.callbacks.touch(callbackKey, callbackId);
        if (row) slotWritten(row);
        return row;
      },
      open: (limit) => index.callbacks.open(limit),
    },
    history: {
      put: (row) => table.callbacks.remember(row),
    },
    centerRows: {
      ...table.center,
      putPulse: async (row) =>
        wrote(await table.center.putPulse(row), () => {
          if (row.at < pulseAt) overwritten.push(`pulse: ${row.at} after ${pulseAt}`);
          pulseAt = row.at;
        }),
      contactsOf: (...asked) => index.center.contactsOf(...asked),
      askedSince: (...asked) => index.center.askedSince(...asked),
      spend: (budget, ...asked) => {
        budgets.add(budget);
        return table.center.spend(budget, ...asked);
      },
    },
    all: () => table.all(),
    overwritten,
    ghosts,
    slotWrites,
    budgets,
    anyDueBefore: (until) => [...dueAt.values()].some((at) => at < until),
  };
}

/** The ledger's rows over slots and history, as the table's adapter puts them together. */
export const callbacksOver = (slots: LaggingRows['slots'], history: History): CallbackRows => ({
  get: (callbackKey) => slots.get(callbackKey),
  replace: (row, expected) => slots.replace(row, expected),
  touch: (callbackKey, callbackId) => slots.touch(callbackKey, callbackId),
  open: (limit) => slots.open(limit),
  async close(row, expectedVersion) {
    await history.put(row);
    return slots.replace(row, expectedVersion);
  },
  remember: (row) => history.put(row),
});
