import { type Instant, instant } from '../time/units.ts';
import { type LocalMs, localClock } from '../time/zoneOffset.ts';
import {
  type Accuracy,
  type Comparison,
  compareForecasts,
  type ScoredAt,
  scoredIntervals,
  scoreForecast,
} from './accuracy.ts';
import {
  type ForecastMethod,
  type ForecastRequest,
  forecastMethods,
  forecastVolume,
  ourMethod,
} from './forecastVolume.ts';

const dayMs = 86_400_000;

/** What is forecast, and what is known then: the next day at its midnight, the next ten open days, or the rest of a day at an hour. */
export type Horizon =
  | { readonly kind: 'day-ahead' }
  | { readonly kind: 'two-week' }
  | { readonly kind: 'rest-of-day'; readonly hour: number };

export interface BacktestRequest
  extends Omit<ForecastRequest, 'from' | 'until' | 'knownUntil' | 'lastGood' | 'method'> {
  /** Days scored: the last of the history that have contacts. */
  readonly days: number;
  readonly horizons: readonly Horizon[];
  readonly methods?: readonly ForecastMethod[];
}

export interface MethodScore {
  readonly method: ForecastMethod;
  readonly accuracy: Accuracy;
}

export interface HorizonScore {
  readonly horizon: Horizon;
  readonly methods: readonly MethodScore[];
  /** Ours against the same weekday a week before. Undefined unless both were run. */
  readonly againstNaive: Comparison | undefined;
  /** Ours, interval by interval, for a plot. */
  readonly ours: readonly ScoredAt[];
}

/** Days between two origins of the two-week horizon, and open days it looks ahead. */
const originStep = 5;
const daysAhead = 10;

/**
 * Rolling-origin accuracy of each method: every forecast is made from what was known at its origin, the window growing.
 * Yields the share done, so that a waiting person can be told. Days of a horizon that the history does not hold are left out.
 */
export function* backtest(request: BacktestRequest): Generator<number, HorizonScore[]> {
  const methods = request.methods ?? forecastMethods;
  const localOf = localClock(request.timeZone);
  const dates = openDates(request, localOf);
  const tested = dates.slice(-request.days);
  const scores: HorizonScore[] = [];
  let done = 0;
  for (const horizon of request.horizons) {
    const origins = tested.filter((_, index) => horizon.kind !== 'two-week' || index % originStep === 0);
    const runs = methods.map((method) => ({ method, days: [] as ScoredAt[][] }));
    for (const [at, date] of origins.entries()) {
      const range = rangeOf(horizon, date, dates, localOf);
      for (const run of runs) run.days.push(runOne(request, run.method, range));
      yield (done + (at + 1) / origins.length) / request.horizons.length;
    }
    done++;
    scores.push(scoreOf(horizon, runs));
  }
  return scores;
}

function runOne(request: BacktestRequest, method: ForecastMethod, range: { from: Instant; until: Instant }) {
  const { intervals } = forecastVolume({ ...request, ...range, knownUntil: range.from, method });
  return scoredIntervals(intervals, actualsOf(request, range));
}

/** The history's own counts of the range; finer rows than the forecast's are added up. */
function actualsOf({ history, intervalSeconds }: BacktestRequest, { from, until }: { from: Instant; until: Instant }) {
  const sums = new Map<string, { intervalStart: Instant; queue: string; channel: string; offered: number }>();
  for (const { intervalStart, queue, channel, offered } of history) {
    if (offered === undefined || !(offered >= 0) || intervalStart < from || intervalStart >= until) continue;
    const start = instant(intervalStart - ((intervalStart - from) % (1000 * intervalSeconds)));
    const key = `${start}#${queue}#${channel}`;
    const sum = sums.get(key);
    if (sum) sum.offered += offered;
    else sums.set(key, { intervalStart: start, queue, channel, offered });
  }
  return [...sums.values()];
}

/** Local dates on which anything came. */
function openDates({ history }: BacktestRequest, localOf: (at: Instant) => LocalMs): number[] {
  const dates = new Set<number>();
  for (const { intervalStart, offered } of history)
    if (offered !== undefined && offered > 0 && Number.isFinite(intervalStart))
      dates.add(Math.floor(localOf(intervalStart) / dayMs));
  return [...dates].sort((a, b) => a - b);
}

function rangeOf(
  horizon: Horizon,
  date: number,
  dates: readonly number[],
  localOf: (at: Instant) => LocalMs,
): { from: Instant; until: Instant } {
  const midnight = (day: number): Instant => atLocal(day * dayMs, localOf);
  switch (horizon.kind) {
    case 'day-ahead':
      return { from: midnight(date), until: midnight(date + 1) };
    case 'two-week': {
      const last = dates.slice(dates.indexOf(date)).slice(0, daysAhead).at(-1) ?? date;
      return { from: midnight(date), until: midnight(last + 1) };
    }
    case 'rest-of-day':
      return { from: atLocal(date * dayMs + horizon.hour * 3_600_000, localOf), until: midnight(date + 1) };
    default:
      return horizon satisfies never;
  }
}

/** The instant of a local time; where the clocks jump over it, the first after. */
function atLocal(local: LocalMs, localOf: (at: Instant) => LocalMs): Instant {
  let at = local;
  for (let round = 0; round < 3; round++) at += local - localOf(instant(at));
  return instant(at);
}

function scoreOf(horizon: Horizon, runs: readonly { method: ForecastMethod; days: ScoredAt[][] }[]): HorizonScore {
  const ours = runs.find(({ method }) => method === ourMethod);
  const naive = runs.find(({ method }) => method === 'seasonal-naive');
  const pairs = ours?.days.map((challenger, day) => ({ champion: naive?.days[day] ?? [], challenger }));
  return {
    horizon,
    methods: runs.map(({ method, days }) => ({ method, accuracy: scoreForecast(days.flat()) })),
    againstNaive: naive && pairs ? compareForecasts(pairs) : undefined,
    ours: ours?.days.flat() ?? [],
  };
}

export function sayHorizon(horizon: Horizon): string {
  switch (horizon.kind) {
    case 'day-ahead':
      return 'the next day';
    case 'two-week':
      return 'the next ten open days';
    case 'rest-of-day':
      return `the rest of the day from ${horizon.hour}:00`;
    default:
      return horizon satisfies never;
  }
}
