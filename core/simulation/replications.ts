import { lineOf, policyOf, type Scenario, type ScenarioQueue } from './scenario.ts';
import { runTrial, type TrialFigures } from './trial.ts';

/** A mean over replications with the half width of its 95 % confidence interval. */
export interface Estimate {
  readonly mean: number;
  readonly halfWidth: number;
}

export interface QueueReport {
  readonly queue: string;
  readonly offered: Estimate;
  readonly answered: Estimate;
  readonly abandoned: Estimate;
  /** Answered within the threshold, of all offered. */
  readonly serviceLevel: Estimate;
  readonly thresholdSeconds: number;
  /** ASA: of those answered. */
  readonly meanWaitSeconds: Estimate;
  readonly waitQuantiles: {
    readonly p50: Estimate;
    readonly p80: Estimate;
    readonly p90: Estimate;
    readonly p95: Estimate;
  };
  readonly predictors: readonly {
    readonly predictor: string;
    readonly meanSquaredError: Estimate;
    readonly biasSeconds: Estimate;
    readonly covered80: Estimate | undefined;
    readonly covered90: Estimate | undefined;
  }[];
}

/** Runs every replication of every queue; `done` hears of each, as a share of the whole. */
export function simulateScenario(scenario: Scenario, done: (share: number) => void = () => {}): QueueReport[] {
  const total = scenario.queues.length * scenario.replications;
  return scenario.queues.map((queue, which) => {
    const runs = Array.from({ length: scenario.replications }, (_, replication) => {
      const seed = scenario.seed + replication;
      const run = runTrial(lineOf(queue, scenario, seed), scenario.warmupSeconds, policyOf(queue));
      done((which * scenario.replications + replication + 1) / total);
      return run;
    });
    return reportOf(queue, runs);
  });
}

function reportOf(queue: ScenarioQueue, runs: readonly TrialFigures[]): QueueReport {
  const over = (figure: (run: TrialFigures) => number) => estimate(runs.map(figure));
  const within = (run: TrialFigures) =>
    run.answeredWaits.filter((wait) => wait <= queue.thresholdSeconds).length / Math.max(1, run.offered);
  const quantile = (p: number) => over((run) => run.answeredWaits[Math.floor(p * run.answeredWaits.length)] ?? 0);
  const names = runs[0]?.predictors.map((figures) => figures.predictor) ?? [];
  return {
    queue: queue.name,
    offered: over((run) => run.offered),
    answered: over((run) => run.answered),
    abandoned: over((run) => run.abandoned),
    serviceLevel: over(within),
    thresholdSeconds: queue.thresholdSeconds,
    meanWaitSeconds: over(
      (run) => run.answeredWaits.reduce((sum, wait) => sum + wait, 0) / Math.max(1, run.answeredWaits.length),
    ),
    waitQuantiles: { p50: quantile(0.5), p80: quantile(0.8), p90: quantile(0.9), p95: quantile(0.95) },
    predictors: names.map((predictor) => {
      const figures = runs.flatMap((run) => run.predictors.filter((entry) => entry.predictor === predictor));
      const whole = figures[0]?.covered80 !== undefined;
      return {
        predictor,
        meanSquaredError: estimate(figures.map((entry) => entry.meanSquaredError)),
        biasSeconds: estimate(figures.map((entry) => entry.biasSeconds)),
        covered80: whole ? estimate(figures.map((entry) => entry.covered80 ?? 0)) : undefined,
        covered90: whole ? estimate(figures.map((entry) => entry.covered90 ?? 0)) : undefined,
      };
    }),
  };
}

/** Mean and half width of a 95 % interval, by Student's t. The half width of a single value is infinite. */
export function estimate(values: readonly number[]): Estimate {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count < 2) return { mean, halfWidth: Number.POSITIVE_INFINITY };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return { mean, halfWidth: studentHalf(count - 1) * Math.sqrt(variance / count) };
}

/**
 * The 97.5 % point of Student's t. From three degrees on by Cornish and Fisher's series, within 0.5 %.
 * Known answers: 4 → 2.776, 9 → 2.262.
 */
function studentHalf(degrees: number): number {
  if (degrees === 1) return 12.706_204_736;
  if (degrees === 2) return 4.302_652_73;
  const z = 1.959_963_985;
  const [z3, z5, z7] = [z ** 3, z ** 5, z ** 7];
  return (
    z +
    (z3 + z) / (4 * degrees) +
    (5 * z5 + 16 * z3 + 3 * z) / (96 * degrees ** 2) +
    (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * degrees ** 3)
  );
}
