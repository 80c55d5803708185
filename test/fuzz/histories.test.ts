import { expect, test } from 'vitest';
import { tellHistories } from './histories.ts';

// The long form: `npm run fuzz:histories`.

test('a contact’s events end in the same row in whatever order and however often they are told', async () => {
  const { histories, orders, events, differ } = await tellHistories(80, 8, 3);
  expect(differ).toEqual([]);
  expect({ histories, orders }).toEqual({ histories: 80, orders: 8 });
  expect(events).toBeGreaterThan(80 * 8 * 3);
});
