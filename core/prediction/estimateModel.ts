import { logBetaSurvival } from '../queueing/logBeta.ts';
import { addSeconds, type Instant, seconds, secondsBetween } from '../time/units.ts';
import { type CalibrationCurve, calibrate, type ScoredWait } from './calibration.ts';
import { cautionAfter, wideningAfter } from './caution.ts';
import { type ContactFact, isSoundFact } from './contactFact.ts';
import { type Dispersion, memorylessDispersion } from './dispersion.ts';
import { type Handling, handlingLaw } from './handling.ts';
import { learnedPatience } from './learnedPatience.ts';
import { estimatePace, type ObservedWait } from './pace.ts';
import { type Patience, survival } from './patience.ts';
import { promiseAmong, type QuoteFact } from './quoteFact.ts';
import { restated, restatedCurve } from './restated.ts';
import { aheadOf, type LawBasis, lawSeconds, meanAtPace, modelLaw, type Pace } from './waitLaw.ts';
import type { Evidence, WaitModel } from './waitModel.ts';

/** Contacts' worth of trust in what was known before, against as many that say otherwise. */
const priorContacts = { calibration: 15, correctedCalibration: 600 };
/** Where a center starts: what its channel commonly has counts as so many contacts. */
const firstEvidence: Evidence = { handled: 20, stays: 20, waits: 6 };
/** No more than the last so many count: days for handle times and patience, which drift, a day for the pace. */
const mostEvidence: Evidence = { handled: 2000, stays: 2000, waits: 40 };
/** So many of the last answered say how long people wait just now. */
const lastAnswered = 12;
/** A quote counts half when this many newer ones are known, or half of those that are new. */
const halfLifeQuotes = 150;
/** So many waits, evenly from all, tell the pace as well as more would. */
const pacedWaits = 120;
/** So many laws stand for all. */
const likeBases = 5;
/** Nobody speaks for more than four who left. */
const leastStayed = 0.25;
/** Four hours: a longer contact is a forgotten one. */
const longestHandleSeconds = 14_400;
/** In mean handle times. */
const longestInHand = 8;

/**
 * The model after the facts `given`: the recent contacts of one queue and channel, those still waiting included. `previous` stands
 * for all that came before and is left in proportion to what is new since it was made, so that giving the same contacts
 * again changes nothing and a quiet night forgets nothing. Pure; 100 ms for 600 contacts.
 */
