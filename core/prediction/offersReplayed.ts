import type { ReplayedPrediction } from './callReplay.ts';
import { shareWithin } from './score.ts';

/** What an offer is made by: more doubt than this that the expectation is met. */
export interface OfferRule {
  readonly expectationSeconds: number;
  /** How sure we must be that the wait stays within it to offer nothing. */
  readonly confidence: number;
}

/** Promises and expectation with nothing offered, and with a callback that keeps the place for all who were to be offered one. */
export interface OffersReplayed {
  readonly expectationSeconds: number;
  /** Of those who waited. */
  readonly offeredShare: number;
  /** Shares of told bounds that held: of all, of those who were to be offered a callback, of those who were not. */
  readonly kept: {
    readonly withoutOffers: number;
    readonly offered: number | undefined;
    readonly others: number | undefined;
  };
  /** Shares of those who waited that reached an agent within the expectation; with offers, or whose callback came by the bound. */
  readonly met: { readonly withoutOffers: number; readonly withOffers: number };
}

/**
 * What offers would have made of a log: the line is taken as it was, and everybody who is offered a callback takes it. An
 * agent then calls when the place has its turn, and nobody who was called leaves. Of those who left, the turn is known to
 * be later than that (Kaplan–Meier). Undefined where no prediction says how its wait stands to an expectation.
 */
export function replayOffers(own: readonly ReplayedPrediction[], rule: OfferRule): OffersReplayed | undefined {
  const foretold = own.filter((one) => one.beyondExpectation !== undefined);
  if (foretold.length === 0) return undefined;
  const isOffered = (one: ReplayedPrediction) => (one.beyondExpectation ?? 0) > 1 - rule.confidence;
  const [offered, others] = [foretold.filter(isOffered), foretold.filter((one) => !isOffered(one))];
  const keptOffered = keptShareOf(offered);
  const metBy = (some: readonly ReplayedPrediction[]) =>
    some.filter((one) => one.served && one.waitedSeconds <= rule.expectationSeconds).length;
  return {
    expectationSeconds: rule.expectationSeconds,
    offeredShare: offered.length / foretold.length,
    kept: { withoutOffers: keptShareOf(foretold) ?? 0, offered: keptOffered, others: keptShareOf(others) },
    met: {
      withoutOffers: metBy(foretold) / foretold.length,
      withOffers: (metBy(others) + offered.length * (keptOffered ?? 0)) / foretold.length,
    },
  };
}

const keptShareOf = (some: readonly ReplayedPrediction[]): number | undefined =>
  some.length === 0 ? undefined : shareWithin(some, (one) => one.boundSeconds);
