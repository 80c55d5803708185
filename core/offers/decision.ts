import type { KnownWait, PredictedWait } from '../prediction/predictWait.ts';
import { hours, type Ratio, type Seconds } from '../time/units.ts';

/** What the customer of this queue and channel finds acceptable. */
export interface Expectation {
  waitSeconds: Seconds;
  /** An offer is made when the wait exceeds the expectation with more than `1 − confidence` probability. */
  confidence: Ratio;
}

/** `callback` keeps the place; `window` is a callback at a time that suits; `text` and `email` a link to go on without the telephone. */
export type Offer = 'callback' | 'window' | 'text' | 'email';

export interface OfferSituation {
  predicted: PredictedWait;
  /** What would be told now, rounded. Undefined when the wait is unknown. */
  boundSeconds: Seconds | undefined;
  expectation: Expectation | undefined;
  /** How long this contact has waited already. */
  elapsedSeconds: Seconds;
  /** What the queue offers on this channel, in the order of its settings. */
  offers: readonly Offer[];
  /** Whether the plan has room for a callback in a window that can be kept. */
  windowFree: boolean;
  /** Whether a text would reach the caller: they show a number. */
  textReaches: boolean;
  /** Whether an e-mail would reach the caller: their address is known. */
  emailReaches: boolean;
  customerHasOpenCallback: boolean;
  /** Whether the customer's telephone may ring when the callback would be made. */
  mayRingThen: boolean;
  /** Until the queue closes; undefined when that is not known or never. */
  closesInSeconds: Seconds | undefined;
  /** The bound told with the last offer this contact did not take; undefined when it was offered nothing yet. */
  declinedBoundSeconds: Seconds | undefined;
  /** A told bound that is about to pass unkept, from when the contact asked; undefined when none is. */
  lapsingBoundSeconds: Seconds | undefined;
}

export type OfferDecision =
  /** At least one, in order. */
  | { kind: 'offer'; offers: readonly Offer[] }
  /** The customer rang again: the callback that is open comes first. */
  | { kind: 'open-callback' }
  | {
      kind: 'no-offer';
      reason:
        | 'within-expectation'
        | 'wait-unknown'
        | 'queue-closing'
        | 'too-late-to-ring'
        | 'no-window'
        | 'declined-already'
        | 'no-expectation'
        | 'not-offered-here'
        | 'said-just-now';
    };

/** The longest bound that is told or promised: one of days is a figure of the tail, and nobody can live by it. */
export const mostToldSeconds = hours(24);

/** An agent must still be there when the promised call is made. */
export const closingMarginSeconds = 300 as Seconds;

/** Whether something better is offered to this contact now. Holding stays one of the keys whatever this says. */
export function decideOffer(situation: OfferSituation): OfferDecision {
  const no = (reason: Extract<OfferDecision, { kind: 'no-offer' }>['reason']): OfferDecision => ({
    kind: 'no-offer',
    reason,
  });
  if (situation.customerHasOpenCallback) return { kind: 'open-callback' };
  const { predicted, boundSeconds, expectation } = situation;
  if (situation.offers.length === 0) return no('not-offered-here');
  if (!expectation) return no('no-expectation');
  // A promise needs a bound: of an unknown wait nothing can be promised, so nothing is offered in its place.
  if (predicted.kind === 'unknown' || boundSeconds === undefined) return no('wait-unknown');
  if (!exceedsExpectation(predicted, expectation, situation.elapsedSeconds)) return no('within-expectation');
  const placeLost = whyPlaceIsLost(situation, boundSeconds);
  const windowLost = situation.windowFree ? undefined : 'no-window';
  const lost = {
    callback: placeLost,
    window: windowLost,
    text: situation.textReaches ? undefined : 'no-number',
    email: situation.emailReaches ? undefined : 'no-address',
  };
  const kept = situation.offers.filter((offer) => lost[offer] === undefined);
  if (kept.length === 0) return no(situation.offers.includes('callback') ? (placeLost ?? 'no-window') : 'no-window');
  const declined = situation.declinedBoundSeconds;
  if (declined !== undefined && !isClearlyWorse(situation, boundSeconds, declined)) return no('declined-already');
  return { kind: 'offer', offers: kept };
}

/** Why a callback that keeps its place could not be kept itself. */
function whyPlaceIsLost(
  { closesInSeconds, mayRingThen }: OfferSituation,
  boundSeconds: Seconds,
): 'wait-unknown' | 'queue-closing' | 'too-late-to-ring' | undefined {
  if (boundSeconds > mostToldSeconds) return 'wait-unknown';
  if (closesInSeconds !== undefined && boundSeconds + closingMarginSeconds > closesInSeconds) return 'queue-closing';
  return mayRingThen ? undefined : 'too-late-to-ring';
}

/**
 * Whether a declined offer is due again: what is left to wait is clearly more than was told with it, or a told bound
 * passes and the whole wait becomes clearly longer than it. A queue that merely stands still brings the offer back when
 * its bound lapses, not before.
 */
function isClearlyWorse(situation: OfferSituation, boundSeconds: Seconds, declined: Seconds): boolean {
  if (clearlyBeyond(boundSeconds, declined)) return true;
  const { lapsingBoundSeconds, elapsedSeconds } = situation;
  const wholeSeconds = (elapsedSeconds + boundSeconds) as Seconds;
  return lapsingBoundSeconds !== undefined && clearlyBeyond(wholeSeconds, lapsingBoundSeconds);
}

/** P(time already waited + time to come > expectation) > 1 − confidence. */
export function exceedsExpectation(predicted: KnownWait, expectation: Expectation, elapsedSeconds: Seconds): boolean {
  const leftSeconds = (expectation.waitSeconds - elapsedSeconds) as Seconds;
  if (leftSeconds <= 0) return predicted.law.meanSeconds > 0;
  return predicted.law.probabilityLongerThan(leftSeconds) > 1 - expectation.confidence;
}

/** The least by which a new bound must exceed the old one before a declined offer is made again. */
export const reofferShare = 0.25;
export const reofferSeconds = 60 as Seconds;

export const clearlyBeyond = (boundSeconds: Seconds, thanSeconds: Seconds): boolean =>
  boundSeconds >= thanSeconds * (1 + reofferShare) && boundSeconds >= thanSeconds + reofferSeconds;
