import { expect, test } from 'vitest';
import type { QueueFigures } from '../../../core/rows/center.ts';
import { seconds } from '../../../core/time/units.ts';
import { aWorld } from '../../lambdas/world.ts';

async function seriesWritten(figures: QueueFigures[]): Promise<string[]> {
  const world = aWorld();
  await world.settle();
  world.center.current = figures;
  await world.sweep();
  await world.rollUp();
  return [...new Set(world.metrics.emitted.map(({ name, queue, channel }) => [name, queue, channel].join('#')))];
}

const nobody = { contactsInQueue: 0, oldestAgeSeconds: seconds(0), agentsStaffed: 0, agentsAvailable: 0 };

test('a center in which nobody calls and nobody works writes no metric, for its idle bill counts none', async () => {
  // Connect tells nothing of a queue without activity, or tells zeros: both must be free.
  expect(await seriesWritten([])).toEqual([]);
  expect(
    await seriesWritten([
      { queue: 'service', channel: 'voice', ...nobody },
      { queue: 'service', channel: 'chat', ...nobody },
    ]),
  ).toEqual([]);
});

test('with an agent there the board is told how the queue stands', async () => {
  const series = await seriesWritten([{ queue: 'service', channel: 'voice', ...nobody, agentsStaffed: 1 }]);
  expect(series).toContain('ContactsWaiting#service#voice');
  expect(series).toContain('AgentsStaffed#service#voice');
  expect(series.some((name) => name.endsWith('#chat'))).toBe(false);
});
