import type { CallbackRow } from '../../core/rows/callback.ts';
import { callbackKeyOf } from '../../core/rows/keys.ts';
import type { Instant } from '../../core/time/units.ts';
import { bookedWithinSeconds } from '../../lambdas/booking.ts';
import type { SimulatedCenter } from './center.ts';
import { doneIsWritten, factsOfConnect } from './checkContacts.ts';
import { board, handedOver, intents, ledgerRules, rooms } from './checkLedger.ts';
import { budgets, policy } from './checkPolicy.ts';
import { ringsInVain } from './checkRings.ts';
import type { CallFact } from './connect.ts';
import { numbersShown } from './shownNumbers.ts';

/** A broken promise of the design, by its invariant, and the ids to follow through the trace. */
export interface Violation {
  invariant: string;
  what: string;
  ids: string[];
}

const terminal = new Set(['COMPLETED', 'EXHAUSTED', 'CANCELLED', 'EXPIRED', 'REJECTED']);
export const isOver = ({ state }: CallbackRow): boolean => terminal.has(state);
/** Between looking at the clock and ringing: a slow table, a busy dialler; and clocks that disagree. */
export const toleranceOf = ({ faults }: SimulatedCenter): number => 30_000 + 2000 * faults.clockErrorSeconds;

export interface Evidence {
  center: SimulatedCenter;
  rows: CallbackRow[];
  log: readonly CallFact[];
  /** Callback by the contact Connect made or placed for it. */
  callbackOf: ReadonlyMap<string, string>;
  /** The callback that this one stands for: itself, or the first of those whose places were taken in turn. */
  promiseOf: (callbackId: string | undefined) => string | undefined;
  /** When Connect's contacts ended. */
  endedAt: ReadonlyMap<string, Instant>;
}

/** Judges a finished run by Connect's own call log, the table's log of writes and the rows that are left: nothing of the code's own opinion. */
export async function check(center: SimulatedCenter): Promise<Violation[]> {
  const { callbacks, closedCallbacks } = center.rows.all();
  const closedIds = new Set(closedCallbacks.map(({ callbackId }) => callbackId));
  const rows = [...closedCallbacks, ...callbacks.filter(({ callbackId }) => !closedIds.has(callbackId))];
  const log = center.connect.log;
  const endedAt = new Map(log.flatMap((fact) => (fact.kind === 'ended' ? [[fact.contactId, fact.at] as const] : [])));
  const callbackOf = callbacksByContact(center, rows);
  const evidence: Evidence = { center, rows, log, callbackOf, promiseOf: promisesOf(rows), endedAt };
  return [
    ...oneAnswer(evidence),
    ...uniqueAttempts(evidence),
    ...ringsInVain(evidence),
    ...terminalInTime(evidence),
    ...oneOpen(evidence),
    ...conservation(evidence, closedCallbacks),
    ...overwrites(evidence),
    ...ledgerRules(evidence),
    ...intents(evidence),
    ...handedOver(evidence),
    ...board(evidence),
    ...rooms(evidence),
    ...policy(evidence),
    ...factsOfConnect(center),
    ...doneIsWritten(center),
    ...(await failOpen(evidence)),
    ...boundedNumbers(evidence),
    ...noNumbers(evidence),
    ...poison(evidence),
    ...budgets(evidence),
  ];
}

function callbacksByContact({ connect }: SimulatedCenter, rows: readonly CallbackRow[]): Map<string, string> {
  const bound = new Map<string, string>();
  const sources = new Map<string, string>();
  for (const { callbackId, sourceContactId, attempts } of rows) {
    if (!sources.has(sourceContactId)) sources.set(sourceContactId, callbackId);
    for (const { contactId } of attempts) if (contactId !== undefined) bound.set(contactId, callbackId);
  }
  const callbackOf = new Map<string, string>();
  for (const { contactId, attributes, initialContactId, initiationMethod } of connect.contacts.values()) {
    const callback = attributes.callbackId ?? bound.get(contactId) ?? sources.get(initialContactId ?? '');
    if (initiationMethod !== 'INBOUND') callbackOf.set(contactId, callback ?? `nobody's ${contactId}`);
  }
  return callbackOf;
}