export function estimateModel(
  given: readonly ContactFact[],
  previous: WaitModel,
  at: Instant,
  promiseKeptShare: number,
): WaitModel {
  const facts = given.filter(isSoundFact);
  const isNew = (fact: ContactFact) =>
    fact.heldEnd !== 'waiting' && (fact.servedAt ?? fact.heldUntil) > (previous.estimatedAt ?? 0);
  if (!facts.some(isNew)) return previous;

  const since = previous.estimatedAt ?? 0;
  const evidence = previous.evidence ?? firstEvidence;
  const trust = (fresh: number, kind: 'handled' | 'waits') => fresh / (fresh + evidence[kind]);

  const freshHandled = facts.filter((fact) => (handledAt(fact) ?? 0) > since).length;
  const inHand = facts.flatMap((fact) => handlingOf(fact, previous.handleSeconds, at));
  const handling = handlingLaw(inHand, previous.handleSeconds);
  const handled = Math.min(mostEvidence.handled, evidence.handled + freshHandled);
  const handleSeconds = blend(previous.handleSeconds, handling?.meanSeconds, trust(freshHandled, 'handled'));
  const stayed = learnedPatience(facts, previous.patience, evidence, since, mostEvidence.stays);
  const { patience } = stayed;
  const isFreshWait = (fact: ContactFact) => isNew(fact) && fact.quotes.some((quote) => quote.basis.meanSeconds > 0);
  const freshQuoted = facts.filter(isFreshWait).length;
  const lawNow = (quote: QuoteFact) =>
    restated(quote.basis, quote.askedAt > since ? previous.patience : patience, { handleSeconds, patience });
  const waits = observedWaits(facts, lawNow, Math.max(halfLifeQuotes, freshQuoted / 2));
  const freshWaits = freshQuoted / waitsAlike(waits);
  const { correction } = previous;
  // While the correction says where waits lie, the pace is not asked.
  const pace = correction
    ? previous.pace
    : blendPace(previous.pace, estimatePace(evenly(waits, pacedWaits), previous.pace), trust(freshWaits, 'waits'));
  const located = { pace, correction };
  const scored = scores(waits, located);
  const waited = correction
    ? calibrate(scored, correction.curve, priorContacts.correctedCalibration)
    : calibrate(scored, learnedCurve(waits, previous, pace), priorFor(scored, trust(freshWaits, 'waits')));
  const told = calibrate(
    scores(
      waits.filter((wait) => wait.told),
      located,
    ),
    waited,
    priorContacts.calibration * waitsAlike(waits),
  );
  const mean = waits.length > 0 ? meanCorrection(waits, pace, patience) : previous.calibration.mean;
  const caution = cautionAfter(facts, previous, at, promiseKeptShare);
  return {
    ...previous,
    estimatedAt: at,
    evidence: {
      ...evidence,
      handled,
      ...stayed.evidence,
      // What a pace made up for while handle times and patience were still guessed shall soon be forgotten.
      waits: Math.min(mostEvidence.waits, evidence.waits + (freshWaits * handled) / mostEvidence.handled),
    },
    handleSeconds,
    dispersion: blendDispersion(previous.dispersion, handling?.dispersion, trust(freshHandled, 'handled')),
    patience,
    pace,
    calibration: { waited, told, mean, caution, widening: wideningAfter(facts, previous, at) },
    recentWaitSeconds: recentWait(facts) ?? previous.recentWaitSeconds ?? 0,
  };
}

/** Of the contacts answered last, those who did not have to wait included. */
function recentWait(facts: readonly ContactFact[]): number | undefined {
  const waits = facts
    .flatMap(({ queuedAt, servedAt }) =>
      servedAt === null ? [] : [{ servedAt, wait: secondsBetween(queuedAt, servedAt) }],
    )
    .toSorted((one, other) => other.servedAt - one.servedAt)
    .slice(0, lastAnswered)
    .map(({ wait }) => wait);
  return waits.length > 0 ? waits.reduce((total, wait) => total + wait, 0) / waits.length : undefined;
}

/**
 * Real mean wait over the law's, among those served, who stand in for those like them who left. Within a factor of two,
 * and drawn towards none.
 */
function meanCorrection(waits: readonly ObservedWait[], pace: Pace, patience: Patience): number {
  let [real, foretold] = [0, 0];
  const priorWeight = priorContacts.calibration * waitsAlike(waits);
  for (const wait of waits) {
    const mean = meanAtPace(wait.basis, pace);
    const prior = mean / waits.length;
    const weight = wait.served ? wait.weight / Math.max(leastStayed, survival(patience, wait.waitedSeconds)) : 0;
    real += weight * wait.waitedSeconds + priorWeight * prior;
    foretold += weight * mean + priorWeight * prior;
  }
  return foretold > 0 ? Math.min(2, Math.max(0.5, real / foretold)) : 1;
}

const handledAt = ({ servedAt, handleSeconds }: ContactFact): Instant | undefined =>
  servedAt !== null && handleSeconds !== null && handleSeconds > 0
    ? addSeconds(servedAt, seconds(handleSeconds))
    : undefined;

function handlingOf({ servedAt, handleSeconds }: ContactFact, commonSeconds: number, at: Instant): Handling[] {
  if (handleSeconds !== null) {
    return handleSeconds > 0 ? [{ seconds: Math.min(handleSeconds, longestHandleSeconds), ended: true }] : [];
  }
  const soFar = servedAt === null ? 0 : secondsBetween(servedAt, at);
  // In hand for longer than any contact takes: its end was never told.
  return soFar > 0 && soFar < longestInHand * commonSeconds ? [{ seconds: soFar, ended: false }] : [];
}

