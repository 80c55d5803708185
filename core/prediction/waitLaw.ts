import { type LogBeta, logBetaMean, logBetaQuantile, logBetaSurvival, logBetaVariance } from '../queueing/logBeta.ts';
import { type Seconds, seconds } from '../time/units.ts';
import { lawLevelOf, realLevelOf, shareWithCaution } from './calibration.ts';
import { correctedLaw, correctedMean, type LineSeen } from './correction.ts';
import { shortestInterval } from './waitInterval.ts';
import type { WaitModel } from './waitModel.ts';

/** The wait of one contact as a distribution. */
export interface WaitLaw {
  readonly meanSeconds: Seconds;
  /** The wait not exceeded with probability `p` in (0, 1). */
  quantileSeconds(p: number): Seconds;
  /** The shortest interval that holds `share` of such waits, in (0, 1). */
  intervalSeconds(share: number): readonly [Seconds, Seconds];
  probabilityLongerThan(waitSeconds: Seconds): number;
}

/**
 * What queueing theory says of a contact's wait, before anything learned is put on it. Plain numbers, stored with each
 * quote: when the real wait is known, the law of that moment can be scored again under a newer model.
 */
export interface LawBasis extends LogBeta {
  /** 0 when an agent is free for this contact. */
  readonly meanSeconds: number;
  readonly variance: number;
  /** The mean handle time the law was built on. */
  readonly handleSeconds: number;
  /** How long the head of the queue had waited; 0 when nobody was waiting. */
  readonly headSeconds: number;
  /** What else was seen of the line; absent in quotes of an earlier version. */
  readonly seen?: LineSeen;
}

/** Contacts ahead of this one that will take an agent, of its own queue or another. */
export const aheadOf = ({ seen, position }: LawBasis): number =>
  seen ? seen.ahead + seen.sharedAhead : Math.max(0, position - 1);

/** How real waits depart from the theory. */
export interface Pace {
  /** They are this much longer. */
  readonly factor: number;
  /** Their further coefficient of variation. */
  readonly spread: number;
  /** How far they follow what the head of the queue has been through: 0 not at all, 1 wholly. */
  readonly headWeight: number;
}

/**
 * A log-Beta law as it is lived through: its time runs `stretch` × as long, and what comes of that is drawn towards the
 * head's wait. Both rise with the law's wait, so that whatever is ordered by theory stays so at every level.
 */
export interface StretchedLaw {
  readonly law: LogBeta;
  readonly stretch: number;
  /** @default not drawn */
  readonly draw?: HeadDraw;
}

/** Below this a wait is a matter of moments, and says little. */
const headGrainSeconds = 15;

/** A wait becomes `factor` × as long, and to the power of `headWeight` as the head's wait is to it. */
interface HeadDraw {
  readonly factor: number;
  /** In [0, 1): the wait drawn rises with the wait. */
  readonly headWeight: number;
  readonly headSeconds: number;
}

function drawn(waitSeconds: number, { factor, headWeight, headSeconds }: HeadDraw): number {
  const seen = (headSeconds + headGrainSeconds) / (waitSeconds + headGrainSeconds);
  return factor * waitSeconds * seen ** headWeight;
}

/** What `drawn` made of a wait, undone: Newton on logarithms, where the slope lies between 1 - weight and 1. */
function undrawn(realSeconds: number, draw: HeadDraw): number {
  let wait = realSeconds;
  for (let round = 0; round < 30; round++) {
    const step = Math.log(drawn(wait, draw) / realSeconds) / slopeOfDraw(wait, draw);
    wait *= Math.exp(-step);
    if (Math.abs(step) < 1e-9) break;
  }
  return wait;
}

/** Of the logarithm of a wait drawn, by that of the wait. */
const slopeOfDraw = (waitSeconds: number, { headWeight }: HeadDraw): number =>
  1 - (headWeight * waitSeconds) / (waitSeconds + headGrainSeconds);

/** The wait in life that the law's wait of `lawSeconds` stands for. */
export function livedSeconds({ stretch, draw }: StretchedLaw, lawSeconds: number): number {
  return draw ? drawn(stretch * lawSeconds, draw) : stretch * lawSeconds;
}

/** The law's wait that stands for `waitSeconds` in life. */
export function lawSeconds({ stretch, draw }: StretchedLaw, waitSeconds: number): number {
  return (draw && waitSeconds > 0 ? undrawn(waitSeconds, draw) : waitSeconds) / stretch;
}

