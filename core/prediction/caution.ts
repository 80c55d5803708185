import { addSeconds, type Instant, secondsBetween } from '../time/units.ts';
import type { ContactFact } from './contactFact.ts';
import { type Patience, survival } from './patience.ts';
import { promiseAmong } from './quoteFact.ts';
import type { WaitModel } from './waitModel.ts';

/** Log-odds per broken promise; a tenth lets about a hundred promises decide. */
const step = 0.12;
const mostCaution = 2;
/** Nobody speaks for more than this many who left. */
const mostWeight = 4;

/** The share to aim at so that `share` is kept. */
export function shareWithCaution(share: number, caution: number): number {
  const odds = (share / (1 - share)) * Math.exp(caution);
  return odds / (1 + odds);
}

/**
 * Caution after the promises that were kept or broken between two instants: each broken one raises it, each kept one
 * lowers it, so that it rests only where `keptShare` of them are kept, whatever the center does (adaptive conformal
 * inference, Gibbs & Candès 2021). Of a promise to somebody who left before it was due nothing is known; those like them
 * who stayed count for them (inverse probability of having stayed), or impatience would pass for kept promises.
 */
export function cautionAfter(
  facts: readonly ContactFact[],
  previous: WaitModel,
  until: Instant,
  keptShare: number,
): number {
  const from = previous.estimatedAt ?? 0;
  const known = facts
    .flatMap((fact) => promiseOf(fact, previous.patience))
    .filter((promise) => promise.knownAt > from && promise.knownAt <= until);
  return known
    .toSorted((one, other) => one.knownAt - other.knownAt)
    .reduce((caution, { kept, weight }) => {
      const next = caution + step * weight * (kept ? keptShare - 1 : keptShare);
      return Math.min(mostCaution, Math.max(-mostCaution, next));
    }, previous.calibration.caution);
}

interface KnownPromise {
  readonly knownAt: Instant;
  readonly kept: boolean;
  readonly weight: number;
}

function promiseOf(fact: ContactFact, patience: Patience): KnownPromise[] {
  const promise = promiseAmong(fact.quotes);
  if (!promise || promise.toldBoundSeconds === null || promise.basis.meanSeconds === 0) return [];
  const { askedAt, toldBoundSeconds } = promise;
  const dueAt = addSeconds(askedAt, toldBoundSeconds);
  const kept = fact.servedAt !== null && fact.servedAt <= dueAt;
  const knownAt = kept ? (fact.servedAt ?? dueAt) : dueAt;
  if (!kept && (fact.servedAt ?? fact.heldUntil) <= dueAt) return [];
  const [asked, known] = [secondsBetween(fact.queuedAt, askedAt), secondsBetween(fact.queuedAt, knownAt)];
  const stayed = survival(patience, known) / survival(patience, Math.max(0, asked));
  return [{ knownAt, kept, weight: Math.min(mostWeight, 1 / stayed) }];
}
