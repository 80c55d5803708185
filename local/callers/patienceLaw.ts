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

interface Step {
  readonly at: number;
  readonly survival: number;
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
  const steps = survivalSteps(waits);
  const abandonments = waits.filter((wait) => wait.abandoned).length;
  const waitedSeconds = waits.reduce((sum, wait) => sum + wait.waitSeconds, 0);
  const tailRatePerSecond = waitedSeconds > 0 ? abandonments / waitedSeconds : 0;
  const longestSeconds = waits.reduce((longest, wait) => Math.max(longest, wait.waitSeconds), 0);

  const survival = (waitSeconds: number): number => {
    const seen = steps.findLast((step) => step.at <= waitSeconds)?.survival ?? 1;
    return seen * Math.exp(-tailRatePerSecond * Math.max(0, waitSeconds - longestSeconds));
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

/** The curve after each abandonment. A wait cut short at the very time of an abandonment was still at risk then. */
function survivalSteps(waits: readonly SeenWait[]): Step[] {
  const sorted = [...waits].sort((a, b) => a.waitSeconds - b.waitSeconds);
  const steps: Step[] = [];
  let survival = 1;
  let position = 0;
  while (position < sorted.length) {
    const at = (sorted[position] as SeenWait).waitSeconds;
    const atRisk = sorted.length - position;
    let abandoned = 0;
    for (; position < sorted.length && (sorted[position] as SeenWait).waitSeconds === at; position += 1)
      if ((sorted[position] as SeenWait).abandoned) abandoned += 1;
    if (abandoned === 0) continue;
    survival *= 1 - abandoned / atRisk;
    steps.push({ at, survival });
  }
  return steps;
}
