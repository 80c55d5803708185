import type { HistoryRow } from '../../../core/forecasting/history.ts';
import { randomStream } from '../../../core/random/stream.ts';
import { type Instant, instant } from '../../../core/time/units.ts';

export interface AdversarialHistory {
  readonly rows: HistoryRow[];
  readonly from: Instant;
  readonly timeZone: string;
  readonly intervalSeconds: number;
}

const zones = [
  'UTC',
  'Europe/Vienna',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Nowhere/AtAll',
  '',
];
const dayCounts = [0, 0, 1, 1, 2, 3, 5, 8, 15, 30];
/** Around the clock changes of Europe and America, and one quiet month. */
const beginnings = ['2026-03-01', '2026-03-20', '2026-10-10', '2026-10-26', '2026-06-01'];
const spoilers = [
  'none',
  'holes',
  'doubles',
  'thousandfold',
  'zeros',
  'negative',
  'nan',
  'infinite',
  'shuffled',
  'far-away',
] as const;

/** Histories as no one should have them, but somebody will: some sound, most spoilt in one to three ways. */
export function adversarialHistory(seed: number): AdversarialHistory {
  const chance = randomStream(seed, 'adversary');
  const intervalSeconds = chance.pick([1800, 1800, 3600, 900, 300]);
  const first = Date.parse(`${chance.pick(beginnings)}T00:00:00Z`);
  const days = chance.pick(intervalSeconds < 900 ? [0, 1, 2, 3] : dayCounts);
  const volume = chance.pick([0.05, 1, 20, 500, 1e5]);
  let rows: HistoryRow[] = [];
  const [opens, closes] = chance.pick([
    [0, 24],
    [8, 18],
    [22, 24],
    [9, 9.5],
  ] as const);
  for (let day = 0; day < days; day++)
    for (let second = 3600 * opens; second < 3600 * closes; second += intervalSeconds)
      rows.push({
        intervalStart: instant(first + day * 86_400_000 + 1000 * second),
        queue: chance.pick(['a', 'a', 'a', 'b']),
        channel: 'voice',
        offered: Math.floor(2 * volume * chance.uniform()),
        ahtSeconds: 400 * chance.uniform(),
        abandoned: Math.floor(volume * chance.uniform()),
        drivers: { orders: 1000 * chance.uniform() },
      });
  for (let times = chance.integer(1, 3); times > 0; times--) rows = spoil(rows, chance);
  const from = instant(first + 86_400_000 * (days + chance.pick([0, 0, 1, 40])) + chance.pick([0, 0, 36e6, 1_234_567]));
  return { rows, from, timeZone: chance.pick(zones), intervalSeconds };
}

function spoil(rows: HistoryRow[], chance: ReturnType<typeof randomStream>): HistoryRow[] {
  const kind = chance.pick(spoilers);
  const some = (share: number) => chance.uniform() < share;
  const change = (share: number, offered: number) => rows.map((row) => (some(share) ? { ...row, offered } : row));
  switch (kind) {
    case 'none':
      return rows;
    case 'holes':
      return rows.filter(() => some(0.7));
    case 'doubles':
      return rows.flatMap((row) => (some(0.2) ? [row, { ...row, offered: (row.offered ?? 0) + 3 }] : [row]));
    case 'thousandfold':
      return rows.map((row) => (some(0.05) ? { ...row, offered: 1000 * (row.offered ?? 0) } : row));
    case 'zeros':
      return change(chance.pick([0.5, 1]), 0);
    case 'negative':
      return change(0.2, -5);
    case 'nan':
      return rows.map((row) =>
        some(0.2) ? { ...row, offered: Number.NaN, ahtSeconds: Number.NaN, drivers: { orders: Number.NaN } } : row,
      );
    case 'infinite':
      return change(0.1, Number.POSITIVE_INFINITY);
    case 'shuffled':
      return [...rows].reverse().map((row) => ({ ...row, intervalStart: instant(row.intervalStart + 437_000) }));
    case 'far-away':
      return rows.map((row) =>
        some(0.02) ? { ...row, intervalStart: instant(chance.pick([0, Number.NaN, 4e12, row.intervalStart])) } : row,
      );
    default:
      return kind satisfies never;
  }
}
