import { nextRingAt, parseDailyWindow } from '../core/callbacks/callingHours.ts';
import type { RuntimeSettings } from '../core/settings/runtime.ts';
import { isOpenAt, nextOpeningAt } from '../core/time/hours.ts';
import type { Instant } from '../core/time/units.ts';

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
