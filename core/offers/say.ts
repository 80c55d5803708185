import type { CallbackWindow } from '../callbacks/windows.ts';
import type { CallbackRow } from '../rows/callback.ts';
import type { Instant, Seconds } from '../time/units.ts';
import { localAt } from '../time/zoneOffset.ts';
import type { Offer } from './decision.ts';

/**
 * Durations as people name them, in seconds: fine where waits are short, coarse where nobody counts minutes. Coarser
 * steps would cost points of the share of promises kept.
 */
const spokenSteps: readonly number[] = [
  ...range(15, 120, 15),
  ...range(150, 300, 30),
  ...range(360, 900, 60),
  ...range(1200, 3600, 300),
  ...range(4500, 10_800, 900),
  ...range(12_600, 86_400, 1800),
];

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

/** The least spoken duration that is not shorter. */
export const spokenUp = (duration: Seconds): Seconds =>
  (spokenSteps.find((step) => step >= duration) ?? Math.ceil(duration / 3600) * 3600) as Seconds;

/** The nearest spoken duration. */
export function spokenNear(duration: Seconds): Seconds {
  const up = spokenUp(duration);
  const down = spokenSteps[spokenSteps.indexOf(up) - 1] ?? up;
  return (duration - down < up - duration ? down : up) as Seconds;
}

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** A whole number from 0 to 99 as a word; beyond, its digits. */
export function numberWord(value: number): string {
  if (value > 99) return String(value);
  if (value < 20) return small[value] ?? String(value);
  const ones = value % 10;
  return ones === 0 ? (tens[Math.floor(value / 10)] ?? '') : `${tens[Math.floor(value / 10)]}-${small[ones]}`;
}

/** A spoken duration: 'thirty seconds', 'a minute and a half', 'ten minutes', 'an hour and a quarter'. */
export function sayDuration(duration: Seconds): string {
  if (duration < 60) return `${numberWord(duration)} seconds`;
  if (duration < 3600) return count(duration / 60, 'minute');
  return count(duration / 3600, 'hour');
}

function count(amount: number, unit: 'minute' | 'hour'): string {
  const whole = Math.floor(amount);
  const article = unit === 'hour' ? 'an' : 'a';
  const rest = amount - whole;
  if (rest === 0) return whole === 1 ? `${unit === 'hour' ? 'an' : 'one'} ${unit}` : `${numberWord(whole)} ${unit}s`;
  const part = rest === 0.5 ? 'a half' : rest === 0.25 ? 'a quarter' : 'three quarters';
  return whole === 1 ? `${article} ${unit} and ${part}` : `${numberWord(whole)} and ${part} ${unit}s`;
}

/** 'about ten minutes, at most fifteen'; where both are one, 'at most ten minutes'. Both rounded before. */
export function sayRange(aboutSeconds: Seconds, boundSeconds: Seconds): string {
  if (aboutSeconds >= boundSeconds) return `at most ${sayDuration(boundSeconds)}`;
  const about = sayDuration(aboutSeconds);
  const bound = sayDuration(boundSeconds);
  const unit = / (seconds|minutes|hours)$/;
  const sameUnit = unit.exec(about)?.[1] !== undefined && unit.exec(about)?.[1] === unit.exec(bound)?.[1];
  return `about ${about}, at most ${sameUnit ? bound.replace(unit, '') : bound}`;
}

/** Said on arrival. A wait too short to speak of is not spoken of. */
export const sayWait = (aboutSeconds: Seconds, boundSeconds: Seconds): string =>
  `The wait is ${sayRange(aboutSeconds, boundSeconds)}.`;

export const sayUnknown = 'We cannot say how long the wait will be.';

export const sayComfort = (aboutSeconds: Seconds): string => `About ${sayDuration(aboutSeconds)} to go.`;

export const sayLapse = (aboutSeconds: Seconds, boundSeconds: Seconds): string =>
  `It may take longer than we told you: ${sayRange(aboutSeconds, boundSeconds)} from now.`;

export const sayLapseUnknown = 'It is taking longer than we told you, and we cannot say how much longer.';

/**
 * What is offered, in the order the settings give, each by its own name and key: 1 keeps the place, 3 is a time that suits, 4 a
 * link by text, 5 one by e-mail. 2 or silence holds. The keys of flow and text belong together.
 */
export function askOffers(
  offers: readonly Offer[],
  earliest: CallbackWindow | undefined,
  timeZone: string,
  now: Instant,
): string {
  const sentences = offers.map((offer) => {
    switch (offer) {
      case 'callback':
        return 'To keep your place and be called back, press 1.';
      case 'window': {
        const named = earliest ? `, the earliest is ${sayWindow(earliest, timeZone, now)}` : '';
        return `To be called at a time that suits you${named}, press 3.`;
      }
      case 'text':
        return 'To get a link by text and go on without the telephone, press 4.';
      case 'email':
        return 'To get a link by e-mail and go on without the telephone, press 5.';
      default:
        return offer satisfies never;
    }
  });
  return [...sentences, 'To hold, press 2.'].join(' ');
}

