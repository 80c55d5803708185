import { expect, test } from 'vitest';
import { allowCalls } from '../../bin/operations/allow.ts';
import { optOut } from '../../lambdas/callback-changes.ts';
import { book } from '../lambdas/bookings.ts';
import { aWorld, caller, noon, type World } from '../lambdas/world.ts';

const allow = (world: World, number = caller, reason = 'asked for it on the telephone') =>
  allowCalls(world, async (e164) => ['k0.older', await world.customers.keyOf(e164)], { number, reason });

test('a customer who opted out and says otherwise is called again, and the row says who allowed it and why', async () => {
  const world = aWorld();
  const customerKey = await world.customers.keyOf(caller);
  await optOut(world, customerKey, 'voice', noon);
  expect(await book(world, { how: 'link' }, 'before')).toEqual({ kind: 'refused', reason: 'opted-out' });
  world.clock.advance(60);
  expect(await allow(world)).toEqual({ optedOutAt: noon, liftedAt: world.clock.now() });
  expect(await book(world, { how: 'link' }, 'after')).toMatchObject({ kind: 'booked' });
  expect(await world.centerRows.optOut(customerKey)).toMatchObject({
    at: noon,
    lifted: { at: world.clock.now(), reason: 'asked for it on the telephone' },
  });
});

test('who opts out again is not called again', async () => {
  const world = aWorld();
  const customerKey = await world.customers.keyOf(caller);
  await optOut(world, customerKey, 'voice', noon);
  await allow(world);
  await optOut(world, customerKey, 'web', world.clock.now());
  expect(await book(world, { how: 'link' }, 'again')).toEqual({ kind: 'refused', reason: 'opted-out' });
});

test.each([
  ['somebody who never opted out', caller, 'asked', /has not opted out/],
  ['no number', 'twelve', 'asked', /--number: expected a telephone number/],
  ['no reason', caller, ' ', /--reason: expected/],
  ['a number in the reason', caller, 'they called from +1 206 555 0123', /no telephone number/],
])('%s is refused with what to write', async (_, number, reason, message) => {
  await expect(allow(aWorld(), number, reason)).rejects.toThrow(message);
});
