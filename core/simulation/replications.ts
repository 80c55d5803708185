import { type Estimate, estimate } from './estimate.ts';
import type { OfferFigures, QueueFigures } from './queueFigures.ts';
import type { Scenario } from './scenario.ts';
import { centerOf } from './scenarioCenter.ts';
import { simulateCenter } from './simulateCenter.ts';

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