/** What is open for a customer who rings again: when it comes, and what went wrong with it so far. */
export function sayOpenCallback(
  { promisedBy, windowStartsAt, movedBy }: Pick<CallbackRow, 'promisedBy' | 'windowStartsAt' | 'movedBy'>,
  timeZone: string,
  now: Instant,
): string {
  const moved = movedBy === 'closing' ? 'We closed before we could call you, and we are sorry. ' : '';
  if (now > promisedBy) return `${moved}We have a callback for you, and we are late with it.`;
  const when =
    windowStartsAt === undefined || now >= windowStartsAt
      ? `by ${sayTime(promisedBy, timeZone, now)}`
      : sayWindow({ startsAt: windowStartsAt, endsAt: promisedBy }, timeZone, now);
  return `${moved}We have a callback for you, ${when}.`;
}

/** 1 keeps the callback, 2 gives it up for a place in the queue, 3 cancels it, 4 changes its number or time. */
export const askOpenCallback =
  'To keep it and hang up, press 1. To wait on the line instead, press 2. To cancel it, press 3. To change the number or the time, press 4.';

/** A callback that ended without being kept, to a customer who rings again: what we did, and did not do. */
export function sayEnded(
  { state, reason, firstRungAt }: Pick<CallbackRow, 'state' | 'reason' | 'firstRungAt'>,
  timeZone: string,
  now: Instant,
): string {
  if (state === 'EXHAUSTED' && firstRungAt !== undefined)
    return `We called you as promised, first at ${sayTime(firstRungAt, timeZone, now)}, and could not reach you.`;
  if (state === 'EXPIRED') {
    return reason === 'closed'
      ? 'We closed before we could call you back, and we are sorry.'
      : 'We did not call you back as promised, and we are sorry.';
  }
  return state === 'REJECTED' ? 'We could not call your number.' : '';
}

/** 'between 3:00 PM and 3:30 PM', with the weekday when it is not today. */
export function sayWindow({ startsAt, endsAt }: CallbackWindow, timeZone: string, now: Instant): string {
  const from = sayTime(startsAt, timeZone, now);
  const [day, clock] = from.includes(' at ') ? from.split(' at ') : [undefined, from];
  const until = sayTime(endsAt, timeZone, startsAt);
  return `${day === undefined ? '' : `on ${day} `}between ${clock} and ${until}`;
}

export interface PostWords {
  aboutSeconds: Seconds;
  boundSeconds: Seconds;
  boundAt: Instant;
  /** Whether it is open all the time until then. */
  throughout: boolean;
  timeZone: string;
  now: Instant;
}

/** To somebody who wrote: in hours while it is open, else by the day and the time. */
export const sayPost = ({ aboutSeconds, boundSeconds, boundAt, throughout, timeZone, now }: PostWords): string =>
  throughout
    ? `We answer in ${sayRange(aboutSeconds, boundSeconds)}.`
    : `We answer at the latest ${/ at /.test(sayTime(boundAt, timeZone, now)) ? 'on' : 'by'} ${sayTime(boundAt, timeZone, now)}.`;

export const sayPostUnknown = 'We have your message. We cannot say yet when we will answer it.';

/** Keys of the menu in which a window is named. */
export const askWindow = 'To take this time, press 1. For a later one, press 2. For none of them, press 3.';

export const sayAcceptedWindow = (window: CallbackWindow, timeZone: string, now: Instant): string =>
  `We will call you ${sayWindow(window, timeZone, now)}. Please press 1 when we do.`;

/** '3:45 PM', with the weekday when it is not today, and the date when that day comes first; in the center's zone. */
export function sayTime(at: Instant, timeZone: string, now: Instant): string {
  const [local, localNow] = [localAt(timeZone, at), localAt(timeZone, now)];
  const clock = clockFormat.format(local);
  const daysAhead = Math.floor(local / 86_400_000) - Math.floor(localNow / 86_400_000);
  if (daysAhead === 0) return clock;
  return `${(Math.abs(daysAhead) < 7 ? weekdayFormat : dateFormat).format(local)} at ${clock}`;
}

/** Of local times: making a format takes longer than the rest of a quote. */
const formatOf = (parts: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', ...parts });
const clockFormat = formatOf({ hour: 'numeric', minute: '2-digit' });
const weekdayFormat = formatOf({ weekday: 'long' });
const dateFormat = formatOf({ weekday: 'long', month: 'long', day: 'numeric' });

export const sayAcceptedNow = (boundSeconds: Seconds): string =>
  `We keep your place and call you back within ${sayDuration(boundSeconds)}.`;

export const sayAcceptedAt = (promisedBy: Instant, timeZone: string, now: Instant): string =>
  `We will call you back by ${sayTime(promisedBy, timeZone, now)}.`;
