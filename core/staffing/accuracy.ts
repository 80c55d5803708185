import type { Instant } from '../time/units.ts';

/** One interval as it was forecast before its day began. */
export interface ForecastInterval {
  readonly intervalStart: Instant;
  readonly mean: number;
  readonly quantiles: Readonly<Record<string, number>>;
}

/** How good a forecast of one day was, once the day is known. */
export interface DayAccuracy {
  /** Contacts that came. */
  readonly offeredCount: number;
  /** Σ |forecast − came| / Σ came; the measure that staffing cost follows (Ding & Koole 2022). */
  readonly weightedError: number;
  /** Σ (forecast − came) / Σ came. */
  readonly bias: number;
  /** Mean pinball loss over the quantiles, in contacts. */
  readonly pinball: number;
  /** Share of intervals within the lowest and highest quantile. */
  readonly coverage: number;
}

/** Undefined when nothing came or nothing was forecast: there is no accuracy of nothing. */
export function dayAccuracy(
  forecast: readonly ForecastInterval[],
  cameAt: ReadonlyMap<number, number>,
): DayAccuracy | undefined {
  const known = forecast.filter(({ intervalStart }) => cameAt.has(intervalStart));
  let [came, missed, bias, pinball, losses, inside, judged] = [0, 0, 0, 0, 0, 0, 0];
  for (const { intervalStart, mean, quantiles } of known) {
    const real = cameAt.get(intervalStart) ?? 0;
    came += real;
    missed += Math.abs(mean - real);
    bias += mean - real;
    const levels = Object.entries(quantiles).sort(([a], [b]) => Number(a) - Number(b));
    for (const [level, value] of levels) {
      pinball += real >= value ? Number(level) * (real - value) : (1 - Number(level)) * (value - real);
      losses += 1;
    }
    const [low, high] = [levels[0]?.[1], levels.at(-1)?.[1]];
    if (low === undefined || high === undefined || levels.length < 2) continue;
    judged += 1;
    if (low <= real && real <= high) inside += 1;
  }
  if (came === 0) return undefined;
  return {
    offeredCount: came,
    weightedError: missed / came,
    bias: bias / came,
    pinball: losses === 0 ? 0 : pinball / losses,
    coverage: judged === 0 ? 0 : inside / judged,
  };
}

/** Errors of one method on the days it was scored, latest last. */
export type Scores = Readonly<Record<string, readonly number[]>>;

const daysCompared = 28;
const fewestDays = 7;
/** A challenger must be this much better to take over: a champion of luck would change every week. */
const marginShare = 0.03;

/**
 * Which method's forecast is planned with: the champion, until a challenger has been better over the days both were
 * scored, of the last four weeks and at least seven, by a clear margin.
 */
export function championOf(scores: Scores, champion: string): string {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const own = scores[champion] ?? [];
  let best = { method: champion, error: Number.POSITIVE_INFINITY };
  for (const [method, errors] of Object.entries(scores)) {
    const days = Math.min(daysCompared, errors.length, own.length || errors.length);
    if (method === champion || days < fewestDays) continue;
    const error = mean(errors.slice(-days));
    const toBeat = own.length < fewestDays ? Number.POSITIVE_INFINITY : mean(own.slice(-days)) * (1 - marginShare);
    if (error < toBeat && error < best.error) best = { method, error };
  }
  return best.method;
}

/** Scores with one more day of a method; older days than are compared are forgotten. */
export function withScore(scores: Scores, method: string, error: number): Scores {
  return { ...scores, [method]: [...(scores[method] ?? []), error].slice(-daysCompared) };
}
