import { type Accuracy, type ScoredAt, scoredIntervals, scoreForecast } from '../core/forecasting/accuracy.ts';
import { forecastVolume, usualQuantiles } from '../core/forecasting/forecastVolume.ts';
import type { HistoryRow } from '../core/forecasting/history.ts';
import { type Estimate, estimate } from '../core/simulation/estimate.ts';
import { type Instant, instant } from '../core/time/units.ts';
import { technionRows } from './forecastData.ts';

const dayMs = 86_400_000;
const types = ['NW', 'IN', 'NE', 'TT', 'PE'];
const knownDays = [14, 28];
/** Each third of ninety days, so many before the last: nothing was chosen by them. */
const [testedDays, everyDays, beforeLastDays] = [90, 3, 90];
/** Of the other queues so many days are shown: as many as can be borrowed, and a few. */
const othersDays = 70;

export interface BorrowingFigures {
  readonly type: string;
  readonly knownDays: number;
  readonly contactsPerDay: number;
  readonly alone: Accuracy;
  readonly beside: Accuracy;
  /** Mean pinball of a day beside others less alone, with its 95 % interval over days. */
  readonly difference: Estimate;
}

/**
 * Day-ahead forecasts of the Technion bank's small types, of which only the last two or four weeks are known, alone and
 * beside the types that are known for longer: the same days for both.
 */
export function borrowing(): BorrowingFigures[] {
  const byType = new Map(['PS', ...types].map((type) => [type, technionRows(type)]));
  const newest = Math.max(...(byType.get('PS') ?? []).map(({ intervalStart }) => intervalStart));
  const until = Math.ceil(newest / dayMs) * dayMs;
  const origins = Array.from({ length: testedDays / everyDays }, (_, index) =>
    instant(until - (beforeLastDays + testedDays) * dayMs + index * everyDays * dayMs),
  );
  return types.flatMap((type) => {
    const own = byType.get(type) ?? [];
    const others = [...byType].flatMap(([name, rows]) => (name === type ? [] : rows));
    return knownDays.map((known): BorrowingFigures => {
      const pairs = origins
        .map((from) => {
          const short = between(own, from - known * dayMs, from);
          const long = between(others, from - othersDays * dayMs, from);
          return [dayAhead(own, short, from), dayAhead(own, [...short, ...pooled(long)], from)] as const;
        })
        .filter(([alone]) => alone.length > 0);
      const [alone, beside] = [pairs.flatMap(([first]) => first), pairs.flatMap(([, second]) => second)];
      return {
        type,
        knownDays: known,
        contactsPerDay: alone.reduce((sum, { actual }) => sum + actual, 0) / pairs.length,
        alone: scoreForecast(alone),
        beside: scoreForecast(beside),
        difference: estimate(
          pairs.map(([first, second]) => scoreForecast(second).pinball - scoreForecast(first).pinball),
        ),
      };
    });
  });
}

const between = (rows: readonly HistoryRow[], from: number, until: number): HistoryRow[] =>
  rows.filter(({ intervalStart }) => intervalStart >= from && intervalStart < until);

/** The other queues as one: forecast once instead of each. */
function pooled(rows: readonly HistoryRow[]): HistoryRow[] {
  const sums = new Map<Instant, number>();
  for (const { intervalStart, offered = 0 } of rows) sums.set(intervalStart, (sums.get(intervalStart) ?? 0) + offered);
  return [...sums].map(([intervalStart, offered]) => ({ intervalStart, queue: 'others', channel: 'voice', offered }));
}

function dayAhead(own: readonly HistoryRow[], history: readonly HistoryRow[], from: Instant): ScoredAt[] {
  const until = instant(from + dayMs);
  const request = { history, from, until, generatedAt: from, intervalSeconds: 1800, timeZone: 'UTC' };
  const { intervals } = forecastVolume({ ...request, quantiles: usualQuantiles });
  return scoredIntervals(intervals, between(own, from, until));
}