/** Of the law's time per second of life, at `waitSeconds` > 0: what a density is multiplied by. */
export function lawPace(lived: StretchedLaw, waitSeconds: number): number {
  const { stretch, draw } = lived;
  if (!draw) return 1 / stretch;
  const undone = lawSeconds(lived, waitSeconds);
  return undone / (waitSeconds * slopeOfDraw(stretch * undone, draw));
}

const leastShape = 0.02;

/**
 * The basis at a pace. Theory knows only the chance of a queue whose rates are known; `spread` adds the doubt about the
 * rates themselves, which does not shrink in a long queue. Both shapes are divided alike until the relative variance is
 * the wanted one: with factor 1, spread 0 and exponential patience it remains the exact law, untouched.
 */
export function lawAtPace(basis: LawBasis, pace: Pace): StretchedLaw {
  const wanted = basis.variance / basis.meanSeconds ** 2 + pace.spread ** 2;
  let law: LogBeta = basis;
  let mean = logBetaMean(law);
  for (let round = 0; round < 4; round++) {
    const excess = (wanted * mean * mean) / logBetaVariance(law);
    if (Math.abs(excess - 1) < 1e-6) break;
    law = {
      completions: Math.max(leastShape, law.completions / excess),
      position: Math.max(leastShape, law.position / excess),
      decayPerSecond: law.decayPerSecond,
    };
    mean = logBetaMean(law);
  }
  const stretch = basis.meanSeconds / mean;
  if (pace.headWeight === 0) return { law, stretch: pace.factor * stretch };
  return { law, stretch, draw: { ...pace, headSeconds: basis.headSeconds } };
}

/** The mean wait at the center's pace. Rises with the theory's mean whatever the head has waited, so no order among waits is ever turned round. */
export function meanAtPace({ meanSeconds, headSeconds }: LawBasis, pace: Pace): number {
  return drawn(meanSeconds, { ...pace, headSeconds });
}

/** The law as the model has it, before its levels are moved: by the learned correction where there is one, else the theory at the center's pace. */
export function modelLaw(basis: LawBasis, { pace, correction }: Pick<WaitModel, 'pace' | 'correction'>): StretchedLaw {
  if (!correction || !basis.seen) return lawAtPace(basis, pace);
  return correctedLaw(correctedMean(basis, basis.seen, correction.weights), correction);
}

function modelMean(basis: LawBasis, { pace, correction, calibration }: WaitModel): number {
  if (!correction || !basis.seen) return calibration.mean * meanAtPace(basis, pace);
  return correctedMean(basis, basis.seen, correction.weights);
}

/** The calibrated law: the model's, its levels moved to where real waits have fallen. */
export function waitLaw(basis: LawBasis, model: WaitModel): WaitLaw {
  if (basis.meanSeconds === 0) return servedAtOnce;
  const lived = modelLaw(basis, model);
  const { waited: curve, widening = 0 } = model.calibration;
  const quantileSeconds = (p: number) => seconds(livedSeconds(lived, logBetaQuantile(lived.law, lawLevelOf(curve, p))));
  return {
    meanSeconds: seconds(modelMean(basis, model)),
    quantileSeconds,
    intervalSeconds: (share) => {
      const [low, high] = shortestInterval(quantileSeconds, shareOfFew(shareWithCaution(share, widening), model));
      return [seconds(low), seconds(high)];
    },
    probabilityLongerThan: (waitSeconds) =>
      1 - realLevelOf(curve, 1 - logBetaSurvival(lived.law, lawSeconds(lived, waitSeconds))),
  };
}

/**
 * The share of the waits seen that an interval has to hold so that `share` of the next ones lie within: levels taken from
 * n waits lie closer together than the law's, by one in n (conformal prediction). A correction has its levels from
 * thousands.
 */
function shareOfFew(share: number, { evidence, correction }: WaitModel): number {
  if (!evidence || correction) return share;
  return Math.min(share * (1 + 1 / evidence.waits), (1 + share) / 2);
}

/** The wait that `level` of those who were told a bound did not exceed. */
export function toldQuantile(basis: LawBasis, model: WaitModel, level: number): Seconds {
  if (basis.meanSeconds === 0) return seconds(0);
  const lived = modelLaw(basis, model);
  return seconds(livedSeconds(lived, logBetaQuantile(lived.law, lawLevelOf(model.calibration.told, level))));
}

const servedAtOnce: WaitLaw = {
  meanSeconds: seconds(0),
  quantileSeconds: () => seconds(0),
  intervalSeconds: () => [seconds(0), seconds(0)],
  probabilityLongerThan: (waitSeconds) => (waitSeconds < 0 ? 1 : 0),
};
