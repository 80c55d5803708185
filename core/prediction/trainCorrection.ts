import { logBetaSurvival } from '../queueing/logBeta.ts';
import { type Instant, secondsBetween } from '../time/units.ts';
import { calibrate, honestCurve } from './calibration.ts';
import type { ContactFact } from './contactFact.ts';
import {
  type Correction,
  correctedLaw,
  correctedMean,
  featuresOf,
  type LineSeen,
  risingFeatures,
} from './correction.ts';
import { estimatePace } from './pace.ts';
import { kaplanMeier } from './score.ts';
import { type LawBasis, lawSeconds, meanAtPace, type Pace } from './waitLaw.ts';
import type { WaitModel } from './waitModel.ts';

/** A contact that is over: what its first quote saw, and what came of it. */
export interface Lesson {
  readonly askedAt: Instant;
  readonly basis: LawBasis;
  readonly seen: LineSeen;
  readonly waitedSeconds: number;
  /** False: the customer left; the wait would have been longer. */
  readonly served: boolean;
}

/** Below this many served contacts nothing is learned. */
const leastServed = 200;
/** The latest share is kept back, to see whether what was learned from the rest holds. */
const heldBackShare = 0.2;
/** A lesson of this age counts half. */
const halfLifeSeconds = 30 * 86_400;
/** The law's own mean is believed as if so many contacts had followed it. */
const priorContacts = 20;
const relativeRidge = 1e-3;
/** Nobody speaks for more than this many who left. */
const mostWeight = 20;

const trainEverySeconds = 86_400;

/** A correction is sought once a day: it moves slowly, and what changes within the day is the calibration's. */
export const trainingDue = (model: WaitModel, at: Instant): boolean =>
  model.trainedAt === undefined || secondsBetween(model.trainedAt, at) >= trainEverySeconds;

/** The model with what `lessons` teach, or without any correction where they teach nothing that holds. */
export function withCorrection(model: WaitModel, lessons: readonly Lesson[], at: Instant): WaitModel {
  const { correction: before, ...rest } = model;
  const correction = trainCorrection(lessons, model.pace, at);
  const { caution, widening = 0 } = model.calibration;
  if (correction) {
    const calibration = { waited: correction.curve, told: correction.curve, mean: 1, caution, widening };
    return { ...rest, trainedAt: at, correction, calibration };
  }
  // The levels learned on a correction say nothing of the law without it.
  const calibration = before
    ? { waited: honestCurve, told: honestCurve, mean: 1, caution, widening }
    : model.calibration;
  return { ...rest, trainedAt: at, calibration };
}

/** What a closed contact teaches; undefined where its first quote is of an earlier version, or it found an agent free. */
export function lessonOf(fact: ContactFact): Lesson | undefined {
  const [quote] = fact.quotes;
  if (!quote?.basis.seen || quote.basis.meanSeconds === 0 || fact.heldEnd === 'waiting') return undefined;
  const waitedSeconds = secondsBetween(quote.askedAt, fact.servedAt ?? fact.heldUntil);
  if (!(waitedSeconds > 0)) return undefined;
  const { askedAt, basis } = quote;
  return { askedAt, basis, seen: quote.basis.seen, waitedSeconds, served: fact.servedAt !== null };
}

/**
 * The correction that `lessons` teach; undefined where they are too few, or where on the latest of them it is further
 * from the waits than the law at the center's pace: then that law goes on alone. `pace` is where the center's was.
 * Pure; some 50 ms for 20,000 lessons.
 */
export function trainCorrection(lessons: readonly Lesson[], pace: Pace, at: Instant): Correction | undefined {
  const ordered = lessons.toSorted((one, other) => one.askedAt - other.askedAt);
  const cut = Math.floor(ordered.length * (1 - heldBackShare));
  const [earlier, later] = [ordered.slice(0, cut), ordered.slice(cut)];
  const heldServed = later.filter((lesson) => lesson.served).length;
  if (earlier.filter((lesson) => lesson.served).length < leastServed || heldServed < leastServed / 4) return undefined;
  const own = weightsFrom(earlier, pace, at);
  const rival = estimatePace(earlier.slice(-300).map(observed), pace);
  const ownSeconds = weightedError(later, (lesson) => correctedMean(lesson.basis, lesson.seen, own));
  const paceSeconds = weightedError(later, (lesson) => meanAtPace(lesson.basis, rival));
  if (!(ownSeconds <= paceSeconds)) return undefined;
  const weights = weightsFrom(ordered, pace, at);
  const shape = shapeFrom(ordered, weights);
  return {
    trainedAt: at,
    contacts: ordered.filter((lesson) => lesson.served).length,
    weights,
    ...shape,
    curve: curveFrom(ordered, weights, shape),
    heldBack: { contacts: heldServed, ownSeconds, paceSeconds },
  };
}

const observed = ({ basis, waitedSeconds, served }: Lesson) => ({
  basis,
  waitedSeconds,
  served,
  told: false,
  weight: 1,
});

/**
 * Weights of those served, who stand in for those like them who left: inverse probability of having stayed. Its root is
 * taken, half way between the mean of all waits and that of those that ended with an agent: the rare long ones, each
 * counting for many, otherwise decide alone.
 */
