import type { CallbackRow, Consent } from '../rows/callback.ts';
import type { Settings } from '../settings/schema.ts';
import { addSeconds, hours, type Instant, utcDate } from '../time/units.ts';
import { timesRung } from './retry.ts';

/** So many of something in a stretch of time; a conditional counter, forgotten after `until`. */
export interface Budget {
  name: string;
  limit: number;
  until: Instant;
  /** Paid once for the same thing, however often that is tried. Small budgets only: what was paid for is listed. */
  once: boolean;
}

type CallbackSettings = Settings['callbacks'];

/**
 * Share of the center's dials that numbers which were merely written down may use together. Whoever asks by telephone, by
 * link or logged in is called whatever a thousand visitors write down in the meantime.
 */
export const writtenDownShare = 0.5;

/** Nobody has shown that the number is theirs. */
export const isWrittenDown = ({ how }: Pick<Consent, 'how'>): boolean => how === 'web-form';

type Dialled = Pick<CallbackRow, 'customerKey' | 'consent' | 'kind' | 'attempt' | 'attempts' | 'acceptedAt'> & {
  prefix: string;
};

/** What one dial costs, dearest first: a budget that is used up leaves those after it untouched. */
export function dialBudgets(settings: CallbackSettings, dialled: Dialled, now: Instant): Budget[] {
  const { customerKey, prefix, consent } = dialled;
  const { perPrefixPerHour, perPrefixPerDay, dialsPerHour, dialsPerDay } = settings;
  return [
    ...(isPaidFor(dialled, now) ? [] : [ringsOfNumber(settings, customerKey, now)]),
    hour('prefix', prefix, perPrefixPerHour, now),
    day('prefix', prefix, perPrefixPerDay, now),
    ...(isWrittenDown(consent) ? writtenDown('dials', settings, now) : []),
    { ...hour('dials', 'center', dialsPerHour, now), once: false },
    dialsOfDay(dialsPerDay, now),
  ];
}

/** How often one telephone rings in a day, whoever calls it: our dialler or Connect's own queue. */
export const ringsOfNumber = ({ perNumberPerDay }: CallbackSettings, customerKey: string, now: Instant): Budget =>
  day('number', customerKey, perNumberPerDay, now);

/**
 * The first ring of a callback that was to keep its place was paid for with the promise, on the day that was made: whoever
 * makes it, and however many attempts were lost before they rang anybody.
 */
const isPaidFor = ({ kind, attempt, attempts, acceptedAt }: Dialled, now: Instant): boolean =>
  kind === 'keeps-place' &&
  timesRung({ attempts: attempts.filter((earlier) => earlier.attempt < attempt) }) === 0 &&
  utcDate(acceptedAt) === utcDate(now);

function writtenDown(kind: string, { dialsPerHour, dialsPerDay }: CallbackSettings, now: Instant): Budget[] {
  const share = (limit: number): number => Math.max(1, Math.floor(limit * writtenDownShare));
  return [
    { ...hour(kind, 'written-down', share(dialsPerHour), now), once: false },
    { ...day(kind, 'written-down', share(dialsPerDay), now), once: false },
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

/**
 * Of a form that anybody may fill in: one address asks for so many, and all together for no more than would be dialled.
 * `addressKey` is a keyed hash, never the address.
 */
export const formBudgets = (settings: CallbackSettings, addressKey: string, now: Instant): Budget[] => [
  hour('asked-address', addressKey, settings.perAddressPerHour, now),
  ...writtenDown('asked', settings, now),
];

const hour = (kind: string, whose: string, limit: number, now: Instant): Budget =>
  budget(`${kind}#${whose}#${new Date(now).toISOString().slice(0, 13)}`, limit, now);

const day = (kind: string, whose: string, limit: number, now: Instant): Budget =>
  budget(`${kind}#${whose}#${utcDate(now)}`, limit, now);

const budget = (name: string, limit: number, now: Instant): Budget => ({
  name,
  limit,
  until: addSeconds(now, hours(48)),
  once: true,
});
