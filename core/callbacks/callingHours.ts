import { addSeconds, type Instant, minutes } from '../time/units.ts';
import { localAt } from '../time/zoneOffset.ts';

/** A daily window in local minutes after midnight, `until` excluded. */
export interface DailyWindow {
  fromMinutes: number;
  untilMinutes: number;
}

/** '08:00-21:00' → a window. Throws RangeError on anything else: settings were checked long before. */
export function parseDailyWindow(text: string): DailyWindow {
  const match = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(text);
  if (!match) throw new RangeError(`calling hours: expected "08:00-21:00", got "${text}"`);
  const [fromHour, fromMinute, untilHour, untilMinute] = match.slice(1).map(Number) as [number, number, number, number];
  return { fromMinutes: fromHour * 60 + fromMinute, untilMinutes: untilHour * 60 + untilMinute };
}

/** Minutes after local midnight in an IANA zone, daylight saving time included. */
export const localMinutes = (at: Instant, zone: string): number => Math.floor(localAt(zone, at) / 60_000) % 1440;

/** Whether the telephone may ring now wherever it may be: inside the window in every one of its zones. */
export function mayRing(at: Instant, zones: readonly string[], window: DailyWindow): boolean {
  return zones.every((zone) => {
    const local = localMinutes(at, zone);
    return local >= window.fromMinutes && local < window.untilMinutes;
  });
}

/** The first moment from `at` on when it may ring; undefined when no moment within three days suits all zones. */
export function nextRingAt(at: Instant, zones: readonly string[], window: DailyWindow): Instant | undefined {
  if (mayRing(at, zones, window)) return at;
  const step = 5 * 60_000;
  let candidate = (Math.ceil(at / step) * step) as Instant;
  for (let steps = 0; steps < 3 * 288; steps += 1) {
    if (mayRing(candidate, zones, window)) return candidate;
    candidate = addSeconds(candidate, minutes(5));
  }
  return undefined;
}