/** A callback and the one on another number that took its place are one promise. */
function promisesOf(rows: readonly CallbackRow[]): Evidence['promiseOf'] {
  const replaced = new Map(rows.map(({ callbackId, replaces }) => [callbackId, replaces?.callbackId]));
  const promiseOf: Evidence['promiseOf'] = (callbackId) => {
    const earlier = replaced.get(callbackId ?? '');
    return earlier === undefined ? callbackId : promiseOf(earlier);
  };
  return promiseOf;
}

function oneAnswer({ log, callbackOf, promiseOf }: Evidence): Violation[] {
  const spoke = group(
    log.filter(({ kind }) => kind === 'spoke'),
    ({ contactId }) => promiseOf(callbackOf.get(contactId)),
  );
  return spoke
    .filter(([, facts]) => facts.length > 1)
    .map(([callbackId, facts]) => ({
      invariant: 'I1 one answer',
      what: `${callbackId} was answered ${facts.length} times`,
      ids: [callbackId, ...facts.map(({ contactId }) => contactId)],
    }));
}

function uniqueAttempts({ center, log, callbackOf }: Evidence): Violation[] {
  const placed = log.filter((fact) => fact.kind === 'placed');
  const most = center.settings.callbacks.attempts;
  const twice = group(placed, ({ call }) => call.name)
    .filter(([, calls]) => calls.length > 1)
    .map(([name, calls]) => ({
      invariant: 'I2 unique attempt',
      what: `${name} was placed ${calls.length} times`,
      ids: [calls[0]?.call.attributes.callbackId ?? name, ...calls.map(({ contactId }) => contactId)],
    }));
  const movedAt = movedAway(center);
  const rang = log.filter((fact) => fact.kind === 'rang' && fact.at <= (movedAt.get(fact.contactId) ?? fact.at));
  const beyond = group(rang, ({ contactId }) => callbackOf.get(contactId)).flatMap(([callbackId, rings]) => {
    // Who asks for another time before it was heard that they had been rung is rung at that time, whatever is used up.
    const allowed = Math.max(most, rings.filter(({ contactId }) => movedAt.has(contactId)).length + 1);
    if (rings.length <= allowed) return [];
    const what = `${callbackId} rang ${rings.length} times, ${allowed} are allowed`;
    return [{ invariant: 'I2 unique attempt', what, ids: [callbackId] }];
  });
  return [...twice, ...beyond];
}

/**
 * Contacts whose callback was given another time, and since when: should Connect not hear of it in time, their ring at the old
 * time is none of those that were promised.
 */
const movedAway = ({ rows }: SimulatedCenter): Map<string, Instant> =>
  new Map(
    [...rows.slotWrites.values()]
      .flat()
      .flatMap(({ at, row: { contactId, movesTo } }) => (contactId && movesTo ? [[contactId, at] as const] : []))
      .reverse(),
  );

function terminalInTime({ rows }: Evidence): Violation[] {
  return rows
    .filter(({ state }) => !terminal.has(state))
    .map((row) => ({
      invariant: 'I3 terminal',
      what: `${row.callbackId} is still ${row.state}`,
      ids: [row.callbackId, row.sourceContactId, row.contactId ?? row.callbackId],
    }));
}

function oneOpen({ center, rows }: Evidence): Violation[] {
  const apart = 1000 * bookedWithinSeconds + 2000 * center.faults.clockErrorSeconds;
  return group(rows, ({ callbackKey }) => callbackKey).flatMap(([, same]) => {
    const inOrder = [...same].sort((a, b) => a.acceptedAt - b.acceptedAt);
    return inOrder.flatMap((row, index) => {
      const next = inOrder[index + 1];
      // Accepted is when it was asked for, a little before it was written; and the clocks of two functions may differ.
      if (!next || row.since <= next.acceptedAt + apart) return [];
      const what = `${row.callbackId} was open until after ${next.callbackId} was accepted`;
      return [{ invariant: 'I4 one open', what, ids: [row.callbackId, next.callbackId] }];
    });
  });
}

/**
 * Every callback that ended is in the history. While its slot stands the slot says how: two runs may have ended it at once,
 * and the slower wrote the history last. From when another takes the slot the history says it.
 */
