import { expect, test } from 'vitest';
import { fuzzHours } from '../../fuzz/hours.ts';

// A million pairs: npm run fuzz:hours
test('20,000 random numbers and instants, half of them near a change of clocks: none is dialled outside its hours', () => {
  const { wrong, zones, clockChanges, dialledNow } = fuzzHours(20_000, 3);
  expect(wrong).toEqual([]);
  expect(zones).toBeGreaterThan(40);
  expect(clockChanges).toBeGreaterThan(500);
  expect(dialledNow).toBeGreaterThan(5000);
});
