import { forecastVolume } from '../core/forecasting/forecastVolume.ts';
import type { HistoryRow } from '../core/forecasting/history.ts';
import { instant } from '../core/time/units.ts';

export interface HandleTimeErrors {
  /** Σ contacts · |forecast − found| / Σ contacts · found: of the seconds agents were busy. */
  readonly byContacts: number;
  readonly alike: number;
}

/** Over intervals of the last 40 dates in which a call was handled, and of which last week's slot is known. */
export function handleTimeErrors(history: HistoryRow[]): { ours: HandleTimeErrors; lastWeek: HandleTimeErrors } {
  const dates = [...new Set(history.map((row) => new Date(row.intervalStart).toISOString().slice(0, 10)))].slice(-40);
  const found = new Map<number, HistoryRow>(history.map((row) => [row.intervalStart, row]));
  const [ours, lastWeek] = [new HandleTimeScore(), new HandleTimeScore()];
  for (const date of dates) {
    const from = instant(Date.parse(`${date}T00:00Z`));
    const until = instant(from + 86_400_000);
    const common = { generatedAt: from, intervalSeconds: 1800, timeZone: 'UTC' };
    for (const { intervalStart, ahtSeconds } of forecastVolume({ history, from, until, ...common }).intervals) {
      const row = found.get(intervalStart);
      const before = found.get(intervalStart - 7 * 86_400_000)?.ahtSeconds;
      if (row?.ahtSeconds === undefined || before === undefined) continue;
      const contacts = (row.offered ?? 0) - (row.abandoned ?? 0);
      ours.add(row.ahtSeconds, ahtSeconds, contacts);
      lastWeek.add(row.ahtSeconds, before, contacts);
    }
  }
  return { ours, lastWeek };
}

class HandleTimeScore implements HandleTimeErrors {
  private readonly sums = { weightedError: 0, weighted: 0, error: 0, total: 0 };

  add(found: number, forecast: number, contacts: number): void {
    const error = Math.abs(found - forecast);
    this.sums.weightedError += contacts * error;
    this.sums.weighted += contacts * found;
    this.sums.error += error;
    this.sums.total += found;
  }

  get byContacts(): number {
    return this.sums.weightedError / this.sums.weighted;
  }

  get alike(): number {
    return this.sums.error / this.sums.total;
  }
}
