import { expect, test } from 'vitest';
import { waitingAfterLoss } from './waiting.ts';

// The long form: `npm run sim:waiting`.

test('two sweeps after a fifth of the events was lost the rows say who waits', async () => {
  const { eventsLost, waiting, wrongAtOnce, wrongAfterTwoSweeps } = await waitingAfterLoss([1]);
  expect(eventsLost).toBeGreaterThan(100);
  expect(waiting).toBeGreaterThan(20);
  expect(wrongAtOnce).toBeGreaterThan(0);
  expect(wrongAfterTwoSweeps).toEqual([]);
});
