import { expect, test } from 'vitest';
import { eraseMarked } from './marked.ts';

test('of erased customers no byte is left in table, queues, logs or exports; of others all is, and totals are the same', async () => {
  const { erased, found, left, harmed, totalsBefore, totalsAfter } = await eraseMarked(40);
  expect(erased).toBe(4);
  expect(found).toEqual({ table: 4, queue: 4, log: 0, export: 4 });
  expect(left).toEqual({ table: 0, queue: 0, log: 0, export: 0 });
  expect(harmed).toBe(0);
  expect(totalsBefore.offeredCount).toBeGreaterThan(40);
  expect(totalsBefore.knownCount).toBe(totalsBefore.offeredCount);
  expect(totalsAfter).toEqual(totalsBefore);
});
