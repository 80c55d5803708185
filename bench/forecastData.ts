import type { HistoryRow } from '../core/forecasting/history.ts';
import { instant } from '../core/time/units.ts';
import { sharedRows } from '../test/support/sharedData.ts';

/** The public histories that forecasts are benched on. */
export const bank = 'bank_calls_5min.csv.gz';
export const technion = 'technion_bank_1999_30min_by_type.csv.gz';

/** Local times of the file taken for UTC: its days and hours are what matters. The last slot of a day is not whole. */
export function bankRows(): HistoryRow[] {
  return sharedRows(bank)
    .filter((row) => (row.datetime_local ?? '').slice(11, 16) < '21:00')
    .map((row) => ({
      intervalStart: instant(Date.parse(`${row.datetime_local}Z`)),
      queue: 'bank',
      channel: 'voice',
      offered: Number(row.calls),
    }));
}

/** Open Sunday to Thursday 07–24 h, Friday to 14 h, Saturday from 20 h; intervals without a call are zeros. */
export function technionRows(type: string): HistoryRow[] {
  const sums = new Map<number, { offered: number; handled: number; seconds: number }>();
  const dates = new Set<string>();
  for (const row of sharedRows(technion)) {
    dates.add(row.date ?? '');
    if (type !== 'all' && row.type !== type) continue;
    const at = Date.parse(`${row.date}T${row.start}Z`);
    const sum = sums.get(at) ?? { offered: 0, handled: 0, seconds: 0 };
    sums.set(at, {
      offered: sum.offered + Number(row.offered),
      handled: sum.handled + Number(row.handled),
      seconds: sum.seconds + Number(row.handle_s_sum),
    });
  }
  return [...dates].sort().flatMap((date) => {
    const weekday = new Date(date).getUTCDay();
    const [from, until] = weekday < 5 ? [14, 48] : weekday === 5 ? [14, 28] : [40, 48];
    return Array.from({ length: until - from }, (_, slot): HistoryRow => {
      const at = instant(Date.parse(`${date}T00:00Z`) + 1_800_000 * (from + slot));
      const { offered = 0, handled = 0, seconds = 0 } = sums.get(at) ?? {};
      const aht = handled > 0 && seconds > 0 ? { ahtSeconds: seconds / handled } : {};
      const abandoned = Math.max(0, offered - handled);
      return { intervalStart: at, queue: type, channel: 'voice', offered, abandoned, ...aht };
    });
  });
}
