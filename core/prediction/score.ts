/** One prediction beside what happened. */
export interface ScoredPrediction {
  readonly meanSeconds: number;
  /** The waits not exceeded with probability .05, .1, .5, .8, .9 and .95. */
  readonly quantiles: readonly [number, number, number, number, number, number];
  /** The intervals that should hold 80 % and 90 % of waits. */
  readonly interval80: readonly [number, number];
  readonly interval90: readonly [number, number];
  /** The bound that would have been told. */
  readonly boundSeconds: number;
  readonly waitedSeconds: number;
  /** False: the customer left; the wait would have been longer. */
  readonly served: boolean;
}

export interface PredictionScore {
  readonly contacts: number;
  readonly served: number;
  /** Over those served. */
  readonly rootMeanSquareSeconds: number;
  /** Those served count also for those like them who left before (inverse probability of having stayed). */
  readonly weightedRootMeanSquareSeconds: number;
  readonly meanAbsoluteSeconds: number;
  /** Above 0: predicted too long. */
  readonly biasSeconds: number;
  /** Share of waits inside the interval that should hold 80 %, and 90 %; those who left counting as censored. */
  readonly covered80: number;
  readonly covered90: number;
  readonly meanWidth90Seconds: number;
  readonly promisesKept: number;
  readonly meanBoundSeconds: number;
}

/** The figures of one predictor; undefined when nobody it predicted was served. */
export function scorePredictions(scored: readonly ScoredPrediction[]): PredictionScore | undefined {
  const served = scored.filter((entry) => entry.served);
  if (served.length === 0) return undefined;
  const stayed = kaplanMeier(scored.map((entry) => ({ at: entry.waitedSeconds, happened: !entry.served })));
  const errors = served.map((entry) => entry.meanSeconds - entry.waitedSeconds);
  const weights = served.map((entry) => 1 / Math.max(0.05, stayed(entry.waitedSeconds)));
  const within = (bound: (entry: ScoredPrediction) => number) => shareWithin(scored, bound);
  return {
    contacts: scored.length,
    served: served.length,
    rootMeanSquareSeconds: Math.sqrt(mean(errors.map((error) => error * error))),
    weightedRootMeanSquareSeconds: Math.sqrt(
      sum(errors.map((error, index) => error * error * (weights[index] ?? 0))) / sum(weights),
    ),
    meanAbsoluteSeconds: mean(errors.map(Math.abs)),
    biasSeconds: mean(errors),
    covered80: within(({ interval80 }) => interval80[1]) - within(({ interval80 }) => interval80[0]),
    covered90: within(({ interval90 }) => interval90[1]) - within(({ interval90 }) => interval90[0]),
    meanWidth90Seconds: mean(scored.map(({ interval90 }) => interval90[1] - interval90[0])),
    promisesKept: within((entry) => entry.boundSeconds),
    meanBoundSeconds: mean(scored.map((entry) => entry.boundSeconds)),
  };
}

/** The levels of a prediction's quantiles. */
export const quantileLevels = [0.05, 0.1, 0.5, 0.8, 0.9, 0.95] as const;

/** For each of `quantileLevels` the share of waits within that quantile, those who left counting as long as they were seen. */
export function calibrationOf(scored: readonly ScoredPrediction[]): number[] {
  return quantileLevels.map((_, index) => shareWithin(scored, (entry) => entry.quantiles[index] ?? 0));
}

/** Share of waits no longer than a bound each, those who left counting for as long as they were seen. */
export const shareWithin = (scored: readonly ScoredPrediction[], bound: (entry: ScoredPrediction) => number): number =>
  1 -
  kaplanMeier(
    scored.map((entry) => ({ at: entry.waitedSeconds / Math.max(1e-9, bound(entry)), happened: entry.served })),
  )(1);

/** Share for whom it has not happened by a time (up to and including it), the others counting until they were last seen. */
export function kaplanMeier(seen: readonly { at: number; happened: boolean }[]): (at: number) => number {
  const ordered = seen.toSorted((one, other) => one.at - other.at || Number(other.happened) - Number(one.happened));
  const times: number[] = [];
  const shares: number[] = [];
  let share = 1;
  ordered.forEach(({ at, happened }, index) => {
    if (!happened) return;
    share *= 1 - 1 / (ordered.length - index);
    times.push(at);
    shares.push(share);
  });
  return (at) => {
    let [low, high] = [0, times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((times[middle] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 1 : (shares[low - 1] ?? 1);
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
