import { type Accuracy, scoredIntervals, scoreForecast } from '../core/forecasting/accuracy.ts';
import { forecastVolume, usualQuantiles } from '../core/forecasting/forecastVolume.ts';
import type { HistoryRow } from '../core/forecasting/history.ts';
import { sumOverQueues } from '../core/forecasting/queueSum.ts';
import { type Instant, instant } from '../core/time/units.ts';
import { technionRows } from './forecastData.ts';

const dayMs = 86_400_000;
const types = ['PS', 'NE', 'NW', 'IN', 'TT', 'PE'];
const testedDays = 40;

export interface SumFigures {
  /** By the rule of queueSum.ts. */
  readonly bySum: Accuracy;
  /** With the queues' quantiles merely added up. */
  readonly added: Accuracy;
}

/** Day-ahead forecasts of the Technion bank's types together, on its last 40 days, from all that was known at midnight. */
export function queueSums(): SumFigures {
  const rows = types.flatMap((type) => technionRows(type));
  const newest = rows.reduce((latest, { intervalStart }) => Math.max(latest, intervalStart), 0);
  const until = Math.ceil(newest / dayMs) * dayMs;
  const scored = Array.from({ length: testedDays }, (_, index) => {
    const from = instant(until - (testedDays - index) * dayMs);
    const to = instant(from + dayMs);
    const { intervals } = forecastVolume({
      history: rows.filter(({ intervalStart }) => intervalStart < from),
      from,
      until: to,
      generatedAt: from,
      intervalSeconds: 1800,
      timeZone: 'UTC',
      quantiles: usualQuantiles,
    });
    const came = together(rows.filter(({ intervalStart }) => intervalStart >= from && intervalStart < to));
    const sums = sumOverQueues(intervals).map((sum) => ({ ...sum, queue: 'all' }));
    const added = sums.map((sum) => {
      const own = intervals.filter(({ intervalStart }) => intervalStart === sum.intervalStart);
      const keys = Object.keys(sum.quantiles);
      const total = (key: string) => own.reduce((all, { quantiles }) => all + (quantiles[key] ?? 0), 0);
      return { ...sum, quantiles: Object.fromEntries(keys.map((key) => [key, total(key)])) };
    });
    return { bySum: scoredIntervals(sums, came), added: scoredIntervals(added, came) };
  });
  return {
    bySum: scoreForecast(scored.flatMap(({ bySum }) => bySum)),
    added: scoreForecast(scored.flatMap(({ added }) => added)),
  };
}

/** The queues as one. */
function together(rows: readonly HistoryRow[]): HistoryRow[] {
  const counts = new Map<Instant, number>();
  for (const { intervalStart, offered = 0 } of rows)
    counts.set(intervalStart, (counts.get(intervalStart) ?? 0) + offered);
  return [...counts].map(([intervalStart, offered]) => ({ intervalStart, queue: 'all', channel: 'voice', offered }));
}
