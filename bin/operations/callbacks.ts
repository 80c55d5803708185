import { isOpen } from '../../core/callbacks/ledger.ts';
import { reconcileNow } from '../../core/operations/reconcile.ts';
import type { Log, Metrics } from '../../core/ports.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import { centerSchemaVersion, type FreezeRow } from '../../core/rows/center.ts';
import { type Instant, toIso } from '../../core/time/units.ts';
import { cancelCallback as takeBack } from '../../lambdas/callback-changes.ts';
import { ledgerRulesOf } from '../../lambdas/ledger-rules.ts';
import { BadInput } from '../outcome.ts';
import { directoryOf, type OperatedCenter } from './center.ts';

/** A callback as it is shown to people: everything but the number, which only the dialler opens. */
export type ShownCallback = Omit<CallbackRow, 'numberCipher' | 'dueKey' | 'schemaVersion'>;

export interface CallbackFilter {
  queue?: string;
  state?: string;
  /** Those that are over too, as far as they are still remembered. */
  all?: true;
}

const mostOpen = 1000;

export async function listCallbacks(center: OperatedCenter, filter: CallbackFilter): Promise<ShownCallback[]> {
  if (filter.queue !== undefined && !(filter.queue in center.settings.queues))
    throw new BadInput(
      `--queue: expected one of ${Object.keys(center.settings.queues).join(', ')}, got "${filter.queue}".`,
    );
  const rows = filter.all ? await everyCallback(center) : await openCallbacks(center);
  return rows
    .filter(({ queue }) => filter.queue === undefined || queue === filter.queue)
    .filter(({ state }) => filter.state === undefined || state === filter.state.toUpperCase())
    .sort((a, b) => a.promisedBy - b.promisedBy)
    .map(shown);
}

export const openCallbacks = (center: OperatedCenter): Promise<CallbackRow[]> => center.callbacks.open(mostOpen);

/** A callback that is over stands in its slot and in its history: it is one all the same. */
async function everyCallback({ every }: OperatedCenter): Promise<CallbackRow[]> {
  const byId = new Map<string, CallbackRow>();
  for await (const page of every.pages()) {
    for (const { pk, sk: _sk, ...row } of page) {
      if (pk.startsWith('callback#')) byId.set(String(row.callbackId), row as unknown as CallbackRow);
    }
  }
  return [...byId.values()];
}

/** Throws BadInput when nobody remembers such a callback. */
export async function findCallback(center: OperatedCenter, callbackId: string): Promise<CallbackRow> {
  const [, contactId] = /^cb-(.+?)(?:-\d{1,2})?$/.exec(callbackId) ?? [];
  const source =
    contactId === undefined
      ? undefined
      : ((await center.contacts.get(contactId)) ?? (await center.contacts.get(callbackId.slice(3))));
  if (source?.callbackKey !== undefined) {
    const slot = await center.callbacks.get(source.callbackKey);
    if (slot?.callbackId === callbackId) return slot;
    const closed = await center.closedCallback(source.callbackKey, callbackId);
    if (closed) return closed;
  }
  const found = (await everyCallback(center)).find((row) => row.callbackId === callbackId);
  if (found) return found;
  throw new BadInput(`${callbackId}: expected the id of a callback, as nohold callbacks list --all shows them.`);
}

export const showCallback = async (center: OperatedCenter, callbackId: string): Promise<ShownCallback> =>
  shown(await findCallback(center, callbackId));

function shown(row: CallbackRow): ShownCallback {
  const { numberCipher: _cipher, dueKey: _due, schemaVersion: _version, ...rest } = row;
  return rest;
}

export interface Cancelled {
  callbackId: string;
  state: string;
  /** A call may be under way: Connect was asked to end it, and the row ends when Connect says that it did. */
  ending: boolean;
}

