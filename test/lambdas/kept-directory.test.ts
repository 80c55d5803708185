import { expect, test } from 'vitest';
import { memoryClock } from '../../adapters/memory/world.ts';
import type { DirectoryRow } from '../../core/rows/center.ts';
import { instant } from '../../core/time/units.ts';
import { keptDirectory } from '../../lambdas/kept-directory.ts';

const row: DirectoryRow = { schemaVersion: 1, instanceArn: 'arn', queues: {}, flows: { callbackOutbound: 'arn/flow' } };

test('the directory is read once in five minutes, and at every call while there is none', async () => {
  let stored: DirectoryRow | undefined;
  let reads = 0;
  const clock = memoryClock(instant(0));
  const directory = async () => {
    reads += 1;
    return stored;
  };
  const known = keptDirectory({ directory }, clock);
  expect(await known()).toBeUndefined();
  expect(await known()).toBeUndefined();
  stored = row;
  expect(await known()).toEqual(row);
  clock.advance(299);
  expect(await known()).toEqual(row);
  expect(reads).toBe(3);
  clock.advance(1);
  await known();
  expect(reads).toBe(4);
});
