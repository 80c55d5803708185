import { logBetaSurvival } from '../queueing/logBeta.ts';
import { type Instant, secondsBetween } from '../time/units.ts';
import { calibrate, type ScoredWait } from './calibration.ts';
import { cautionAfter } from './caution.ts';
import type { ContactFact } from './contactFact.ts';
import { estimatePace, type ObservedWait } from './pace.ts';
import { estimatePatience, type Patience, type Stay, survival } from './patience.ts';
import { promiseAmong, type QuoteFact } from './quoteFact.ts';
import { type LawBasis, meanAtPace, modelLaw, type Pace } from './waitLaw.ts';
import type { WaitModel } from './waitModel.ts';

/** Contacts' worth of trust in what was known before, against as many that say otherwise. */
const priorContacts = { handle: 20, pace: 6, calibration: 15, correctedCalibration: 600 };
/** So many of the last answered say how long people wait just now. */
const lastAnswered = 12;
const priorLeavings = 3;
/** A quote counts half when this many newer ones are known. */
const halfLifeQuotes = 150;
/** Nobody speaks for more than four who left. */
const leastStayed = 0.25;
/** Four hours: a longer contact is a forgotten one. */
const longestHandleSeconds = 14_400;

/**
 * The model after `facts`: the recent contacts of one queue and channel, those still waiting included. `previous` stands
 * for all that came before and is left in proportion to what is new since it was made, so that giving the same contacts
 * again changes nothing and a quiet night forgets nothing. Pure; 100 ms for 600 contacts.
 */
export function estimateModel(
  facts: readonly ContactFact[],
  previous: WaitModel,
  at: Instant,
  promiseKeptShare: number,
): WaitModel {
  const isNew = (fact: ContactFact) =>
    fact.heldEnd !== 'waiting' && (fact.servedAt ?? fact.heldUntil) > (previous.estimatedAt ?? 0);
  const fresh = facts.filter(isNew).length;
  if (fresh === 0) return previous;

  const trust = (priorCount: number) => fresh / (fresh + priorCount);
  const handleSeconds = blend(previous.handleSeconds, meanHandle(facts), trust(priorContacts.handle));
  const patience = blendPatience(
    previous.patience,
    estimatePatience(facts.map(stayOf), previous.patience, priorLeavings),
    trust(priorContacts.handle),
  );
  const waits = observedWaits(facts, handleSeconds);
  const { correction } = previous;
  // While the correction says where waits lie, the pace is not asked.
  const pace = correction
    ? previous.pace
    : blendPace(previous.pace, estimatePace(waits, previous.pace), trust(priorContacts.pace));
  const located = { pace, correction };
  const long = correction?.curve;
  const waited = long
    ? calibrate(scores(waits, located), long, priorContacts.correctedCalibration)
    : calibrate(scores(waits, located), previous.calibration.waited, priorContacts.calibration);
  const told = calibrate(
    scores(
      waits.filter((wait) => wait.told),
      located,
    ),
    waited,
    priorContacts.calibration,
  );
  const mean = waits.length > 0 ? meanCorrection(waits, pace, patience) : previous.calibration.mean;
  const caution = cautionAfter(facts, previous, at, promiseKeptShare);
  return {
    ...previous,
    estimatedAt: at,
    handleSeconds,
    patience,
    pace,
    calibration: { waited, told, mean, caution },
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
  for (const wait of waits) {
    const mean = meanAtPace(wait.basis, pace);
    const prior = mean / waits.length;
    const weight = wait.served ? wait.weight / Math.max(leastStayed, survival(patience, wait.waitedSeconds)) : 0;
    real += weight * wait.waitedSeconds + priorContacts.calibration * prior;
    foretold += weight * mean + priorContacts.calibration * prior;
  }
  return foretold > 0 ? Math.min(2, Math.max(0.5, real / foretold)) : 1;
}

function meanHandle(facts: readonly ContactFact[]): number | undefined {
  const handled = facts.flatMap((fact) =>
    fact.handleSeconds !== null && fact.handleSeconds > 0 ? [Math.min(fact.handleSeconds, longestHandleSeconds)] : [],
  );
  return handled.length > 0 ? handled.reduce((total, value) => total + value, 0) / handled.length : undefined;
}

const stayOf = (fact: ContactFact): Stay => ({
  heldSeconds: Math.max(0, secondsBetween(fact.queuedAt, fact.heldUntil)),
  left: fact.heldEnd === 'abandoned',
});

/** Newest first, each with the weight it still has; laws restated for the handle time as it is known now. */
function observedWaits(facts: readonly ContactFact[], handleSeconds: number): ObservedWait[] {
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
          basis: atHandleTime(quote.basis, handleSeconds),
          waitedSeconds,
          served: fact.servedAt !== null,
          told: quote === promiseAmong(fact.quotes),
          weight: 0.5 ** (rank / halfLifeQuotes) * quoteWeight(fact, quote),
        },
      ];
    });
}

/** Waits and their deviations are proportional to the handle time, but for what patience makes of it. */
function atHandleTime(basis: LawBasis, handleSeconds: number): LawBasis {
  const scale = handleSeconds / basis.handleSeconds;
  return { ...basis, meanSeconds: basis.meanSeconds * scale, variance: basis.variance * scale * scale };
}

/** The promise counts whole; a long wait is quoted again and again, and together those quotes count as one more. */
function quoteWeight(fact: ContactFact, quote: QuoteFact): number {
  const promise = promiseAmong(fact.quotes);
  return quote === promise ? 1 : 1 / (fact.quotes.length - (promise ? 1 : 0));
}

function scores(waits: readonly ObservedWait[], located: Pick<WaitModel, 'pace' | 'correction'>): ScoredWait[] {
  return waits.map((wait) => {
    const { law, stretch } = modelLaw(wait.basis, located);
    const level = 1 - logBetaSurvival(law, wait.waitedSeconds / stretch);
    return { level, served: wait.served, weight: wait.weight };
  });
}

const blend = (before: number, now: number | undefined, share: number): number =>
  now === undefined ? before : before + share * (now - before);

const blendPace = (before: Pace, now: Pace, share: number): Pace => ({
  factor: before.factor * (now.factor / before.factor) ** share,
  spread: blend(before.spread, now.spread, share),
  headWeight: blend(before.headWeight, now.headWeight, share),
});

const blendPatience = (before: Patience, now: Patience, share: number): Patience => ({
  ...before,
  leavingPerSecond: before.leavingPerSecond.map((rate, span) => blend(rate, now.leavingPerSecond[span], share)),
});