/** Takes a callback back on the customer's behalf. What is over already stays what it is. */
export async function cancelCallback(center: OperatedCenter, callbackId: string): Promise<Cancelled> {
  const row = await findCallback(center, callbackId);
  const directory = await directoryOf(center);
  const world = {
    callbacks: center.callbacks,
    center: center.center(directory),
    contacts: center.contacts,
    centerRows: center.centerRows,
    settings: center.settings,
    rules: ledgerRulesOf(center.settings),
    metrics: noMetrics,
    log: noLog,
    clock: center.clock,
  };
  const cancellation = { callbackKey: row.callbackKey, callbackId, reason: 'operator' } as const;
  const after = (await takeBack(world, cancellation)) ?? row;
  return { callbackId, state: after.state, ending: isOpen(after.state) };
}

// An operator's act is none of the customers': CallbacksCancelled counts what they took back.
const noMetrics: Metrics = { ofQueue: () => {}, ofCenter: () => {} };
const noLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

export interface Reconciled {
  callbackId: string;
  state: string;
  /** `due-now`: the next sweep looks at it, within a minute. */
  kind: 'due-now' | 'left';
  reason: string;
}

/** `callbackId` undefined: every open callback. */
export async function reconcileCallbacks(center: OperatedCenter, callbackId?: string): Promise<Reconciled[]> {
  const rows = callbackId === undefined ? await openCallbacks(center) : [await findCallback(center, callbackId)];
  const reconciled: Reconciled[] = [];
  for (const { callbackKey, callbackId: id, state } of rows) {
    // The index is behind the table: what is decided is decided from the slot.
    const row = await center.callbacks.get(callbackKey);
    if (row?.callbackId !== id) {
      reconciled.push({ callbackId: id, state, kind: 'left', reason: 'it is over' });
      continue;
    }
    const outcome = reconcileNow(row, center.clock.now());
    const conflict =
      outcome.kind === 'due-now' && (await center.callbacks.replace(outcome.row, row.version)) === 'conflict';
    reconciled.push({
      callbackId: id,
      state: row.state,
      kind: conflict ? 'left' : outcome.kind,
      reason: conflict ? 'it has just moved by itself' : reasonOf(outcome),
    });
  }
  return reconciled;
}

function reasonOf(outcome: ReturnType<typeof reconcileNow>): string {
  if (outcome.kind === 'due-now') return 'the next sweep looks at it, within a minute';
  return outcome.until === undefined ? outcome.reason : `${outcome.reason}; not before ${toIso(outcome.until)}`;
}

/** A reason is read by colleagues, not by machines; a telephone number in it would be kept and shown. */
const longestReason = 200;

export async function setFreeze(center: OperatedCenter, frozen: boolean, reason: string): Promise<FreezeRow> {
  reasonGiven(reason, 'for whoever finds dialling stopped');
  const row: FreezeRow = { schemaVersion: centerSchemaVersion, frozen, at: center.clock.now(), reason };
  await center.centerRows.putFreeze(row);
  return row;
}

/** A few words that are kept. Throws BadInput when there are none, too many, or a number among them. */
export function reasonGiven(reason: string, forWhom: string): string {
  if (reason.trim() === '') throw new BadInput(`--reason: expected a few words why, ${forWhom}.`);
  if (reason.length > longestReason)
    throw new BadInput(`--reason: expected at most ${longestReason} characters, got ${reason.length}.`);
  if (/(?:\d[\s().-]?){7,}/.test(reason))
    throw new BadInput('--reason: expected no telephone number. Write who or what it is about in words.');
  return reason;
}

/** Callbacks that Connect's own queue holds: agent-first, rung when an agent takes them, whatever is frozen. */
export const inConnectsQueue = (rows: readonly { state: string }[]): number =>
  rows.filter(({ state }) => state === 'CREATED').length;

export const isLate = (row: Pick<CallbackRow, 'promisedBy' | 'state'>, now: Instant): boolean =>
  isOpen(row.state) && row.promisedBy < now;
