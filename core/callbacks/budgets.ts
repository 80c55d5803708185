import type { Settings } from '../settings/schema.ts';
import { addSeconds, hours, type Instant } from '../time/units.ts';

/** So many of something in a stretch of time; a conditional counter, forgotten after `until`. */
export interface Budget {
  name: string;
  limit: number;
  until: Instant;
  /** Paid once for the same thing, however often that is tried. Small budgets only: what was paid for is listed. */
  once: boolean;
}

type CallbackSettings = Settings['callbacks'];

/** What one dial costs, dearest first: a budget that is used up leaves those after it untouched. */
export function dialBudgets(
  settings: CallbackSettings,
  { customerKey, prefix }: { customerKey: string; prefix: string },
  now: Instant,
): Budget[] {
  const { perNumberPerDay, perPrefixPerHour, perPrefixPerDay, dialsPerHour, dialsPerDay } = settings;
  return [
    day('number', customerKey, perNumberPerDay, now),
    hour('prefix', prefix, perPrefixPerHour, now),
    day('prefix', prefix, perPrefixPerDay, now),
    { ...hour('dials', 'center', dialsPerHour, now), once: false },
    dialsOfDay(dialsPerDay, now),
  ];
}

/** All dials of the center in one day. */
export const dialsOfDay = (dialsPerDay: number, now: Instant): Budget => ({
  ...day('dials', 'center', dialsPerDay, now),
  once: false,
});

/**
 * What asking for a callback costs. Numbers in a row share their prefix: a range that is pumped ends here, before
 * anything is promised that the dial budgets would not let us keep.
 */
export const bookingBudgets = (settings: CallbackSettings, prefix: string, now: Instant): Budget[] => [
  hour('asked-prefix', prefix, settings.perPrefixPerHour, now),
  day('asked-prefix', prefix, settings.perPrefixPerDay, now),
];

/** Of a door without a telephone: one address asks for so many. `addressKey` is a keyed hash, never the address. */
export const addressBudgets = (settings: CallbackSettings, addressKey: string, now: Instant): Budget[] => [
  hour('asked-address', addressKey, settings.perAddressPerHour, now),
];

const hour = (kind: string, whose: string, limit: number, now: Instant): Budget =>
  budget(`${kind}#${whose}#${new Date(now).toISOString().slice(0, 13)}`, limit, now);

const day = (kind: string, whose: string, limit: number, now: Instant): Budget =>
  budget(`${kind}#${whose}#${new Date(now).toISOString().slice(0, 10)}`, limit, now);

const budget = (name: string, limit: number, now: Instant): Budget => ({
  name,
  limit,
  until: addSeconds(now, hours(48)),
  once: true,
});
