import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoPlanning } from '../../adapters/dynamodb/planning.ts';
import { memoryPlanning } from '../../adapters/memory/planning.ts';
import type { PlanRow } from '../../core/rows/planning.ts';
import { instant } from '../../core/time/units.ts';
import { type EmulatedTable, emulatedTable } from './dynaliteTable.ts';
import { noon } from './rows.ts';

let emulated: EmulatedTable;
beforeAll(async () => {
  emulated = await emulatedTable();
});
afterAll(() => emulated.close());

const planOf = (day: number): PlanRow => ({
  schemaVersion: 1,
  queue: 'service',
  channel: 'voice',
  date: `2026-03-${String(day).padStart(2, '0')}`,
  version: 1,
  generatedAt: noon,
  method: 'nohold',
  flags: [],
  intervals: [],
  expiresAt: noon / 1000 + 86_400,
});
const march = Array.from({ length: 31 }, (_, index) => planOf(index + 1));

describe.each([
  { where: 'in memory', rows: () => memoryPlanning() },
  { where: 'in the table', rows: () => dynamoPlanning(emulated.table, { now: () => instant(noon) }) },
])('plans $where', ({ rows }) => {
  test('of many days are put together and read by their range of dates, oldest first', async () => {
    const planning = rows();
    await planning.putPlans(march.toReversed());
    expect(await planning.plans('service', 'voice', '2026-03-09', '2026-03-11')).toEqual(march.slice(8, 11));
    expect(await planning.plans('service', 'chat', '2026-03-01', '2026-03-31')).toEqual([]);
  });

  test('of a day put again are the new ones', async () => {
    const planning = rows();
    await planning.putPlans(march);
    await planning.putPlans([{ ...planOf(9), version: 2 }]);
    expect((await planning.plans('service', 'voice', '2026-03-09', '2026-03-09'))[0]?.version).toBe(2);
  });
});

test('a month of plans is two requests, and none when there is nothing to put', async () => {
  const planning = dynamoPlanning(emulated.table, { now: () => instant(noon) });
  const before = emulated.requests.get('BatchWriteItemCommand') ?? 0;
  await planning.putPlans(march);
  await planning.putPlans([]);
  expect((emulated.requests.get('BatchWriteItemCommand') ?? 0) - before).toBe(2);
});
