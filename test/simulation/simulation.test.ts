import { expect, test } from 'vitest';
import { faultKinds } from './faults.ts';
import { runSeed } from './run.ts';

test('under a tenth of all calls failing and a fifth of all events lost nothing is broken', async () => {
  for (const seed of [1, 2, 3, 4]) {
    const run = await runSeed({ seed, profile: 'hard' });
    expect(run.violations, `npm run sim -- --seed ${seed}`).toEqual([]);
    for (const kind of faultKinds) expect(run.faultCounts.get(kind)).toBeGreaterThan(20);
    expect(Object.values(run.states).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(5);
  }
});

test('a seed gives the same run, line by line', async () => {
  const [first, second] = [await runSeed({ seed: 5, profile: 'hard' }), await runSeed({ seed: 5, profile: 'hard' })];
  expect(first.lines).toEqual(second.lines);
  expect(first.lines.length).toBeGreaterThan(300);
});
