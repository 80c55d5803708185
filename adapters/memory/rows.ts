import { isOptedOut } from '../../core/callbacks/optOut.ts';
import { joinJourneys } from '../../core/contacts/journey.ts';
import type { JourneyRows } from '../../core/journeyPorts.ts';
import type {
  BookingRows,
  CallbackRows,
  CenterRows,
  Clock,
  ContactRows,
  KeptAnswers,
  LinkRows,
  QuoteRows,
  WaitingRows,
  WindowRows,
} from '../../core/ports.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import type { DayRow, DirectoryRow, FreezeRow, ModelRow, OptOutRow, PulseRow } from '../../core/rows/center.ts';
import { type AskedContact, askedAttributes, type ContactRow } from '../../core/rows/contact.ts';
import { type ContactDigest, mostDigests } from '../../core/rows/journey.ts';
import { intervalKeyOf, waitingKeyOf } from '../../core/rows/keys.ts';
import type { KeptAnswer, LinkRow } from '../../core/rows/link.ts';
import type { Instant } from '../../core/time/units.ts';
import { memoryCallbacks } from './callbacks.ts';
import { copy } from './copy.ts';

/** The rows in memory: the same answers as the table's, held to them by one contract suite. */
export interface MemoryRows {
  contacts: ContactRows & WaitingRows & QuoteRows;
  callbacks: CallbackRows;
  center: CenterRows;
  links: LinkRows;
  answers: KeptAnswers;
  /** All rows as they stand, for a checker that judges the end of a run. */
  all(): { contacts: ContactRow[]; callbacks: CallbackRow[]; closedCallbacks: CallbackRow[] };
}

export function memoryRows(clock: Clock): MemoryRows {
  const contacts = new Map<string, ContactRow>();
  const models = new Map<string, ModelRow>();
  const windows = memoryWindows();
  const expired = (row: { expiresAt?: number }): boolean =>
    row.expiresAt !== undefined && row.expiresAt * 1000 <= clock.now();
  const alive = <Row extends { expiresAt?: number }>(row: Row | undefined): Row | undefined =>
    row && !expired(row) ? copy(row) : undefined;

  const center = memoryCenter(contacts, models, alive);
  const journeys = memoryJourneys(clock);
  const callbacks = memoryCallbacks(expired);

  return {
    contacts: {
      ...journeys,
      async get(contactId) {
        return alive(contacts.get(contactId));
      },
      async getMany(contactIds) {
        const rows = contactIds.flatMap((contactId) => alive(contacts.get(contactId)) ?? []);
        return new Map(rows.map((row) => [row.contactId, row]));
      },
      async replace(row, expectedVersion) {
        if (contacts.get(row.contactId)?.version !== expectedVersion) return 'conflict';
        contacts.set(row.contactId, copy(row));
        return 'written';
      },
      async note(contactId, note, unlessOver = false) {
        const before = contacts.get(contactId);
        if (unlessOver && (before?.answeredAt !== undefined || before?.endedAt !== undefined)) return { kind: 'over' };
        const after: Record<string, unknown> = { ...before, version: (before?.version ?? 0) + 1, contactId };
        for (const [name, value] of Object.entries(note.once ?? {})) after[name] ??= value;
        Object.assign(after, note.latest);
        for (const name of note.drop ?? []) delete after[name];
        const row = after as unknown as ContactRow;
        contacts.set(contactId, copy(row));
        return { kind: 'noted', before: before && copy(before), after: copy(row) };
      },
      async waiting(queue, channel, limit) {
        const key = waitingKeyOf(queue, channel);
        const rows = [...contacts.values()]
          .filter((row) => row.waitingKey === key && row.waitingRank !== undefined)
          .sort((a, b) => ((a.waitingRank ?? '') < (b.waitingRank ?? '') ? -1 : 1));
        const entries = rows.slice(0, limit).map((row) => ({
          contactId: row.contactId,
          rank: row.waitingRank ?? '',
          rankAt: row.rankAt ?? (0 as NonNullable<ContactRow['rankAt']>),
          priority: row.priority ?? 5,
          ...(row.queuedAt === undefined ? {} : { queuedAt: row.queuedAt }),
          ...(row.provisionalUntil === undefined ? {} : { provisionalUntil: row.provisionalUntil }),
          ...(row.keepsPlaceSince === undefined ? {} : { keepsPlaceSince: row.keepsPlaceSince }),
          ...(row.checkedAt === undefined ? {} : { checkedAt: row.checkedAt }),
        }));
        return { entries, more: rows.length > limit };
      },
      async readForQuote({ contactId, callbackKey, queue, channel, journeyOf = [] }) {
        return {
          contact: alive(contacts.get(contactId)),
          journey: joinJourneys([...(await journeys.journeys(journeyOf)).values()]),
          callback: callbackKey === undefined ? undefined : alive(callbacks.slots.get(callbackKey)),
          model: copy(models.get(`${queue}#${channel}`)),
          pulse: await center.pulse(),
          frozen: (await center.freeze())?.frozen ?? false,
          booked: await windows.bookedWindows(queue),
        };
      },
    },
    callbacks: callbacks.rows,
    center: {
      ...center,
      ...windows,
      async readForBooking({ callbackKey, customerKey, queue }) {
        return {
          slot: await callbacks.rows.get(callbackKey),
          optedOut: isOptedOut(await center.optOut(customerKey)),
          frozen: (await center.freeze())?.frozen ?? false,
          model: await center.model(queue, 'voice'),
          booked: await windows.bookedWindows(queue),
        };
      },
    },
    ...memoryLinks(alive),
    all: () => ({
      contacts: [...contacts.values()].map(copy),
      callbacks: [...callbacks.slots.values()].map(copy),
      closedCallbacks: [...callbacks.closed.values()].map(copy),
    }),
  };
}