function conservation({ center }: Evidence, closed: readonly CallbackRow[]): Violation[] {
  const history = new Map(closed.map((row) => [row.callbackId, row]));
  return [...center.rows.slotWrites.values()].flatMap((writes) =>
    writes.flatMap(({ row }, index) => {
      const next = writes[index + 1]?.row;
      if (!isOver(row) || next?.callbackId === row.callbackId) return [];
      const kept = history.get(row.callbackId);
      const same = kept?.state === row.state && kept.reason === row.reason;
      // The version before leaves the history as it is when it takes a slot.
      if (kept?.version === row.version && (same || next === undefined || center.runsEarlier)) return [];
      const what = `${row.callbackId} ended ${row.state} (${row.reason}) v${row.version}, its history says ${kept?.state} (${kept?.reason}) v${kept?.version}`;
      return [{ invariant: 'I5 conservation', what, ids: [row.callbackId, row.sourceContactId] }];
    }),
  );
}

/** Nobody's write takes the place of one they had not seen. */
const overwrites = ({ center }: Evidence): Violation[] =>
  center.rows.overwritten.map((what) => ({
    invariant: 'I5 conservation',
    what: `a write was lost: ${what}`,
    ids: [what.split(/[ :]/)[1] ?? ''],
  }));

/** "We will call you back" is said only when the ledger holds it; nobody is turned away because something failed. */
async function failOpen({ center, log, rows }: Evidence): Promise<Violation[]> {
  const broken: Violation[] = [];
  const tolerance = toleranceOf(center);
  for (const fact of log) {
    if (fact.kind !== 'told-callback') continue;
    const key = callbackKeyOf(await center.customers.keyOf(fact.number), 'service');
    const held = rows.some(
      (row) =>
        row.callbackKey === key &&
        row.acceptedAt <= fact.at + 1000 + 1000 * center.faults.clockErrorSeconds &&
        (!terminal.has(row.state) || row.since >= fact.at - tolerance),
    );
    if (!held) {
      const what = `${fact.contactId} was promised a callback that is not in the ledger`;
      broken.push({ invariant: 'I8 fail open', what, ids: [fact.contactId, `cb-${fact.contactId}`] });
    }
  }
  for (const fact of log) {
    if (fact.kind !== 'ended' || !fact.byFlow) continue;
    const ending = center.endings.get(fact.contactId);
    if (ending !== 'left' && ending !== 'queued') continue;
    if (log.some((other) => other.kind === 'told-callback' && other.contactId === fact.contactId)) continue;
    const what = `${fact.contactId} was let go without an agent or a promise`;
    broken.push({ invariant: 'I8 fail open', what, ids: [fact.contactId] });
  }
  for (const what of center.refused) broken.push({ invariant: 'I8 fail open', what, ids: [] });
  return broken;
}

/** A margin has a sign; everything else is counted or measured, and never below nothing. */
const signed = new Set(['MarginSeconds']);

function boundedNumbers({ center }: Evidence): Violation[] {
  return center.metrics.emitted
    .filter(({ name, value }) => !Number.isFinite(value) || (value < 0 && !signed.has(name)))
    .map(({ name, value }) => ({ invariant: 'I9 bounded numbers', what: `${name} is ${value}`, ids: [] }));
}

const noNumbers = ({ center }: Evidence): Violation[] =>
  Object.entries(numbersShown(center).shown)
    .filter(([, count]) => count > 0)
    .map(([place, count]) => ({
      invariant: 'I10 no number',
      what: `${place} show the numbers of ${count} customers`,
      ids: [],
    }));

function poison({ center }: Evidence): Violation[] {
  const { events, dials } = center.queues;
  const strays = [...events.deadLetters, ...dials.deadLetters].filter((body) => !body.includes('poison'));
  const swallowed = [...events.done, ...dials.done].filter((body) => body.includes('poison'));
  return [
    ...strays.map((body) => ({
      invariant: 'I11 poison',
      what: `dead letter left over: ${body.slice(0, 80)}`,
      ids: [],
    })),
    ...swallowed.map((body) => ({ invariant: 'I11 poison', what: `taken for done: ${body}`, ids: [] })),
  ];
}

export function group<One>(list: readonly One[], keyOf: (one: One) => string | undefined): [string, One[]][] {
  const groups = new Map<string, One[]>();
  for (const one of list) {
    const key = keyOf(one);
    if (key === undefined) continue;
    const known = groups.get(key);
    if (known) known.push(one);
    else groups.set(key, [one]);
  }
  return [...groups];
}
