import { addSeconds, type Instant, type Seconds, secondsBetween } from '../time/units.ts';
import type { ContactFact } from './contactFact.ts';
import { type Patience, survival } from './patience.ts';
import { promiseAmong, type QuoteFact } from './quoteFact.ts';
import { aheadOf } from './waitLaw.ts';
import type { WaitModel } from './waitModel.ts';

/** Log-odds per miss: a tenth lets about a hundred told bounds decide, a thirtieth three hundred intervals. */
const steps = { caution: 0.12, widening: 0.04 };
const most = 2;
/** Nobody speaks for more than this many who left. */
const mostWeight = 4;
/** The interval by whose fate all are widened. */
const watchedShare = 0.9;

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
  const promises = facts.flatMap((fact) => promiseOf(fact, previous.patience));
  return adapted(previous.calibration.caution, knownBetween(promises, previous, until), keptShare, steps.caution);
}

/** The widening of intervals, likewise, after the waits that fell within or without those foretold on arrival. */
export function wideningAfter(facts: readonly ContactFact[], previous: WaitModel, until: Instant): number {
  const seen = facts.flatMap((fact) => intervalOf(fact, previous.patience));
  const { widening = 0 } = previous.calibration;
  return adapted(widening, knownBetween(seen, previous, until), watchedShare, steps.widening);
}

/** Something foretold, and whether it came true. */
interface Fate {
  readonly knownAt: Instant;
  readonly held: boolean;
  readonly weight: number;
}

const knownBetween = (fates: readonly Fate[], { estimatedAt }: WaitModel, until: Instant): Fate[] =>
  fates
    .filter(({ knownAt }) => knownAt > (estimatedAt ?? 0) && knownAt <= until)
    .sort((one, other) => one.knownAt - other.knownAt);

const adapted = (before: number, fates: readonly Fate[], share: number, step: number): number =>
  fates.reduce((shift, { held, weight }) => {
    const next = shift + step * weight * (held ? share - 1 : share);
    return Math.min(most, Math.max(-most, next));
  }, before);

function promiseOf(fact: ContactFact, patience: Patience): Fate[] {
  const promise = promiseAmong(fact.quotes);
  if (!promise || promise.toldBoundSeconds === null || promise.basis.meanSeconds === 0) return [];
  return fateWithin(fact, promise, [0, promise.toldBoundSeconds], patience);
}

function intervalOf(fact: ContactFact, patience: Patience): Fate[] {
  const [first] = fact.quotes;
  if (!first?.forecast || first.basis.meanSeconds === 0) return [];
  return fateWithin(fact, first, first.forecast.interval90, patience);
}

/** Known when an agent took the place, or as soon as the interval was over; of who left before, nothing is. */
function fateWithin(
  fact: ContactFact,
  { askedAt, basis }: QuoteFact,
  [low, high]: readonly [number, number],
  patience: Patience,
): Fate[] {
  const overAt = addSeconds(askedAt, high as Seconds);
  const inTime = fact.servedAt !== null && fact.servedAt <= overAt;
  const knownAt = inTime ? (fact.servedAt ?? overAt) : overAt;
  if (!inTime && (fact.servedAt ?? fact.heldUntil) <= overAt) return [];
  const [asked, known] = [secondsBetween(fact.queuedAt, askedAt), secondsBetween(fact.queuedAt, knownAt)];
  const stayed = survival(patience, known) / survival(patience, Math.max(0, asked));
  const held = inTime && secondsBetween(askedAt, knownAt) >= low;
  // Waits of one queue are long or short together: a step for each would be as many for one cause.
  const standsFor = stayed > 1 / mostWeight ? 1 / stayed : mostWeight;
  return [{ knownAt, held, weight: standsFor / (1 + aheadOf(basis)) }];
}
