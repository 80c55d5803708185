import { expect, test } from 'vitest';
import { tryPairs } from './pairs.ts';

// The long form: `npm run sim:pairs`.

test('two faults in one run break nothing, and each pair of a few places strikes in some run', async () => {
  const { sideEffects, pairs, apart, hit, broken } = await tryPairs({
    seeds: [1],
    mostRuns: 3,
    people: 30,
    share: 1 / 20,
    spreading: { threads: 1 },
  });
  expect(sideEffects).toBeGreaterThan(1);
  expect(pairs + apart).toBe((5 * sideEffects * (5 * sideEffects + 1)) / 2);
  expect(hit).toBeGreaterThan(5);
  expect(broken).toEqual([]);
});
