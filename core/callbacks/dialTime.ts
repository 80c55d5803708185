import { isOpenAt, nextOpeningAt, type OpeningHours } from '../time/hours.ts';
import { addSeconds, hours as hoursOf, type Instant } from '../time/units.ts';
import { type DailyWindow, nextRingAt } from './callingHours.ts';

export interface DialTime {
  now: Instant;
  /** Every zone the telephone may be in. */
  zones: readonly string[];
  ringing: DailyWindow;
  /** The queue's opening hours, in their zone. */
  hours: (OpeningHours & { timeZone: string }) | undefined;
}

/** When the call may be made, if not now: both doors must be open, the customer's and ours. Undefined: now. */
export function dialNotBefore({ now, zones, ringing, hours }: DialTime): Instant | undefined {
  // Without a zone nobody knows what hour it is there; without an hour that suits all, look again tomorrow.
  const rings = zones.length === 0 ? undefined : nextRingAt(now, zones, ringing);
  if (rings === undefined) return addSeconds(now, hoursOf(24));
  if (rings > now) return rings;
  if (!hours || isOpenAt(hours, hours.timeZone, now)) return undefined;
  return nextOpeningAt(hours, hours.timeZone, now) ?? addSeconds(now, hoursOf(24));
}
