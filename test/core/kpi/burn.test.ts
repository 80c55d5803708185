import { describe, expect, test } from 'vitest';
import { memoryMetrics } from '../../../adapters/memory/world.ts';
import { burnOf, outcomesToTell } from '../../../core/kpi/burn.ts';
import { burning } from '../../../lambdas/burning.ts';

const objectives = { promisesKept: 0.9, expectationMet: 0.8 };

describe('the burn of one outcome', () => {
  test.each([
    ['a promise kept burns nothing', { PromisesKept: 1 }, { PromiseBurn: 0 }],
    ['a broken one burns what ten may', { PromisesBroken: 1 }, { PromiseBurn: expect.closeTo(10, 9) }],
    ['an expectation missed burns what five may', { ExpectationMissed: 1 }, { ExpectationBurn: expect.closeTo(5, 9) }],
    [
      'served live: both objectives at once',
      { PromisesKept: 1, ExpectationMet: 1, ExpectationMetLive: 1 },
      { PromiseBurn: 0, ExpectationBurn: 0 },
    ],
    ['what is no outcome burns nothing', { ContactsOffered: 1, WaitSeconds: 30 }, {}],
  ])('%s', (_story, counts, expected) => {
    expect(burnOf(counts, objectives)).toEqual(expected);
  });

  test('a queue without an objective on a channel is left out', () => {
    expect(burnOf({ ExpectationMissed: 1 }, { promisesKept: 0.9, expectationMet: undefined })).toEqual({});
  });
});

test('of queues with different objectives the mean is 1 where each fails as often as it may', () => {
  const metrics = memoryMetrics();
  const each = burning(metrics, (queue) => ({
    promisesKept: queue === 'strict' ? 0.9 : 0.5,
    expectationMet: undefined,
  }));
  for (let index = 0; index < 10; index += 1)
    each.ofQueue('strict', 'voice', index === 0 ? { PromisesBroken: 1 } : { PromisesKept: 1 });
  for (let index = 0; index < 4; index += 1)
    each.ofQueue('easy', 'chat', index < 2 ? { PromisesBroken: 1 } : { PromisesKept: 1 });
  const burns = metrics.emitted.filter(({ name }) => name === 'PromiseBurn').map(({ value }) => value);
  expect(burns).toHaveLength(14);
  expect(burns.reduce((sum, value) => sum + value, 0) / burns.length).toBeCloseTo(1, 9);
  expect(metrics.sum('PromisesKept')).toBe(11);
});

test.each([
  [0.8, 3, 16],
  [0.9, 4, 21],
  [0.99, 4, 226],
])('an objective of %d and a burn rate of %d can be told from chance with %d outcomes', (objective, rate, outcomes) => {
  expect(outcomesToTell(objective, rate, 1 / 2880)).toBe(outcomes);
});
