import { expect, test } from 'vitest';
import { waitingAfterLoss } from './waiting.ts';

// The long form: `npm run sim:waiting`.

test('two sweeps after a fifth of the events was lost the rows say who waits', async () => {
  // Seed 7: among 147 who wait there was one end too many to ask of in two sweeps, when a sweep asked of sixty.
  const { eventsLost, waiting, wrongAfterTwoSweeps } = await waitingAfterLoss([7]);
  expect(eventsLost).toBeGreaterThan(100);
  expect(waiting).toBeGreaterThan(20);
  expect(wrongAfterTwoSweeps).toEqual([]);
});