function memoryJourneys(clock: Clock): JourneyRows {
  const journeys = new Map<string, { until: Instant; digests: Map<string, ContactDigest> }>();
  return {
    async journeys(customerKeys) {
      return new Map(
        customerKeys.flatMap((key) => {
          const known = journeys.get(key);
          if (known === undefined || known.until <= clock.now()) return [];
          return [[key, { digests: [...known.digests.values()].map(copy).sort((a, b) => a.at - b.at) }] as const];
        }),
      );
    },
    async putDigest(customerKey, digest, until) {
      const digests = journeys.get(customerKey)?.digests ?? new Map<string, ContactDigest>();
      digests.set(digest.contactId, copy(digest));
      const others = [...digests.values()].filter((one) => one.contactId !== digest.contactId);
      const oldest = others.sort((a, b) => a.at - b.at).slice(0, Math.max(0, digests.size - mostDigests));
      for (const { contactId } of oldest) digests.delete(contactId);
      journeys.set(customerKey, { until, digests });
    },
  };
}

type Alive = <Row extends { expiresAt?: number }>(row: Row | undefined) => Row | undefined;

function memoryLinks(alive: Alive): Pick<MemoryRows, 'links' | 'answers'> {
  const links = new Map<string, LinkRow>();
  const answers = new Map<string, KeptAnswer>();
  return {
    links: {
      get: async (linkId) => alive(links.get(linkId)),
      async replace(row, expectedVersion) {
        if (links.get(row.linkId)?.version !== expectedVersion) return 'conflict';
        links.set(row.linkId, copy(row));
        return 'written';
      },
    },
    answers: {
      get: async (requestId) => alive(answers.get(requestId)),
      async keep(answer) {
        if (alive(answers.get(answer.requestId))) return 'conflict';
        answers.set(answer.requestId, copy(answer));
        return 'written';
      },
    },
  };
}

