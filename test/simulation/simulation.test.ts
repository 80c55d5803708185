import { expect, test } from 'vitest';
import { runControl } from './control/run.ts';
import { tryCrashpoints } from './crashpoints.ts';
import { faultKinds } from './faults.ts';
import { runSeed } from './run.ts';

// The short form. The long ones: `npm run sim -- --seeds 2000`, `npm run sim -- crashpoints`.

test('with a tenth of all calls failing and a fifth of all events lost nothing is broken', async () => {
  for (const seed of [1, 17]) {
    const run = await runSeed({ seed, profile: 'hard' });
    expect(run.violations, `npm run sim -- --seed ${seed}`).toEqual([]);
    for (const kind of faultKinds) expect(run.faultCounts.get(kind)).toBeGreaterThan(20);
    expect(Object.values(run.states).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(5);
  }
});

test('a seed gives the same run, line by line', async () => {
  const options = { seed: 5, profile: 'hard', people: 9 } as const;
  const [first, second] = [await runSeed(options), await runSeed(options)];
  expect(first.lines).toEqual(second.lines);
  expect(first.lines.length).toBeGreaterThan(100);
});

test('the same faults make an idempotency wrapper call people twice', async () => {
  let callbacks = 0;
  let duplicated = 0;
  for (let seed = 1; seed <= 6; seed += 1) {
    const control = await runControl(seed, 'hard');
    callbacks += control.callbacks;
    duplicated += control.duplicated;
  }
  expect(duplicated / callbacks).toBeGreaterThan(0.05);
});

test('a fault planted at a place of the code strikes there and breaks nothing', async () => {
  const { places, runs, missed, broken } = await tryCrashpoints([1], 1 / 40, { threads: 1 });
  expect(places.size).toBeGreaterThan(40);
  expect(runs).toBeGreaterThan(4);
  expect({ missed, broken }).toEqual({ missed: [], broken: [] });
});
