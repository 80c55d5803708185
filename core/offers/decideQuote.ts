import { type PredictedWait, predictWait } from '../prediction/predictWait.ts';
import type { QueueState } from '../prediction/queueState.ts';
import type { WaitModel } from '../prediction/waitModel.ts';
import type { ContactRow } from '../rows/contact.ts';
import { addSeconds, type Instant, type Seconds, seconds, secondsBetween } from '../time/units.ts';
import { decideOffer, type Expectation, type Offer, type OfferDecision } from './decision.ts';
import { type Quote, type Tellable, tellable, wordQuote } from './quote.ts';
import { boundLapses, decideTelling } from './requote.ts';

/** What a queue's settings say about quoting and offering on one channel. */
export interface QuotePolicy {
  /** Share of told bounds that shall come true. */
  promiseKeptShare: number;
  expectation: Expectation | undefined;
  offers: readonly Offer[];
}

export interface QuoteSituation {
  now: Instant;
  /** `arrival`: has just asked for an agent. `waiting`: stands in the queue. */
  purpose: 'arrival' | 'waiting';
  state: QueueState;
  model: WaitModel;
  policy: QuotePolicy;
  /** What is known of the contact; of one that has just arrived, nothing. */
  contact: ContactRow | undefined;
  customerHasOpenCallback: boolean;
  /** Whether a callback could be promised in a window of the plan. */
  windowFree: boolean;
  /** Whether a text, and whether an e-mail, would reach the caller. */
  textReaches: boolean;
  emailReaches: boolean;
  /** Until the queue closes; undefined when that is not known or never. */
  closesInSeconds: Seconds | undefined;
  /** Whether the customer's telephone may ring at a moment. */
  mayRing: (at: Instant) => boolean;
}

/** What was found and decided for one contact: its wait, what is said of it, what is offered. */
export interface QuoteDecision {
  predicted: PredictedWait;
  what: Tellable;
  quote: Quote;
  decision: OfferDecision;
}

/** The whole decision of one quote: pure, so that a Lambda, the local center and a simulation decide alike. */
export function decideQuote(situation: QuoteSituation): QuoteDecision {
  const { now, purpose, model, policy, contact } = situation;
  const predicted = predictWait(situation.state, model);
  const what = tellable(predicted, model, policy.promiseKeptShare);
  const boundSeconds = what.kind === 'unknown' ? undefined : what.boundSeconds;
  const { lastToldAt, toldUntil } = earlierTelling(contact);
  const askedAt = contact?.askedAt ?? now;
  const tellableSeconds = what.kind === 'beyond' ? undefined : boundSeconds;
  const lapses = purpose === 'waiting' && boundLapses(now, toldUntil, tellableSeconds);
  const decision = decideOffer({
    predicted,
    boundSeconds,
    expectation: policy.expectation,
    elapsedSeconds: secondsBetween(askedAt, now),
    offers: policy.offers,
    windowFree: situation.windowFree,
    textReaches: situation.textReaches,
    emailReaches: situation.emailReaches,
    // Within the queue the caller has chosen already.
    customerHasOpenCallback: purpose === 'arrival' && situation.customerHasOpenCallback,
    mayRingThen: situation.mayRing(addSeconds(now, boundSeconds ?? seconds(0))),
    closesInSeconds: situation.closesInSeconds,
    // A question asked again on arrival was never answered: it declined nothing.
    declinedBoundSeconds: purpose === 'waiting' ? contact?.offeredBoundSeconds : undefined,
    lapsingBoundSeconds: lapses && toldUntil !== undefined ? secondsBetween(askedAt, toldUntil) : undefined,
  });
  const offerDue = decision.kind === 'offer';
  const telling =
    purpose === 'arrival'
      ? 'first-bound'
      : decideTelling({ now, lastToldAt, toldUntil, boundSeconds: tellableSeconds, offerDue });
  return {
    predicted,
    what,
    quote: wordQuote(what, telling, toldUntil, now),
    // Spoken to a moment ago: the offer waits for the next time something is said.
    decision: offerDue && telling === 'silence' ? { kind: 'no-offer', reason: 'said-just-now' } : decision,
  };
}

/** What this contact was told before: when last, and until when the bound holds that was not taken back since. */
function earlierTelling(contact: ContactRow | undefined): {
  lastToldAt: Instant | undefined;
  toldUntil: Instant | undefined;
} {
  const last = contact?.quotes?.at(-1)?.askedAt;
  const unknown = contact?.toldUnknownAt;
  const bound = contact?.quotes?.findLast((quote) => quote.toldBoundSeconds !== null);
  const until = bound && addSeconds(bound.askedAt, bound.toldBoundSeconds ?? seconds(0));
  const takenBack = bound !== undefined && unknown !== undefined && unknown >= bound.askedAt;
  return {
    lastToldAt: last === undefined || (unknown !== undefined && unknown > last) ? unknown : last,
    toldUntil: takenBack ? undefined : until,
  };
}