function standIns(lessons: readonly Lesson[]): (lesson: Lesson) => number {
  const stayed = kaplanMeier(lessons.map((lesson) => ({ at: lesson.waitedSeconds, happened: !lesson.served })));
  return (lesson) => Math.min(mostWeight, 1 / stayed(lesson.waitedSeconds)) ** 0.5;
}

function weightedError(lessons: readonly Lesson[], meanOf: (lesson: Lesson) => number): number {
  const weightOf = standIns(lessons);
  let [squared, weights] = [0, 0];
  for (const lesson of lessons) {
    if (!lesson.served) continue;
    const weight = weightOf(lesson);
    squared += weight * (meanOf(lesson) - lesson.waitedSeconds) ** 2;
    weights += weight;
  }
  return Math.sqrt(squared / weights);
}

/** Least squares in seconds, weighted, drawn towards the law at its pace, rising features held at or above 0. */
function weightsFrom(lessons: readonly Lesson[], pace: Pace, at: Instant): number[] {
  const weightOf = standIns(lessons);
  const count = risingFeatures.length;
  const squares = Array.from({ length: count }, () => new Float64Array(count));
  const products = new Float64Array(count);
  let total = 0;
  for (const lesson of lessons) {
    if (!lesson.served) continue;
    const values = featuresOf(lesson.basis, lesson.seen);
    const weight = weightOf(lesson) * 0.5 ** (secondsBetween(lesson.askedAt, at) / halfLifeSeconds);
    total += weight;
    for (let row = 0; row < count; row++) {
      const scaled = weight * (values[row] ?? 0);
      products[row] = (products[row] ?? 0) + scaled * lesson.waitedSeconds;
      const line = squares[row] as Float64Array;
      for (let column = 0; column < count; column++)
        line[column] = (line[column] ?? 0) + scaled * (values[column] ?? 0);
    }
  }
  // So many contacts like these that followed the law at its pace: drawn towards it, and not bent in any other way.
  const share = priorContacts / total;
  squares.forEach((line, row) => {
    products[row] = (products[row] ?? 0) + share * pace.factor * (line[theory] ?? 0);
  });
  const drawn = squares.map((line) => line.map((value) => value * (1 + share)));
  return boundedSolution(drawn, products, relativeRidge, pace.factor);
}

const theory = 1;

/** Minimises the ridge-penalised squares by coordinate descent, which the bounds do not disturb: the problem is convex. */
function boundedSolution(
  squares: readonly Float64Array[],
  products: Float64Array,
  ridge: number,
  priorFactor: number,
): number[] {
  const weights = risingFeatures.map((_, index) => (index === theory ? priorFactor : 0));
  for (let round = 0; round < 3000; round++) {
    let moved = 0;
    for (let index = 0; index < weights.length; index++) {
      const line = squares[index] as Float64Array;
      const own = line[index] ?? 0;
      if (own === 0) continue;
      const before = weights[index] ?? 0;
      const others = weights.reduce((sum, weight, other) => sum + weight * (line[other] ?? 0), 0) - before * own;
      const prior = index === theory ? priorFactor : 0;
      const free = ((products[index] ?? 0) - others + ridge * own * prior) / (own * (1 + ridge));
      const next = risingFeatures[index] ? Math.max(0, free) : free;
      weights[index] = next;
      moved = Math.max(moved, Math.abs(next - before) * Math.sqrt(own));
    }
    if (moved < 1e-4) break;
  }
  return weights;
}

interface Shape {
  readonly grainSeconds: number;
  readonly spread: number;
}

const grains = { least: 2, most: 600 };
const spreads = { least: 0.02, most: 1 };

/** Squared errors against grain·m + spread²·m², relative errors alike at every m. */
function shapeFrom(lessons: readonly Lesson[], weights: readonly number[]): Shape {
  const weightOf = standIns(lessons);
  let [aa, ab, bb, ay, by] = [0, 0, 0, 0, 0];
  for (const lesson of lessons) {
    if (!lesson.served) continue;
    const mean = correctedMean(lesson.basis, lesson.seen, weights);
    const weight = weightOf(lesson) / (mean * mean + 400);
    const squared = (lesson.waitedSeconds - mean) ** 2;
    aa += weight * mean * mean;
    ab += weight * mean ** 3;
    bb += weight * mean ** 4;
    ay += weight * mean * squared;
    by += weight * mean * mean * squared;
  }
  let square = Math.max(0, (aa * by - ab * ay) / Math.max(1e-9, aa * bb - ab * ab));
  let grain = (ay - square * ab) / aa;
  if (grain <= 0) [grain, square] = [grains.least, by / bb];
  return {
    grainSeconds: Math.min(grains.most, Math.max(grains.least, grain)),
    spread: Math.min(spreads.most, Math.max(spreads.least, Math.sqrt(square))),
  };
}

function curveFrom(lessons: readonly Lesson[], weights: readonly number[], shape: Shape): number[] {
  const scored = lessons.map(({ basis, seen, waitedSeconds, served }) => {
    const lived = correctedLaw(correctedMean(basis, seen, weights), shape);
    return { level: 1 - logBetaSurvival(lived.law, lawSeconds(lived, waitedSeconds)), served, weight: 1 };
  });
  return calibrate(scored, honestCurve, priorContacts);
}
