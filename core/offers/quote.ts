import type { CallbackWindow } from '../callbacks/windows.ts';
import { type PredictedWait, toldBoundSeconds } from '../prediction/predictWait.ts';
import type { WaitModel } from '../prediction/waitModel.ts';
import type { CallbackRow } from '../rows/callback.ts';
import { addSeconds, hours, type Instant, type Seconds, seconds } from '../time/units.ts';
import { mostToldSeconds, type OfferDecision } from './decision.ts';
import type { Telling } from './requote.ts';
import {
  askOffers,
  askOpenCallback,
  sayComfort,
  sayEnded,
  sayLapse,
  sayLapseUnknown,
  sayOpenCallback,
  sayUnknown,
  sayWait,
  spokenNear,
} from './say.ts';

/** Below this there is nothing worth saying: the agent is there before the sentence ends. */
const unspokenSeconds = seconds(10);
/** The waiting flow looks first after some 40 seconds: a shorter bound could pass in silence. */
const leastBoundSeconds = seconds(45);

/** What could be told of a wait, rounded as people speak. */
export type Tellable =
  | { kind: 'range'; aboutSeconds: Seconds; boundSeconds: Seconds }
  /** Known, and too short to speak of; the bound is there for the decisions. */
  | { kind: 'at-once'; aboutSeconds: Seconds; boundSeconds: Seconds }
  /** Of so long a bound nothing is said; it is there for the decisions. */
  | { kind: 'beyond'; aboutSeconds: Seconds; boundSeconds: Seconds }
  | { kind: 'unknown' };

/**
 * `keptShare`: the share of told bounds that shall come true. A bound is rounded to the nearest spoken duration: always
 * upwards would keep more promises than asked for, at the price of scaring callers away.
 */
export function tellable(predicted: PredictedWait, model: WaitModel, keptShare: number): Tellable {
  if (predicted.kind === 'unknown') return { kind: 'unknown' };
  const exact = toldBoundSeconds(predicted, model, keptShare);
  const boundSeconds = spokenNear(Math.max(exact, leastBoundSeconds) as Seconds);
  const aboutSeconds = Math.min(boundSeconds, spokenNear(predicted.law.quantileSeconds(0.5))) as Seconds;
  const spoken = boundSeconds > mostToldSeconds ? 'beyond' : 'range';
  return { kind: exact <= unspokenSeconds ? 'at-once' : spoken, aboutSeconds, boundSeconds };
}

/** What is said about the wait. */
export interface Quote {
  say: string;
  /** The bound that is told by it. */
  toldBoundSeconds: Seconds | undefined;
  /** Whether the contact has been told anything it should be measured by or not be told again at once. */
  told: boolean;
}

const silence: Quote = { say: '', toldBoundSeconds: undefined, told: false };

/** The words for one who waits, given what is due to be told. */
export function wordQuote(what: Tellable, telling: Telling, toldUntil: Instant | undefined, now: Instant): Quote {
  if (telling === 'silence') return silence;
  if (what.kind === 'unknown' || what.kind === 'beyond') {
    if (telling === 'first-bound') return { say: sayUnknown, toldBoundSeconds: undefined, told: true };
    return telling === 'bound-lapses' ? { say: sayLapseUnknown, toldBoundSeconds: undefined, told: true } : silence;
  }
  const { aboutSeconds, boundSeconds } = what;
  switch (telling) {
    case 'first-bound':
      if (what.kind === 'at-once') return { say: '', toldBoundSeconds: undefined, told: true };
      return { say: sayWait(aboutSeconds, boundSeconds), toldBoundSeconds: boundSeconds, told: true };
    case 'bound-lapses':
      return { say: sayLapse(aboutSeconds, boundSeconds), toldBoundSeconds: boundSeconds, told: true };
    case 'comfort':
      // Never about more than what the told bound leaves: that would take it back without saying so.
      if (toldUntil !== undefined && addSeconds(now, aboutSeconds) > toldUntil) return silence;
      return { say: sayComfort(aboutSeconds), toldBoundSeconds: undefined, told: true };
    default:
      return telling satisfies never;
  }
}

/** The quote and the decision as the flow speaks them: texts only. */
export interface WordedOffer {
  offer: 'none' | 'callback' | 'open-callback';
  say: string;
  ask: string;
  reason: string;
  toldBoundSeconds: string;
}

export interface OfferWords {
  /** The customer's callback, open or just closed. */
  callback: CallbackRow | undefined;
  earliest: CallbackWindow | undefined;
  /** Who has just arrived is told first what became of a callback that was not kept. */
  arriving: boolean;
  timeZone: string;
  now: Instant;
}

export function wordOffer(
  quote: Quote,
  decision: OfferDecision,
  { callback, earliest, arriving, timeZone, now }: OfferWords,
): WordedOffer {
  const told = quote.toldBoundSeconds === undefined ? '' : String(quote.toldBoundSeconds);
  const ended = arriving && callback ? endedNews(callback, timeZone, now) : '';
  const answer = { say: `${ended} ${quote.say}`.trim(), ask: '', reason: decision.kind, toldBoundSeconds: told };
  switch (decision.kind) {
    case 'offer':
      return { ...answer, offer: 'callback', ask: askOffers(decision.offers, earliest, timeZone, now) };
    case 'open-callback': {
      const open = callback ? `${sayOpenCallback(callback, timeZone, now)} ` : '';
      return { ...answer, offer: 'open-callback', say: `${open}${quote.say}`.trim(), ask: askOpenCallback };
    }
    case 'no-offer':
      return { ...answer, offer: 'none', reason: decision.reason };
    default:
      return decision satisfies never;
  }
}

/** So long after its end a customer who rings again is told that a callback was not kept. */
const newsSeconds = hours(24);

const endedNews = (callback: CallbackRow, timeZone: string, now: Instant): string =>
  now < addSeconds(callback.since, newsSeconds) ? sayEnded(callback, timeZone, now) : '';
