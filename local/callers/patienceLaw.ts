import { kaplanMeier } from '../../core/prediction/score.ts';
import type { RandomStream } from '../../core/random/stream.ts';
import type { Seconds } from '../../core/time/units.ts';

/** One wait as it was seen: it ended by giving up, or patience was still there when an agent came (censored). */
export interface SeenWait {
  readonly waitSeconds: number;
  readonly abandoned: boolean;
}

/** How long callers of a recorded day would have waited. */
export interface PatienceLaw {
  /** Share of callers whose patience exceeds `waitSeconds`, in [0, 1]. */
  survival(waitSeconds: number): number;
  /** A patience from the law, given that the caller has already waited `waitedSeconds` without giving up. */
  drawBeyond(waitedSeconds: number, chance: RandomStream): Seconds;
}

/**
 * Kaplan–Meier estimate of patience from waits that an agent's answer cut short.
 *
 * Beyond the longest wait of the log the estimate says nothing: there patience goes on with the constant
 * hazard abandonments ÷ total waiting time (its exponential maximum-likelihood rate). A log without a single
 * abandonment gives callers who never give up.
 * Source: Kaplan & Meier, JASA 53, 1958; for call centers Brown et al., JASA 100, 2005, §4.
 * Known answer: the 374 waits of the survival package's fixture give S(1) = 0.9448681, S(4) = 0.5322115.
 */
export function kaplanMeierPatience(waits: readonly SeenWait[]): PatienceLaw {
  const stayed = kaplanMeier(waits.map(({ waitSeconds, abandoned }) => ({ at: waitSeconds, happened: abandoned })));
  const steps = [...new Set(waits.filter((wait) => wait.abandoned).map((wait) => wait.waitSeconds))]
    .sort((a, b) => a - b)
    .map((at) => ({ at, survival: stayed(at) }));
  const abandonments = waits.filter((wait) => wait.abandoned).length;
  const waitedSeconds = waits.reduce((sum, wait) => sum + wait.waitSeconds, 0);
  const tailRatePerSecond = waitedSeconds > 0 ? abandonments / waitedSeconds : 0;
  const longestSeconds = waits.reduce((longest, wait) => Math.max(longest, wait.waitSeconds), 0);

  const survival = (waitSeconds: number): number => {
    return stayed(waitSeconds) * Math.exp(-tailRatePerSecond * Math.max(0, waitSeconds - longestSeconds));
  };
  const drawBeyond = (waited: number, chance: RandomStream): Seconds => {
    const level = survival(waited) * chance.uniform();
    const step = steps.find((candidate) => candidate.at > waited && candidate.survival <= level);
    if (step !== undefined) return step.at as Seconds;
    if (tailRatePerSecond === 0) return Number.POSITIVE_INFINITY as Seconds;
    return (Math.max(waited, longestSeconds) + chance.exponential(1 / tailRatePerSecond)) as Seconds;
  };
  return { survival, drawBeyond };
}
