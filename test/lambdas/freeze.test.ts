import { beforeEach, expect, test } from 'vitest';
import { aWorld, longQueue, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = aWorld();
  await world.settle();
  world.center.current = [{ queue: 'service', channel: 'voice', agentsStaffed: 4, agentsAvailable: 4 }];
});

const freeze = (frozen: boolean) =>
  world.centerRows.putFreeze({ schemaVersion: 1, frozen, at: world.clock.now(), reason: 'test' });

/** A callback that is the dialler's: accepted, and bound by nobody. */
async function aDueCallback(): Promise<void> {
  await world.quote('c', longQueue);
  await world.take('c', 'callback');
  world.clock.advance(130);
  await world.sweep();
  world.clock.advance(60);
}

async function sweepAndDial(): Promise<void> {
  await world.sweep();
  for (const due of world.dueCallbacks.sent.splice(0)) await world.dialCallback(due);
}

test('while dialling is frozen a caller whose wait is long is simply not offered a callback', async () => {
  await freeze(true);
  expect(await world.quote('c', longQueue)).toMatchObject({ offer: 'none', reason: 'not-offered-here' });
  await freeze(false);
  expect(await world.quote('d', longQueue, '+12125550124')).toMatchObject({ offer: 'callback' });
});

test('an offer made before it was frozen and taken after promises nothing', async () => {
  await world.quote('c', longQueue);
  await freeze(true);
  expect(await world.take('c', 'callback')).toMatchObject({ result: 'unavailable' });
  expect(world.all().callbacks).toEqual([]);
});

test('a callback that is due waits while it is frozen and is dialled once it is not', async () => {
  await aDueCallback();
  await freeze(true);
  await sweepAndDial();
  expect(world.center.placed).toEqual([]);
  expect(world.all().callbacks).toMatchObject([{ state: 'PENDING', attempt: 1 }]);
  await freeze(false);
  await sweepAndDial();
  expect(world.center.placed).toHaveLength(1);
});

test('a message that was on its way when it was frozen dials nobody and spends no budget', async () => {
  await aDueCallback();
  await world.sweep();
  const [due] = world.dueCallbacks.sent.splice(0);
  if (due === undefined) throw new Error('the sweep sends what is due');
  await freeze(true);
  await world.dialCallback(due);
  expect(world.center.placed).toEqual([]);
  expect(world.all().callbacks).toMatchObject([{ state: 'PENDING', attempt: 1, attempts: [] }]);
  await freeze(false);
  world.clock.advance(301);
  await sweepAndDial();
  expect(world.center.placed).toHaveLength(1);
});
