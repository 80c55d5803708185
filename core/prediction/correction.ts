import type { LogBeta } from '../queueing/logBeta.ts';
import type { Instant } from '../time/units.ts';
import type { CalibrationCurve } from './calibration.ts';
import type { LawBasis, StretchedLaw } from './waitLaw.ts';

/** What a quote saw of its line beside what theory made of it. Plain numbers, kept with the quote to learn from. */
export interface LineSeen {
  /** Contacts before this one in its own queue. */
  readonly ahead: number;
  /** Contacts of other queues that will take agents of this one first. */
  readonly sharedAhead: number;
  /** Contacts the agents at work can hold at once. */
  readonly serving: number;
  /** The mean wait of those answered lately. */
  readonly recentWaitSeconds: number;
  /** Hour of the day in UTC, 0 to 24 with its fraction. */
  readonly hour: number;
}

/** A law whose location is learned from the center's own closed contacts. JSON-plain: a part of the `model` row. */
export interface Correction {
  readonly trainedAt: Instant;
  /** Served contacts it was trained on. */
  readonly contacts: number;
  /** Seconds of wait per unit of each feature, in the order of `featureNames`. */
  readonly weights: readonly number[];
  /** Variance of a wait of mean m: `grainSeconds`·m + (`spread`·m)². */
  readonly grainSeconds: number;
  readonly spread: number;
  /** Where real waits lay on the levels of this law. */
  readonly curve: CalibrationCurve;
  /** Root of the weighted mean squared error on later contacts it was not trained on, its own and that of the law at the center's pace. */
  readonly heldBack: { readonly contacts: number; readonly ownSeconds: number; readonly paceSeconds: number };
}

interface Feature {
  readonly name: string;
  /** Grows with each place further back, or with each agent fewer: its weight may never be negative. */
  readonly rises: boolean;
  readonly of: (basis: LawBasis, seen: LineSeen) => number;
}

const turns = (hour: number, perDay: number): number => (2 * Math.PI * perDay * hour) / 24;

const features: readonly Feature[] = [
  { name: 'always', rises: false, of: () => 1 },
  { name: 'theory', rises: true, of: (basis) => basis.meanSeconds },
  { name: 'ahead', rises: true, of: (_, seen) => seen.ahead },
  { name: 'shared-ahead', rises: true, of: (_, seen) => seen.sharedAhead },
  { name: 'head', rises: true, of: (basis) => basis.headSeconds },
  { name: 'recent', rises: false, of: (_, seen) => seen.recentWaitSeconds },
  { name: 'day-sine', rises: false, of: (_, seen) => Math.sin(turns(seen.hour, 1)) },
  { name: 'day-cosine', rises: false, of: (_, seen) => Math.cos(turns(seen.hour, 1)) },
  { name: 'half-day-sine', rises: false, of: (_, seen) => Math.sin(turns(seen.hour, 2)) },
  { name: 'half-day-cosine', rises: false, of: (_, seen) => Math.cos(turns(seen.hour, 2)) },
];

export const featureNames: readonly string[] = features.map((feature) => feature.name);
export const risingFeatures: readonly boolean[] = features.map((feature) => feature.rises);

export const featuresOf = (basis: LawBasis, seen: LineSeen): number[] =>
  features.map((feature) => feature.of(basis, seen));

/** Nobody who has to wait waits less on average. */
const leastMeanSeconds = 5;

/**
 * The mean wait by the learned weights: a sum, of which every part that depends on the place or on the agents rises with
 * the one and falls with the other. So more agents never lengthen it and a later place never shortens it.
 */
export function correctedMean(basis: LawBasis, seen: LineSeen, weights: readonly number[]): number {
  const sum = featuresOf(basis, seen).reduce((total, value, index) => total + value * (weights[index] ?? 0), 0);
  return Math.max(leastMeanSeconds, sum);
}

/** Callers who never leave make the log-Beta law a gamma one, to six digits. */
const patientCompletions = 1e6;

/**
 * The gamma law of mean m and variance grain·m + (spread·m)². Its shape m / (grain + spread²·m) and its scale both rise
 * with m, hence every quantile does: what holds for the mean holds for every level.
 */
export function correctedLaw(
  meanSeconds: number,
  { grainSeconds, spread }: Pick<Correction, 'grainSeconds' | 'spread'>,
): StretchedLaw {
  const position = meanSeconds / (grainSeconds + spread * spread * meanSeconds);
  const law: LogBeta = {
    completions: patientCompletions,
    position,
    decayPerSecond: position / (patientCompletions * meanSeconds),
  };
  return { law, stretch: 1 };
}

/** Whether a stored correction is one this version can read. */
export function isCorrection(stored: unknown): stored is Correction {
  const correction = stored as Correction | null | undefined;
  return (
    typeof correction === 'object' &&
    correction?.weights?.length === features.length &&
    correction.weights.every((weight, index) => Number.isFinite(weight) && (weight >= 0 || !features[index]?.rises)) &&
    correction.grainSeconds > 0 &&
    correction.spread >= 0 &&
    Array.isArray(correction.curve)
  );
}