function memoryCenter(
  contacts: ReadonlyMap<string, ContactRow>,
  models: Map<string, ModelRow>,
  alive: Alive,
): Omit<CenterRows, keyof WindowRows | keyof BookingRows> {
  const days = new Map<string, DayRow>();
  const budgets = new Map<string, Set<string>>();
  const optOuts = new Map<string, OptOutRow>();
  let directory: DirectoryRow | undefined;
  let rolledUp: Instant | undefined;
  let freeze: FreezeRow | undefined;
  let pulse: PulseRow | undefined;
  /** Newest first. */
  const askedIn = (interval: string): ContactRow[] =>
    [...contacts.values()]
      .filter((row) => row.intervalKey === interval)
      .sort((a, b) => (b.askedAt ?? 0) - (a.askedAt ?? 0));
  return {
    optOut: async (customerKey) => copy(optOuts.get(customerKey)),
    async putOptOut(row) {
      optOuts.set(row.customerKey, copy(row));
    },
    directory: async () => copy(directory),
    putDirectory: async (row) => {
      directory = copy(row);
    },
    freeze: async () => copy(freeze),
    putFreeze: async (row) => {
      freeze = copy(row);
    },
    pulse: async () => copy(pulse),
    async putPulse(row) {
      if (pulse && pulse.at >= row.at) return 'conflict';
      pulse = copy(row);
      return 'written';
    },
    model: async (queue, channel) => copy(models.get(`${queue}#${channel}`)),
    async putModel(row) {
      const key = `${row.queue}#${row.channel}`;
      models.set(key, { ...models.get(key), ...copy(row) });
    },
    days: async (queue, channel, from, until) =>
      [...days.values()]
        .filter((row) => row.queue === queue && row.channel === channel && from <= row.date && row.date <= until)
        .sort((one, other) => (one.date < other.date ? -1 : 1))
        .flatMap((row) => alive(row) ?? []),
    day: async (queue, channel, date) => alive(days.get(`${queue}#${channel}#${date}`)),
    async putDay(row) {
      days.set(`${row.queue}#${row.channel}#${row.date}`, copy(row));
    },
    async contactsOf(queue, channel, startsAt, limit) {
      return askedIn(intervalKeyOf(queue, channel, startsAt))
        .slice(0, limit)
        .map(copy);
    },
    async askedSince(queue, channel, since, limit) {
      return askedIn(intervalKeyOf(queue, channel, since))
        .filter((row) => (row.askedAt ?? 0) >= since)
        .slice(0, limit)
        .map((row) => Object.fromEntries(askedAttributes.map((name) => [name, row[name]])) as unknown as AskedContact)
        .map(copy);
    },
    async contactsOfCustomer(customerKey, limit) {
      return [...contacts.values()]
        .filter((row) => row.customerKey === customerKey && row.initiatedAt !== undefined)
        .sort((a, b) => (b.initiatedAt ?? 0) - (a.initiatedAt ?? 0))
        .slice(0, limit)
        .map(copy);
    },
    rolledUpUntil: async () => rolledUp,
    async putRolledUpUntil(until) {
      rolledUp = until;
    },
    async spend(budget, limit, _until, on) {
      const spent = budgets.get(budget) ?? new Set();
      if (on !== undefined && spent.has(on)) return 'spent';
      if (spent.size >= limit) return 'exhausted';
      budgets.set(budget, spent.add(on ?? String(spent.size)));
      return 'spent';
    },
  };
}

function memoryWindows(): WindowRows {
  const queues = new Map<string, Map<Instant, Set<string>>>();
  const of = (queue: string): Map<Instant, Set<string>> => {
    const windows = queues.get(queue) ?? new Map<Instant, Set<string>>();
    queues.set(queue, windows);
    return windows;
  };
  return {
    bookedWindows: async (queue) =>
      new Map([...of(queue)].flatMap(([at, marks]) => (marks.size > 0 ? [[at, marks.size]] : []))),
    async bookWindow({ queue, startsAt, callbackId, capacity, forget }) {
      const windows = of(queue);
      const marks = windows.get(startsAt) ?? new Set();
      if (!marks.has(callbackId) && marks.size >= capacity) return 'full';
      for (const past of forget) windows.delete(past);
      windows.set(startsAt, marks.add(callbackId));
      return 'booked';
    },
    async releaseWindow(queue, startsAt, callbackId) {
      of(queue).get(startsAt)?.delete(callbackId);
    },
  };
}
