import type { HistoryRow } from '../../../core/forecasting/history.ts';
import { randomStream } from '../../../core/random/stream.ts';
import { instant } from '../../../core/time/units.ts';

export interface Planted {
  readonly days: number;
  readonly firstDate?: string;
  readonly intervalSeconds?: number;
  readonly perSlot?: number;
  readonly seed?: number;
  readonly queue?: string;
  /** Multiplies a day's volume; dates as YYYY-MM-DD, UTC. */
  readonly factorOf?: (date: string, day: number) => number;
  readonly weekend?: boolean;
  readonly driversOf?: (date: string, day: number) => Record<string, number>;
}

/** A center that is open 08:00 to 18:00 UTC with two humps a day, busier on Mondays; counts are Poisson. */
export function plantedHistory(planted: Planted): HistoryRow[] {
  const { days, firstDate = '2026-01-05', intervalSeconds = 1800, perSlot = 40, seed = 1, queue = 'service' } = planted;
  const chance = randomStream(seed, queue);
  const rows: HistoryRow[] = [];
  for (let day = 0; day < days; day++) {
    const midnight = Date.parse(`${firstDate}T00:00:00Z`) + day * 86_400_000;
    const date = new Date(midnight).toISOString().slice(0, 10);
    const weekday = new Date(midnight).getUTCDay();
    if (!planted.weekend && (weekday === 0 || weekday === 6)) continue;
    for (let second = 8 * 3600; second < 18 * 3600; second += intervalSeconds) {
      const mean = meanOf(second, weekday, perSlot * (intervalSeconds / 1800)) * (planted.factorOf?.(date, day) ?? 1);
      rows.push({
        intervalStart: instant(midnight + 1000 * second),
        queue,
        channel: 'voice',
        offered: poisson(chance.uniform, mean),
        ahtSeconds: 240,
        ...(planted.driversOf ? { drivers: planted.driversOf(date, day) } : {}),
      });
    }
  }
  return rows;
}

/** What a planted interval brings on average. */
export function meanOf(second: number, weekday: number, perSlot: number): number {
  const hour = second / 3600;
  const humps = Math.exp(-((hour - 10.5) ** 2) / 3) + 0.8 * Math.exp(-((hour - 15) ** 2) / 3);
  return perSlot * (0.4 + humps) * (weekday === 1 ? 1.3 : 1);
}

/** A Poisson count: by counting exponentials below 30, by a rounded normal above, which is near enough there. */
function poisson(uniform: () => number, mean: number): number {
  if (mean > 30) {
    const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
  let count = 0;
  let spent = -Math.log(uniform());
  while (spent < mean) {
    count++;
    spent -= Math.log(uniform());
  }
  return count;
}