/**
 * How many waits tell as much as one that stands alone: who waits at the same time waits for the same agents, so that all
 * of a queue are long or short together.
 */
function waitsAlike(waits: readonly ObservedWait[]): number {
  const ahead = waits.reduce((total, { basis }) => total + aheadOf(basis), 0);
  return waits.length > 0 ? 1 + ahead / waits.length : 1;
}

/** What was learned of levels so far, as it holds for laws at the new pace; a pace that is a guess yet is not held to. */
function learnedCurve(waits: readonly ObservedWait[], previous: WaitModel, now: Pace): CalibrationCurve {
  const { pace, calibration, evidence = firstEvidence } = previous;
  if (evidence.handled < mostEvidence.handled) return calibration.waited;
  const bases = evenly(waits, likeBases).map(({ basis }) => basis);
  return restatedCurve(calibration.waited, bases, pace, now);
}

/** The prior's weight in a calibration from `scored` that shall be trusted by `trust`. */
function priorFor(scored: readonly ScoredWait[], trust: number): number {
  const total = scored.reduce((sum, { weight }) => sum + weight, 0);
  return trust > 0 ? Math.max(priorContacts.calibration, (total * (1 - trust)) / trust) : 1e9;
}

/** `most` of the values, evenly from first to last. */
function evenly<Value>(values: readonly Value[], most: number): readonly Value[] {
  const stride = Math.ceil(values.length / most);
  return stride > 1 ? values.filter((_, index) => index % stride === 0) : values;
}

/** Newest first, each with the weight it still has and the law that `lawNow` makes of its quote. */
function observedWaits(
  facts: readonly ContactFact[],
  lawNow: (quote: QuoteFact) => LawBasis,
  halfLife: number,
): ObservedWait[] {
  return facts
    .flatMap((fact) => fact.quotes.map((quote) => ({ fact, quote })))
    .filter(({ quote }) => quote.basis.meanSeconds > 0)
    .toSorted((one, other) => other.quote.askedAt - one.quote.askedAt)
    .flatMap(({ fact, quote }, rank) => {
      const until = fact.servedAt ?? fact.heldUntil;
      const waitedSeconds = secondsBetween(quote.askedAt, until);
      if (!(waitedSeconds > 0)) return [];
      return [
        {
          basis: lawNow(quote),
          waitedSeconds,
          served: fact.servedAt !== null,
          told: quote === promiseAmong(fact.quotes),
          weight: 0.5 ** (rank / halfLife) * quoteWeight(fact, quote),
        },
      ];
    });
}

/** The promise counts whole; a long wait is quoted again and again, and together those quotes count as one more. */
function quoteWeight(fact: ContactFact, quote: QuoteFact): number {
  const promise = promiseAmong(fact.quotes);
  return quote === promise ? 1 : 1 / (fact.quotes.length - (promise ? 1 : 0));
}

function scores(waits: readonly ObservedWait[], located: Pick<WaitModel, 'pace' | 'correction'>): ScoredWait[] {
  return waits.map((wait) => {
    const lived = modelLaw(wait.basis, located);
    const level = 1 - logBetaSurvival(lived.law, lawSeconds(lived, wait.waitedSeconds));
    return { level, served: wait.served, weight: wait.weight };
  });
}

const blend = (before: number, now: number | undefined, share: number): number =>
  now === undefined ? before : before + share * (now - before);

const blendPace = (before: Pace, now: Pace, share: number): Pace => ({
  factor: before.factor * (now.factor / before.factor) ** share,
  spread: before.spread > 0 ? before.spread * (now.spread / before.spread) ** share : now.spread,
  headWeight: blend(before.headWeight, now.headWeight, share),
});

const blendDispersion = (before = memorylessDispersion, now: Dispersion | undefined, share: number): Dispersion =>
  before.map((value, horizon) => blend(value, now?.[horizon], share));
