import { logBetaQuantile, logBetaSurvival } from '../queueing/logBeta.ts';
import { seconds } from '../time/units.ts';
import { type CalibrationCurve, honestCurve, realLevelOf } from './calibration.ts';
import { elapsedWait } from './elapsedWait.ts';
import type { Patience } from './patience.ts';
import { aheadOf, type LawBasis, lawAtPace, lawSeconds, livedSeconds, type Pace } from './waitLaw.ts';

/** Handle time and patience as they were taken to be at one time. */
export interface Parameters {
  readonly handleSeconds: number;
  readonly patience: Patience;
}

/** More contacts ahead shift the ratio of two waits no further. */
const mostAhead = 200;
const noCallbacks = { unansweredShare: 0, lostSeconds: 0 };

/**
 * A law that was quoted with the patience `then`, as it would have been quoted with the parameters known `now`: what a law
 * owed to a first guess must not be taken for the center's pace. Mean and variance change as those of a like line do, whose
 * contacts came evenly since its head came; its law is proportional to handle times but for what patience makes of it.
 */
export function restated(basis: LawBasis, then: Patience, now: Parameters): LawBasis {
  if (!basis.seen || then === now.patience) return scaled(basis, now.handleSeconds / basis.handleSeconds);
  const before = likeWait(basis, basis.seen.serving, { handleSeconds: basis.handleSeconds, patience: then });
  const after = likeWait(basis, basis.seen.serving, now);
  return {
    ...basis,
    meanSeconds: (basis.meanSeconds * after.mean) / before.mean,
    variance: (basis.variance * after.variance) / before.variance,
  };
}

const scaled = (basis: LawBasis, scale: number): LawBasis => ({
  ...basis,
  meanSeconds: basis.meanSeconds * scale,
  variance: basis.variance * scale * scale,
});

function likeWait(basis: LawBasis, serving: number, { handleSeconds, patience }: Parameters) {
  const count = Math.min(mostAhead, Math.round(aheadOf(basis)));
  const ahead = Array.from({ length: count }, (_, place) => ({
    elapsedSeconds: seconds(basis.headSeconds * (1 - place / count)),
    holdsCallback: false,
  }));
  return elapsedWait(
    { ahead, beyond: 0, completionsPerSecond: serving / handleSeconds, handleSeconds },
    patience,
    noCallbacks,
  );
}

/**
 * A curve that was learned of laws at the pace `then`, for the laws at the pace `now`: the same shares of the same waits,
 * on average over laws such as `bases`. A curve that had made a wide law narrow would make it too narrow once its spread is
 * known to be less.
 */
export function restatedCurve(
  curve: CalibrationCurve,
  bases: readonly LawBasis[],
  then: Pace,
  now: Pace,
): CalibrationCurve {
  if (bases.length === 0) return curve;
  const pairs = bases.map((basis) => ({ before: lawAtPace(basis, then), after: lawAtPace(basis, now) }));
  return honestCurve.map((level) => {
    const shares = pairs.map(({ before, after }) => {
      const waitSeconds = livedSeconds(after, logBetaQuantile(after.law, level));
      return realLevelOf(curve, 1 - logBetaSurvival(before.law, lawSeconds(before, waitSeconds)));
    });
    const share = shares.reduce((total, each) => total + each, 0) / shares.length;
    return Math.min(Math.max(share, 1e-6), 1 - 1e-6);
  });
}
