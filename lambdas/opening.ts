import { openingTiming } from '../core/callbacks/accept.ts';
import { nextRingAt, parseDailyWindow } from '../core/callbacks/callingHours.ts';
import type { LedgerEvent } from '../core/callbacks/ledgerEvent.ts';
import type { CallbackRow } from '../core/rows/callback.ts';
import type { RuntimeSettings } from '../core/settings/runtime.ts';
import { closesAt, isOpenAt, nextOpeningAt } from '../core/time/hours.ts';
import { type Instant, type Seconds, secondsBetween } from '../core/time/units.ts';

/** Until the queue closes; undefined when it is closed, or does not close within a week. */
export function closesIn(settings: RuntimeSettings, queue: string, now: Instant): Seconds | undefined {
  const hours = settings.hours[settings.queues[queue]?.hours ?? ''];
  const closes = hours && closesAt(hours, hours.timeZone, now);
  return closes === undefined ? undefined : secondsBetween(now, closes);
}

/** The first moment that the queue is open and the customer's telephone may ring. */
export function openingOf(
  settings: RuntimeSettings,
  queue: string,
  zones: readonly string[],
  now: Instant,
): Instant | undefined {
  const hours = settings.hours[settings.queues[queue]?.hours ?? ''];
  const window = parseDailyWindow(settings.callbacks.allowedHours);
  let from: Instant | undefined = now;
  for (let day = 0; hours && from !== undefined && day < 14; day += 1) {
    const opens = nextOpeningAt(hours, hours.timeZone, from);
    const rings = opens === undefined ? undefined : nextRingAt(opens, zones, window);
    if (rings === undefined) return undefined;
    if (isOpenAt(hours, hours.timeZone, rings)) return rings;
    from = rings;
  }
  return undefined;
}

/**
 * The queue has closed and the callback is not made. One that is promised for later than the opening only waits; of any
 * other the promise is broken: it is promised anew for the first hour of the opening, or ends, as the settings say.
 */
export const atClosing = (settings: RuntimeSettings, row: CallbackRow, now: Instant): LedgerEvent =>
  promisedAnew(settings, row, { from: now, now });

/**
 * Nobody may ring there, or nobody is at work, before `until`: when that is later than promised, the same as at closing, and
 * for a moment at which both doors are open.
 */
export function putOff(
  settings: RuntimeSettings,
  row: CallbackRow,
  { until, now }: { until: Instant; now: Instant },
): LedgerEvent {
  if (until < row.promisedBy) return { kind: 'postponed', until, reason: 'hours', at: now };
  return promisedAnew(settings, row, { from: until, now });
}

function promisedAnew(
  settings: RuntimeSettings,
  row: CallbackRow,
  { from, now }: { from: Instant; now: Instant },
): LedgerEvent {
  const opensAt = openingOf(settings, row.queue, row.consent.zones ?? [], from);
  if (opensAt === undefined || settings.callbacks.whenClosing === 'expire') return { kind: 'closed', at: now };
  if (row.promisedBy > opensAt) return { kind: 'postponed', until: opensAt, reason: 'closed', at: now };
  return { kind: 'moved', by: 'closing', to: openingTiming(opensAt), at: now };
}
