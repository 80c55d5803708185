import { describe, expect, test } from 'vitest';
import { minutes, seconds, toIso } from '../../core/time/units.ts';
import { aWorld, queueArn, type World } from './world.ts';

async function arrive(world: World, contactId: string): Promise<void> {
  await world.quote(contactId, {}, `+1212555${String(3000 + Number(contactId.slice(1)))}`);
  const at = toIso(world.clock.now());
  await world.hear('QUEUED', contactId, { initiationTimestamp: at, queueInfo: { queueArn, enqueueTimestamp: at } });
}

const shrinking = (world: World) => world.announcements.published.filter(({ kind }) => kind === 'MarginShrinking');

describe('MarginShrinking', () => {
  test('is sent once when a line stands still, before the expectation is broken, and again only half an hour later', async () => {
    const world = aWorld();
    await world.settle();
    world.center.current = [{ queue: 'service', channel: 'voice', contactsInQueue: 12, agentsStaffed: 4 }];
    for (let index = 0; index < 12; index += 1) await arrive(world, `c${index}`);
    await world.sweep();
    expect(shrinking(world)).toEqual([]);

    // Expected within 60 s; half of it is over.
    world.clock.advance(seconds(35));
    await world.sweep();
    expect(shrinking(world)).toMatchObject([
      {
        detail: {
          queue: 'service',
          channel: 'voice',
          marginSeconds: 25,
          belowSeconds: 30,
          expectationSeconds: 60,
          contacts: 12,
        },
      },
    ]);
    world.clock.advance(minutes(1));
    await world.sweep();
    expect(shrinking(world)).toHaveLength(1);
    expect(world.metrics.sum('MarginSeconds')).toBe(60 + 25 - 35);
  });

  test('is not sent of a queue without a line, and nothing is read for it', async () => {
    const world = aWorld();
    await world.settle();
    let read = 0;
    const askedSince = world.centerRows.askedSince.bind(world.centerRows);
    world.centerRows.askedSince = async (...asked) => {
      read += 1;
      return askedSince(...asked);
    };
    await arrive(world, 'c1');
    world.clock.advance(minutes(5));
    await world.sweep();
    expect(shrinking(world)).toEqual([]);
    expect(read).toBe(0);
  });
});
