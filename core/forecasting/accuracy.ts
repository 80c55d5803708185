import type { Instant } from '../time/units.ts';

/** A forecast of one interval beside what came. */
export interface ScoredInterval {
  readonly actual: number;
  readonly mean: number;
  readonly quantiles: Readonly<Record<string, number>>;
}

/** How good a forecast was, once its days are known. */
export interface Accuracy {
  readonly intervals: number;
  /** Σ |forecast − actual| / Σ actual. Undefined where nothing came: no error can be measured against nothing. */
  readonly wape: number | undefined;
  /** Σ (forecast − actual) / Σ actual: positive where too much was forecast. */
  readonly bias: number | undefined;
  readonly rootMeanSquare: number;
  /** Mean pinball loss over intervals and quantiles, contacts. */
  readonly pinball: number;
  /** Share of intervals within the outermost pair of quantiles, ends included, and the share that should be. */
  readonly coverage: number | undefined;
  readonly nominalCoverage: number | undefined;
}

/** Scores intervals that are over. Intervals whose actual or forecast is no number are left out. */
export function scoreForecast(scored: readonly ScoredInterval[]): Accuracy {
  const sound = scored.filter(({ actual, mean }) => Number.isFinite(actual) && Number.isFinite(mean));
  const levels = Object.keys(sound[0]?.quantiles ?? {}).sort((a, b) => Number(a) - Number(b));
  const [low, high] = [levels[0], levels.at(-1)];
  const paired = low !== undefined && high !== undefined && Number(low) < 0.5 && Number(high) > 0.5;
  let [absolute, signed, square, total, pinball, within] = [0, 0, 0, 0, 0, 0];
  for (const { actual, mean, quantiles } of sound) {
    absolute += Math.abs(mean - actual);
    signed += mean - actual;
    square += (mean - actual) ** 2;
    total += actual;
    for (const level of levels) pinball += pinballLoss(actual, quantiles[level] ?? mean, Number(level));
    if (paired && actual >= (quantiles[low] ?? 0) && actual <= (quantiles[high] ?? 0)) within++;
  }
  const count = sound.length;
  return {
    intervals: count,
    wape: total > 0 ? absolute / total : undefined,
    bias: total > 0 ? signed / total : undefined,
    rootMeanSquare: count > 0 ? Math.sqrt(square / count) : 0,
    pinball: count * levels.length > 0 ? pinball / (count * levels.length) : 0,
    coverage: paired && count > 0 ? within / count : undefined,
    nominalCoverage: paired ? Number(high) - Number(low) : undefined,
  };
}

/** Loss of a quantile forecast: what came above it costs its probability, what came below the rest. */
export const pinballLoss = (actual: number, quantile: number, probability: number): number =>
  actual >= quantile ? probability * (actual - quantile) : (1 - probability) * (quantile - actual);

/** Which of two methods was better on the same intervals, and whether that is more than luck. */
export interface Comparison {
  readonly champion: Accuracy;
  readonly challenger: Accuracy;
  /** Days on which the challenger erred less, and on which it erred more. */
  readonly daysBetter: number;
  readonly daysWorse: number;
  /** The challenger's absolute error less the champion's per day, in standard errors; negative: it errs less. */
  readonly standardErrors: number;
  readonly verdict: 'challenger' | 'champion' | 'undecided';
}

/** Days needed before a challenger may win, and by how many standard errors it must. */
const leastDays = 10;
const clearStandardErrors = 2;

/**
 * Champion against challenger on the same days: one entry per day, each day's intervals in the same order. Whole days are
 * compared, because the errors within one hang together (Diebold & Mariano, 1995, on daily losses).
 */
export function compareForecasts(
  days: readonly { readonly champion: readonly ScoredInterval[]; readonly challenger: readonly ScoredInterval[] }[],
): Comparison {
  const loss = (scored: readonly ScoredInterval[]): number =>
    scored.reduce((sum, { actual, mean }) => sum + Math.abs(mean - actual), 0);
  const differences = days.map(({ champion, challenger }) => loss(challenger) - loss(champion));
  const count = differences.length;
  const mean = differences.reduce((sum, value) => sum + value, 0) / Math.max(1, count);
  const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, count - 1);
  const standardErrors = variance > 0 ? mean / Math.sqrt(variance / count) : 0;
  const decided = count >= leastDays && Math.abs(standardErrors) >= clearStandardErrors;
  return {
    champion: scoreForecast(days.flatMap(({ champion }) => champion)),
    challenger: scoreForecast(days.flatMap(({ challenger }) => challenger)),
    daysBetter: differences.filter((value) => value < 0).length,
    daysWorse: differences.filter((value) => value > 0).length,
    standardErrors,
    verdict: !decided ? 'undecided' : standardErrors < 0 ? 'challenger' : 'champion',
  };
}

/** What names one interval of one queue. */
interface IntervalName {
  readonly intervalStart: Instant;
  readonly queue: string;
  readonly channel: string;
}

export type ScoredAt = ScoredInterval & IntervalName;

/** Pairs a forecast's intervals with what the history says of them; intervals nobody counted are left out. */
export function scoredIntervals(
  intervals: readonly (IntervalName & Omit<ScoredInterval, 'actual'>)[],
  actuals: readonly (IntervalName & { readonly offered?: number })[],
): ScoredAt[] {
  const nameOf = ({ intervalStart, queue, channel }: IntervalName) => `${intervalStart}#${queue}#${channel}`;
  const known = new Map(actuals.map((row) => [nameOf(row), row.offered]));
  return intervals.flatMap(({ intervalStart, queue, channel, mean, quantiles }) => {
    const actual = known.get(nameOf({ intervalStart, queue, channel }));
    return actual === undefined ? [] : [{ intervalStart, queue, channel, actual, mean, quantiles }];
  });
}
