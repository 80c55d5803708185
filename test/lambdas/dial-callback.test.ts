import { expect, test } from 'vitest';
import { memoryClock } from '../../adapters/memory/world.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import { addSeconds, hours, type Instant, instant, minutes } from '../../core/time/units.ts';
import { aCallback } from '../adapters/rows.ts';
import { aSettings, aWorld, caller, noon, type World } from './world.ts';

/** A callback that the dialler has, due since noon. */
async function due(world: World, facts: Partial<CallbackRow> = {}, line = '0123'): Promise<CallbackRow> {
  const number = `${caller.slice(0, -4)}${line}`;
  const row = aCallback(
    { state: 'PENDING', notBefore: noon, dueAt: noon, numberCipher: await world.customers.encrypt(number), ...facts },
    { at: noon, customerKey: await world.customers.keyOf(number), sourceContactId: `c-${line}` },
  );
  await world.callbacks.replace(row, undefined);
  return row;
}

const aDialler = async (options: Parameters<typeof aWorld>[0] = {}): Promise<World> => {
  const world = aWorld(options);
  await world.settle();
  return world;
};

/** What is spent on calls, by whoever. */
function spending(): { spent: string[]; wrap: <Port extends object>(port: Port) => Port } {
  const spent: string[] = [];
  return {
    spent,
    wrap: (port) =>
      new Proxy(port, {
        get(target, name) {
          const member = Reflect.get(target, name);
          if (name !== 'spend') return member;
          return (budget: string, ...more: unknown[]) => {
            spent.push(budget);
            return Reflect.apply(member as (...all: unknown[]) => unknown, target, [budget, ...more]);
          };
        },
      }),
  };
}

test('a message for a callback that nobody knows any more is done with', async () => {
  const world = await aDialler();
  await world.dialCallback({ callbackKey: 'k1.nobody#service', callbackId: 'cb-x', attempt: 1 });
  expect(world.center.placed).toEqual([]);
});

test('one that is not due, of another attempt or under way takes none of the turns', async () => {
  const { spent, wrap } = spending();
  const world = await aDialler({ wrap });
  const later = await due(world, { notBefore: addSeconds(noon, minutes(5)) });
  await world.dialCallback(later);
  const again = await due(world, { attempt: 2 }, '0124');
  await world.dialCallback({ ...again, attempt: 1 });
  const ringing = await due(world, { state: 'DIALED', contactId: 'leg-0' }, '0125');
  await world.dialCallback(ringing);
  expect(spent).toEqual([]);
  expect(world.center.placed).toEqual([]);
  await world.dialCallback(again);
  expect(world.center.placed).toHaveLength(1);
  expect(spent.length).toBeGreaterThan(0);
});

test('whose time is over is not rung out of the blue', async () => {
  const world = await aDialler();
  const row = await due(world, { expiresBy: addSeconds(noon, minutes(30)) });
  world.clock.advance(1800);
  await world.dialCallback(row);
  expect(world.center.placed).toEqual([]);
  expect(await world.callbacks.get(row.callbackKey)).toMatchObject({ state: 'EXPIRED' });
});

test('no more are placed in a moment than Connect takes; the others are due again at once', async () => {
  const world = await aDialler();
  const lines = Array.from({ length: 20 }, (_, index) => String(1000 + index));
  for (const line of lines) await world.dialCallback(await due(world, {}, line));
  const most = world.settings.callbacks.dialsPerSecond * 3;
  expect(world.center.placed).toHaveLength(most);
  const left = world.all().callbacks.filter(({ state }) => state === 'PENDING');
  expect(left).toHaveLength(20 - most);
  for (const { dueAt } of left) expect(dueAt).toBe(noon);
});

const replacing = async (world: World, earlier: Partial<CallbackRow>): Promise<CallbackRow> => {
  const { callbackKey, callbackId } = await due(world, earlier, '0124');
  return due(world, { replaces: { callbackKey, callbackId } });
};

test('in place of a callback of another number: not before that one is over', async () => {
  const world = await aDialler();
  const row = await replacing(world, { state: 'DIALED', contactId: 'leg-0' });
  await world.dialCallback(row);
  expect(world.center.placed).toEqual([]);
  expect(world.center.stopped).toEqual(['leg-0']);
  expect(await world.callbacks.get(row.callbackKey)).toMatchObject({
    state: 'PENDING',
    reason: 'replacing',
    dueAt: addSeconds(noon, minutes(1)),
  });
});

test('and not at all when that one was answered', async () => {
  const world = await aDialler();
  const row = await replacing(world, { state: 'COMPLETED' });
  await world.dialCallback(row);
  expect(world.center.placed).toEqual([]);
  expect(await world.callbacks.get(row.callbackKey)).toMatchObject({ state: 'CANCELLED', reason: 'replaced' });
});

/** Honolulu's eight o'clock is 14:00 in New York, in March. */
const eightInHonolulu = (date: string): Instant => instant(Date.parse(`${date}T08:00:00-10:00`));

test.each([
  ['14:30', 'tomorrow, when it may', eightInHonolulu('2026-03-11')],
  ['13:30', 'on the first day on which we are open when it may', eightInHonolulu('2026-03-17')],
] as const)(
  'a telephone that may not ring before the promise is over, where we close at %s tomorrow: %s',
  async (closes, _what, notBefore) => {
    const evening = instant(Date.parse('2026-03-10T21:30:00-04:00'));
    const settings = aSettings((written) => {
      written.callbacks = { allowedHours: '08:00-15:00' };
      written.hours = { day: { week: { tuesday: ['07:00-22:00'], wednesday: [`07:00-${closes}`] } } };
    });
    const world = await aDialler({ settings, clock: memoryClock(evening) });
    const row = await due(world, {
      numberCipher: await world.customers.encrypt('+18085550123'),
      notBefore: evening,
      promisedBy: addSeconds(evening, hours(1)),
      expiresBy: addSeconds(evening, hours(5)),
      consent: { ...aCallback().consent, zones: ['Pacific/Honolulu'] },
    });
    await world.dialCallback(row);
    expect(world.center.placed).toEqual([]);
    expect(await world.callbacks.get(row.callbackKey)).toMatchObject({
      state: 'PENDING',
      movedBy: 'closing',
      notBefore,
    });
  },
);

test('Bug: at closing a call was promised for an opening at which its telephone may not ring. Fix: for when both may be', async () => {
  const evening = instant(Date.parse('2026-03-10T15:30:00-04:00'));
  const settings = aSettings((written) => {
    written.callbacks = { allowedHours: '08:00-21:00' };
    written.hours = { day: { week: { tuesday: ['07:00-15:00'], wednesday: ['07:00-15:00'] } } };
  });
  const world = await aDialler({ settings, clock: memoryClock(evening) });
  const row = await due(world, {
    notBefore: evening,
    promisedBy: evening,
    expiresBy: addSeconds(evening, hours(4)),
    consent: { ...aCallback().consent, zones: ['America/New_York'] },
  });
  await world.dialCallback(row);
  const opensAt = instant(Date.parse('2026-03-11T08:00:00-04:00'));
  expect(await world.callbacks.get(row.callbackKey)).toMatchObject({
    movedBy: 'closing',
    notBefore: opensAt,
    promisedBy: addSeconds(opensAt, hours(1)),
  });
});
