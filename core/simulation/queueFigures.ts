import type { ClosedCallback, ClosedContact, Fate, TwinQueue } from './center.ts';
import type { PredictorFigures, Scoreboard } from './scoreboard.ts';

/** One queue in one run. `offered` is the sum of the six fates; shares are of it unless said otherwise. */
export interface QueueFigures extends Readonly<Record<Fate, number>> {
  readonly offered: number;
  /** Of those offered, customers who had given up before and tried again. */
  readonly returned: number;
  /** Answered within the threshold. */
  readonly serviceLevel: number;
  /** ASA: of those answered. */
  readonly meanWaitSeconds: number;
  readonly waitQuantiles: { readonly p50: number; readonly p80: number; readonly p90: number; readonly p95: number };
  readonly offers: OfferFigures | undefined;
  readonly predictors: readonly PredictorFigures[];
}

export interface OfferFigures {
  /** Share to whom something was offered. */
  readonly offeredShare: number;
  /** Share that spoke to an agent, live or called back. */
  readonly served: number;
  /** Answered within the expectation. */
  readonly metLive: number;
  /** That, or called back by the time promised, or moved to where they chose to go. */
  readonly expectationMet: number;
  /** Of those told a bound whose wait says whether it came true; 1 when there are none. */
  readonly promisesKept: number;
  readonly callbacksSpoke: number;
  readonly callbacksLate: number;
  /** From acceptance to the last call. */
  readonly callbackMeanSeconds: number;
  readonly callbackP95Seconds: number;
}

export interface FiguresBook {
  closed(contact: ClosedContact, returned: boolean): void;
  called(callback: ClosedCallback): void;
  figures(scoreboard: Scoreboard): QueueFigures;
}

/** Adds up what came of the contacts of one queue. */
export function createFiguresBook(queue: TwinQueue): FiguresBook {
  const fates: Record<Fate, number> = { answered: 0, abandoned: 0, callback: 0, moved: 0, overflowed: 0, waiting: 0 };
  const counts = { offered: 0, returned: 0, invited: 0, metLive: 0, told: 0, kept: 0, spoke: 0, late: 0, inTime: 0 };
  const answeredWaits: number[] = [];
  const callbackDelays: number[] = [];
  const expectedSeconds = queue.offers?.expectation.waitSeconds;

  function offerFigures(): OfferFigures | undefined {
    if (expectedSeconds === undefined) return undefined;
    const share = (count: number) => count / Math.max(1, counts.offered);
    callbackDelays.sort((one, other) => one - other);
    return {
      offeredShare: share(counts.invited),
      served: share(fates.answered + counts.spoke),
      metLive: share(counts.metLive),
      expectationMet: share(counts.metLive + counts.inTime + fates.moved),
      promisesKept: counts.told > 0 ? counts.kept / counts.told : 1,
      callbacksSpoke: counts.spoke,
      callbacksLate: counts.late,
      callbackMeanSeconds: meanOfAll(callbackDelays),
      callbackP95Seconds: quantileOf(callbackDelays, 0.95),
    };
  }

  return {
    closed(contact, returned) {
      const { fate, waitSeconds, toldBoundSeconds } = contact;
      counts.offered += 1;
      fates[fate] += 1;
      if (returned) counts.returned += 1;
      if (contact.offeredAtSeconds !== undefined) counts.invited += 1;
      if (fate === 'answered') {
        answeredWaits.push(waitSeconds);
        if (expectedSeconds !== undefined && waitSeconds <= expectedSeconds) counts.metLive += 1;
      }
      // Who left before the bound had passed never learned whether it was true.
      if (toldBoundSeconds === undefined || (fate !== 'answered' && waitSeconds <= toldBoundSeconds)) return;
      counts.told += 1;
      if (waitSeconds <= toldBoundSeconds) counts.kept += 1;
    },
    called({ spoke, startedAfterSeconds, promisedWithinSeconds }) {
      const late = startedAfterSeconds > promisedWithinSeconds + 1e-6;
      if (spoke) counts.spoke += 1;
      if (late) counts.late += 1;
      if (spoke && !late) counts.inTime += 1;
      if (Number.isFinite(startedAfterSeconds)) callbackDelays.push(startedAfterSeconds);
    },
    figures(scoreboard) {
      answeredWaits.sort((one, other) => one - other);
      const within = answeredWaits.filter((wait) => wait <= queue.thresholdSeconds).length;
      const quantile = (p: number) => quantileOf(answeredWaits, p);
      return {
        ...fates,
        offered: counts.offered,
        returned: counts.returned,
        serviceLevel: within / Math.max(1, counts.offered),
        meanWaitSeconds: meanOfAll(answeredWaits),
        waitQuantiles: { p50: quantile(0.5), p80: quantile(0.8), p90: quantile(0.9), p95: quantile(0.95) },
        offers: offerFigures(),
        predictors: scoreboard.figures(),
      };
    },
  };
}

/** Of values in ascending order; 0 when there are none. */
const quantileOf = (ordered: readonly number[], p: number): number => ordered[Math.floor(p * ordered.length)] ?? 0;

const meanOfAll = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / Math.max(1, values.length);
