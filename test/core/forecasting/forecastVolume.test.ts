import { describe, expect, test } from 'vitest';
import { scoredIntervals, scoreForecast } from '../../../core/forecasting/accuracy.ts';
import { type ForecastRequest, forecastVolume } from '../../../core/forecasting/forecastVolume.ts';
import type { HistoryRow } from '../../../core/forecasting/history.ts';
import { instant, parseInstant } from '../../../core/time/units.ts';
import { plantedHistory } from './plantedHistory.ts';

const at = (iso: string) => parseInstant(iso) ?? instant(Number.NaN);

function ask(history: readonly HistoryRow[], from: string, until: string, more: Partial<ForecastRequest> = {}) {
  return forecastVolume({
    history,
    from: at(from),
    until: at(until),
    generatedAt: at(from),
    intervalSeconds: 1800,
    timeZone: 'UTC',
    ...more,
  });
}

const sum = (rows: readonly { mean: number }[]) => rows.reduce((total, { mean }) => total + mean, 0);

describe('the volume of a day to come', () => {
  const history = plantedHistory({ days: 70 });
  // A Monday.
  const [from, until] = ['2026-03-16T00:00:00Z', '2026-03-17T00:00:00Z'];
  const truth = plantedHistory({ days: 75, seed: 9 }).filter((row) => row.intervalStart >= at(from));

  test('is within chance of what comes', () => {
    const accuracy = scoreForecast(scoredIntervals(ask(history, from, until).intervals, truth));
    expect(accuracy.intervals).toBe(20);
    expect(accuracy.wape).toBeLessThan(0.16);
  });

  test('has rising quantiles around its mean, and none while closed', () => {
    const { intervals } = ask(history, from, until);
    expect(intervals).toHaveLength(48);
    for (const { mean, quantiles } of intervals) {
      const [low = 0, middle = 0, high = 0] = ['0.1', '0.5', '0.9'].map((key) => quantiles[key]);
      expect(low).toBeLessThanOrEqual(middle);
      expect(middle).toBeLessThanOrEqual(high);
      if (mean > 0) expect(high).toBeGreaterThan(mean);
    }
    const open = intervals.filter(({ mean }) => mean > 0).map(({ intervalStart }) => intervalStart);
    expect([open[0], open.at(-1)]).toEqual([at('2026-03-16T08:00:00Z'), at('2026-03-16T17:30:00Z')]);
  });

  test('knows Mondays from Tuesdays', () => {
    const tuesday = ask(history, '2026-03-17T00:00:00Z', '2026-03-18T00:00:00Z');
    expect(sum(ask(history, from, until).intervals) / sum(tuesday.intervals)).toBeCloseTo(1.3, 1);
  });

  test('follows what is seen of the day', () => {
    const busy = truth.map((row) => ({ ...row, offered: Math.round((row.offered ?? 0) * 1.4) }));
    const known = { knownUntil: at('2026-03-16T12:00:00Z') };
    const before = ask([...history, ...busy], '2026-03-16T12:00:00Z', until, { knownUntil: at(from) });
    const after = ask([...history, ...busy], '2026-03-16T12:00:00Z', until, known);
    expect(sum(after.intervals) / sum(before.intervals)).toBeGreaterThan(1.08);
  });

  test('Bug: in the first week the rest of a weekday never seen before was closed, and what came of it unheeded. Fix: it is open as the other days are', () => {
    // Monday and Tuesday are known, and Wednesday until noon.
    const firstWeek = plantedHistory({ days: 3, perSlot: 8, factorOf: (_, day) => (day === 2 ? 2.5 : 1) });
    const noon = '2026-01-07T12:00:00Z';
    const restOf = (known: string) => ask(firstWeek, noon, '2026-01-08T00:00:00Z', { knownUntil: at(known) }).intervals;
    const open = restOf(noon).filter(({ mean }) => mean > 0);
    expect(open).toHaveLength(12);
    expect(sum(open) / sum(restOf('2026-01-07T00:00:00Z'))).toBeGreaterThan(1.15);
  });

  test('never sees what came later than it may know', () => {
    const wild = truth.map((row) => ({ ...row, offered: 9000 }));
    expect(ask([...history, ...wild], from, until)).toEqual(ask(history, from, until));
  });

  test('splits into quarters and five minutes that add up to the half hour', () => {
    const fine = plantedHistory({ days: 70, intervalSeconds: 300 });
    const half = ask(fine, from, until);
    for (const intervalSeconds of [300, 900]) {
      const finer = ask(fine, from, until, { intervalSeconds });
      expect(finer.intervals).toHaveLength(86_400 / intervalSeconds);
      expect(Math.abs(sum(finer.intervals) / sum(half.intervals) - 1)).toBeLessThan(0.01);
    }
  });
});
