import { windowTiming } from '../core/callbacks/accept.ts';
import { isOpen, isWanted } from '../core/callbacks/ledger.ts';
import type { CancelReason } from '../core/callbacks/ledgerEvent.ts';
import type { CenterRows, Clock } from '../core/ports.ts';
import type { CallbackRow, Door } from '../core/rows/callback.ts';
import { centerSchemaVersion } from '../core/rows/center.ts';
import { callbackKeyOf } from '../core/rows/keys.ts';
import type { RuntimeSettings } from '../core/settings/runtime.ts';
import type { Instant } from '../core/time/units.ts';
import { type BookingWorld, soonAfter } from './booking.ts';
import { advanceCallback, type LedgerWorld } from './row-changes.ts';
import { takeWindow, windowPlan } from './windows.ts';

/** What a customer, at any door, may change about an open callback. */
export interface ChangeWorld extends LedgerWorld {
  centerRows: BookingWorld['centerRows'] & Pick<CenterRows, 'model' | 'bookedWindows' | 'putOptOut'>;
  settings: RuntimeSettings;
  clock: Clock;
}

/** However late it is. */
const endless = Number.POSITIVE_INFINITY as Instant;

export interface Cancellation {
  callbackKey: string;
  callbackId: string;
  reason: CancelReason;
  /**
   * Not written after: a run that was frozen in the middle and woken later does not take back what its caller, who was told
   * that this could not be done, has been promised since. @default endless
   */
  until?: Instant;
  /** On the callback's own line its flow says goodbye and hangs up; stopping the contact would cut the sentence off. */
  onTheLine?: boolean;
}

/**
 * Gives the callback as it was left: once a call may be ringing, a cancel only asks for its end. It is dated when it is
 * written and not when it was wished: a run that was frozen in between would say it was over while it still rang.
 */
export async function cancelCallback(
  world: ChangeWorld,
  { callbackKey, callbackId, reason, until = endless, onTheLine = false }: Cancellation,
): Promise<CallbackRow | undefined> {
  const center = onTheLine ? { stop: async () => {} } : world.center;
  const advanced = await advanceCallback({ ...world, center }, callbackKey, callbackId, () => {
    const at = world.clock.now();
    return at > until ? undefined : { kind: 'cancel', reason, at };
  });
  if (advanced?.row.state === 'CANCELLED') await giveBackWindow(world, advanced.row);
  return advanced?.row;
}

export type Move =
  | { kind: 'moved'; callback: CallbackRow }
  /** Being rung just now, or over. */
  | { kind: 'in-progress' }
  | { kind: 'no-window' };

/**
 * To another window: the new place is taken before the old one is given back, so the promise is never without one. Not
 * written after `until`, like a cancel. What another try of the same wish may hold, or the customer may have wished back
 * since, is left taken until the window is over: room is lost then, never promised twice.
 */
export async function moveCallback(
  world: ChangeWorld,
  callback: CallbackRow,
  windowStartsAt: Instant,
  { now, until = endless }: { now: Instant; until?: Instant },
): Promise<Move> {
  const { callbackKey, callbackId, queue } = callback;
  if (callback.windowStartsAt === windowStartsAt) return { kind: 'moved', callback };
  const zones = callback.consent.zones ?? [];
  const plan = await windowPlan(world.centerRows, queue);
  const window = await takeWindow(world, plan, { now, queue, callbackId, zones, when: { windowStartsAt } });
  if (!window) return { kind: 'no-window' };
  const to = windowTiming(window);
  const moved = await advanceCallback(world, callbackKey, callbackId, () =>
    world.clock.now() > until ? undefined : { kind: 'moved', by: 'customer', to, at: now },
  );
  if (!moved?.changed) {
    const isOver = !moved || !isWanted(moved.row);
    if (isOver) await world.centerRows.releaseWindow(queue, windowStartsAt, callbackId);
    return { kind: 'in-progress' };
  }
  if (world.clock.now() <= soonAfter(now)) await giveBackWindow(world, callback);
  return { kind: 'moved', callback: moved.row };
}

/** The customer does not want to be called, ever: written first, then whatever is open of theirs is cancelled. */
export async function optOut(world: ChangeWorld, customerKey: string, door: Door, at: Instant): Promise<void> {
  await world.centerRows.putOptOut({ schemaVersion: centerSchemaVersion, customerKey, door, at });
  for (const lineOfBusiness of linesOfBusiness(world.settings)) {
    const callbackKey = callbackKeyOf(customerKey, lineOfBusiness);
    const row = await world.callbacks.get(callbackKey);
    if (!row || !isOpen(row.state)) continue;
    await cancelCallback(world, { callbackKey, callbackId: row.callbackId, reason: 'opted-out' });
  }
}

const linesOfBusiness = (settings: RuntimeSettings): Set<string> =>
  new Set(Object.values(settings.queues).map(({ lineOfBusiness }) => lineOfBusiness));

async function giveBackWindow(world: ChangeWorld, { queue, windowStartsAt, callbackId }: CallbackRow): Promise<void> {
  if (windowStartsAt !== undefined) await world.centerRows.releaseWindow(queue, windowStartsAt, callbackId);
}
