import { callbacksToDial } from '../../core/callbacks/dialling.ts';
import { clocksApartSeconds, isWanted } from '../../core/callbacks/ledger.ts';
import type { LedgerEvent } from '../../core/callbacks/ledgerEvent.ts';
import { firstTurnOf, isHandedOver, turnsOfSweep } from '../../core/callbacks/pace.ts';
import { readWaitModel } from '../../core/prediction/waitModel.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import type { DirectoryRow, QueueFigures } from '../../core/rows/center.ts';
import { isOpenAt } from '../../core/time/hours.ts';
import { addSeconds, type Instant, seconds, secondsBetween } from '../../core/time/units.ts';
import { noteDialledLeg } from '../callback-legs.ts';
import { describedEvent, recordEvents } from '../contact-events.ts';
import { atClosing } from '../opening.ts';
import { advanceCallback } from '../row-changes.ts';
import type { SweepWorld } from './sweep.ts';

/** Connect is asked so often in one sweep: SearchContacts takes one request every two seconds, DescribeContact ten a second. */
const mostSearches = 20;
const mostDescribed = 60;

/** Every due callback by its state. One that cannot be settled now stays due and is looked at again in a minute. */
export async function settleDue(
  world: SweepWorld,
  directory: DirectoryRow,
  open: readonly CallbackRow[],
  figures: readonly QueueFigures[],
): Promise<void> {
  const now = world.clock.now();
  const due = open.filter((row) => row.dueAt !== undefined && row.dueAt <= now);
  const left = { searches: mostSearches, described: mostDescribed };
  for (const row of due) {
    if (row.state === 'PENDING') continue;
    if (row.state !== 'ACCEPTED') {
      const asks = row.state === 'DIALING' ? 'searches' : 'described';
      left[asks] -= 1;
      if (left[asks] < 0) continue;
    }
    // Where Connect cannot be asked nothing is known: the row stays as it is, and nothing is dialled.
    await unlessFault(world, row, () => settle(world, directory, row, now));
  }
  await dialDue(
    world,
    due.filter((row) => row.state === 'PENDING'),
    open,
    figures,
    now,
  );
}

async function settle(world: SweepWorld, directory: DirectoryRow, row: CallbackRow, now: Instant): Promise<void> {
  switch (row.state) {
    case 'ACCEPTED':
      // A contact of Connect's own that is not bound is ended by its flow, and one that comes later is refused.
      return void (await move(world, row, { kind: 'handed-over', at: now }));
    case 'DIALING':
      return settleDialling(world, row, now);
    case 'CREATED':
    case 'DIALED':
      return settleLeg(world, directory, row, now);
    default:
      return;
  }
}

const move = (world: SweepWorld, row: CallbackRow, event: LedgerEvent) =>
  advanceCallback(world, row.callbackKey, row.callbackId, () => event);

/** The intent was committed, the answer never came: Connect is asked before anything is dialled again. */
async function settleDialling(world: SweepWorld, row: CallbackRow, now: Instant): Promise<void> {
  const name = `${row.callbackId}-${row.attempt}`;
  const found = await world.center.findByName(name, addSeconds(row.since, seconds(-clocksApartSeconds)), now);
  if (!found) {
    await move(world, row, { kind: 'not-found', attempt: row.attempt, at: now });
    return;
  }
  const { contactId } = found;
  const placed = await move(world, row, { kind: 'placed', attempt: row.attempt, contactId, at: now });
  if (placed) await noteDialledLeg(world, placed.row, contactId);
}

/** A callback contact whose end nobody told. */
async function settleLeg(world: SweepWorld, directory: DirectoryRow, row: CallbackRow, now: Instant): Promise<void> {
  if (row.contactId === undefined) return;
  const found = await world.center.describe(row.contactId);
  const facts = found ?? { contactId: row.contactId, endedAt: now };
  await recordEvents(world, [describedEvent(facts)], directory);
  const after = await world.callbacks.get(row.callbackKey);
  if (after?.callbackId !== row.callbackId || after.version !== row.version) return;
  if (facts.endedAt !== undefined) {
    // The leg's own row does not know its callback (the run that bound it died before): the ledger does.
    await move(world, row, { kind: 'leg', contactId: row.contactId, facts, at: now });
    return;
  }
  if (now >= row.expiresBy) return void (await move(world, row, { kind: 'lapsed', at: now }));
  const hours = world.settings.hours[world.settings.queues[row.queue]?.hours ?? ''];
  const closed = hours && !isOpenAt(hours, hours.timeZone, now);
  const left = closed && row.state === 'CREATED' && now >= row.promisedBy && row.movesTo === undefined && isWanted(row);
  await move(world, row, left ? atClosing(world.settings, row, now) : { kind: 'checked', at: now });
}

