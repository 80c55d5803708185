import type { OfferFigures, QueueFigures } from './queueFigures.ts';
import type { Scenario } from './scenario.ts';
import { centerOf } from './scenarioCenter.ts';
import { simulateCenter } from './simulateCenter.ts';

/** A mean over replications with the half width of its 95 % confidence interval. */
export interface Estimate {
  readonly mean: number;
  readonly halfWidth: number;
}

/** The same figures, each over all replications. */
export type Estimated<Figures> = {
  readonly [Name in keyof Figures]: Figures[Name] extends number ? Estimate : Estimated<Figures[Name]>;
};

export interface PredictorReport {
  readonly predictor: string;
  readonly meanSquaredError: Estimate;
  readonly biasSeconds: Estimate;
  /** Of a predictor that gives a whole law. */
  readonly covered80: Estimate | undefined;
  readonly covered90: Estimate | undefined;
}

type CountsAndWaits = Omit<QueueFigures, 'offers' | 'predictors'>;

export interface QueueReport extends Estimated<CountsAndWaits> {
  readonly queue: string;
  readonly thresholdSeconds: number;
  /** Of a queue that offers something. */
  readonly offers: Estimated<OfferFigures> | undefined;
  readonly predictors: readonly PredictorReport[];
}

/** One replication: the figures of each queue, in the order of the scenario. Any order and any place of running gives the same. */
export const runReplication = (scenario: Scenario, replication: number): readonly QueueFigures[] =>
  simulateCenter(centerOf(scenario, replication)).queues;

/** Runs every replication, one after the other; `done` hears of each, as a share of the whole. */
export function simulateScenario(scenario: Scenario, done: (share: number) => void = () => {}): QueueReport[] {
  const runs = Array.from({ length: scenario.replications }, (_, replication) => {
    const run = runReplication(scenario, replication);
    done((replication + 1) / scenario.replications);
    return run;
  });
  return reportsOf(scenario, runs);
}

/** The reports over replications, given in their order. */
export const reportsOf = (scenario: Scenario, runs: readonly (readonly QueueFigures[])[]): QueueReport[] =>
  scenario.queues.map((queue, index) => ({
    queue: queue.name,
    thresholdSeconds: queue.thresholdSeconds,
    ...figuresOver(runs.flatMap((run) => run[index] ?? [])),
  }));

function figuresOver(runs: readonly QueueFigures[]): Omit<QueueReport, 'queue' | 'thresholdSeconds'> {
  const plain = runs.map(({ offers: _offers, predictors: _predictors, ...figures }) => figures);
  const offers = runs.flatMap((run) => run.offers ?? []);
  const names = [...new Set(runs.flatMap((run) => run.predictors.map(({ predictor }) => predictor)))];
  return {
    ...estimated<CountsAndWaits>(plain),
    offers: offers.length > 0 ? estimated(offers) : undefined,
    predictors: names.map((predictor) => {
      const figures = runs.flatMap((run) => run.predictors.filter((entry) => entry.predictor === predictor));
      const over = (values: readonly (number | undefined)[]): Estimate | undefined => {
        const known = values.filter((value) => value !== undefined);
        return known.length > 0 ? estimate(known) : undefined;
      };
      return {
        predictor,
        meanSquaredError: estimate(figures.map((entry) => entry.meanSquaredError)),
        biasSeconds: estimate(figures.map((entry) => entry.biasSeconds)),
        covered80: over(figures.map((entry) => entry.covered80)),
        covered90: over(figures.map((entry) => entry.covered90)),
      };
    }),
  };
}

/** Each number of like figures, estimated. Throws RangeError where there are none. */
export function estimated<Figures extends object>(runs: readonly Figures[]): Estimated<Figures> {
  const [first] = runs;
  if (!first) throw new RangeError('expected at least one run to estimate from');
  const names = Object.keys(first) as (keyof Figures)[];
  return Object.fromEntries(
    names.map((name) => {
      const values = runs.map((run) => run[name]);
      return [name, typeof first[name] === 'object' ? estimated(values as object[]) : estimate(values as number[])];
    }),
  ) as Estimated<Figures>;
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