/** Callbacks of the dialler: lapsed ones end, closed queues' wait, and as many are dialled as agents will be free. */
async function dialDue(
  world: SweepWorld,
  pending: readonly CallbackRow[],
  open: readonly CallbackRow[],
  figures: readonly QueueFigures[],
  now: Instant,
): Promise<void> {
  const ready = new Map<string, CallbackRow[]>();
  for (const row of pending) {
    const queue = world.settings.queues[row.queue];
    const hours = world.settings.hours[queue?.hours ?? ''];
    if (now >= row.expiresBy) {
      await unlessFault(world, row, () => move(world, row, { kind: 'lapsed', at: now }));
    } else if (hours && !isOpenAt(hours, hours.timeZone, now)) {
      await unlessFault(world, row, () => move(world, row, atClosing(world.settings, row, now)));
    } else {
      ready.set(row.queue, [...(ready.get(row.queue) ?? []), row]);
    }
  }
  if (ready.size > 0 && (await world.centerRows.freeze())?.frozen) return;
  const chosen: CallbackRow[] = [];
  for (const [queue, due] of ready) {
    const stored = await world.centerRows.model(queue, 'voice');
    const ofQueue = callbacksToDial({
      now,
      // By when they fell due, not by when they were last looked at.
      due: [...due].sort((a, b) => a.notBefore - b.notBefore),
      inFlightCount: open.filter((row) => row.queue === queue && isUnderWay(row, now)).length,
      figures: figures.find((one) => one.queue === queue && one.channel === 'voice'),
      handleSeconds: readWaitModel(stored?.model, 'voice').handleSeconds,
    });
    chosen.push(...ofQueue);
  }
  const waitingCount = open.filter((row) => isHandedOver(row, now)).length;
  const turns = turnsOfSweep(chosen, world.settings.callbacks.dialsPerSecond, waitingCount);
  await send(world, turns, firstTurnOf(waitingCount, world.settings.callbacks.dialsPerSecond), now);
}

const isUnderWay = (row: CallbackRow, now: Instant): boolean =>
  row.state === 'DIALING' || row.state === 'DIALED' || isHandedOver(row, now);

/** SQS takes so many at once. */
const sentAtOnce = 10;

/**
 * Rescheduled first: should the message get lost, the row is due again in minutes and not forgotten. A few at a time, so
 * that a fault holds up those few only.
 */
async function send(world: SweepWorld, chosen: readonly CallbackRow[], firstTurn: number, now: Instant): Promise<void> {
  for (let first = 0; first < chosen.length; first += sentAtOnce) {
    const rows = chosen.slice(first, first + sentAtOnce);
    const moved = await Promise.all(
      rows.map((row) => unlessFault(world, row, () => move(world, row, { kind: 'sent', at: now }))),
    );
    const sent = moved.flatMap((one) => (one?.changed ? [one.row] : []));
    if (sent.length > 0) await handOver(world, sent, firstTurn + first, now);
  }
}

/** Those that could not be sent are due again at once; should some have been sent all the same, they are dialled once. */
async function handOver(
  world: SweepWorld,
  rows: readonly CallbackRow[],
  firstTurn: number,
  now: Instant,
): Promise<void> {
  const due = rows.map(({ callbackKey, callbackId, attempt }) => ({ callbackKey, callbackId, attempt }));
  // Turns are counted from the sweep's beginning, delays from when a message is sent.
  const passed = Math.floor(secondsBetween(now, world.clock.now()) * world.settings.callbacks.dialsPerSecond);
  try {
    await world.dueCallbacks.send(due, Math.max(0, firstTurn - passed));
  } catch (error) {
    world.log.warn('callbacks not handed over', { reason: error instanceof Error ? error.message : '' });
    await Promise.all(
      rows.map((row) => unlessFault(world, row, () => move(world, row, { kind: 'out-of-turn', at: now }))),
    );
  }
}

/** What cannot be written now stays due, and holds up none of the others. */
async function unlessFault<Result>(
  world: SweepWorld,
  { callbackId, state }: CallbackRow,
  run: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await run();
  } catch (error) {
    world.log.warn('callback not settled', {
      callbackId,
      state,
      reason: error instanceof Error ? error.message : '',
    });
    return undefined;
  }
}
