import { describe, expect, test } from 'vitest';
import { judgeNumber } from '../../core/numbers/judgeNumber.ts';
import type { Door } from '../../core/rows/callback.ts';
import { addSeconds, type Instant, minutes } from '../../core/time/units.ts';
import { optOut } from '../../lambdas/callback-changes.ts';
import { numbersOf, regions } from '../fuzz/numbers.ts';
import { book, booked, numberAt, plan } from './bookings.ts';
import { aSettings, aWorld, noon } from './world.ts';

const doors: Door[] = ['voice', 'chat', 'web', 'email', 'task'];

describe('a number', () => {
  /** One of every region and type that libphonenumber knows. */
  const examples = regions.flatMap((country) => numbersOf(country, 5, 1));

  test('a number has the same verdict at every door and again at dial time', async () => {
    const settings = aSettings();
    // A refusal leaves nothing behind: only who is promised something needs a world of their own.
    const worlds = new Map(doors.map((door) => [door, aWorld({ settings })]));
    for (const { number } of examples) {
      const verdict = judgeNumber(number, { allowedCountries: ['US'], ownNumbers: ['+12125550100'] });
      const expected = verdict.kind === 'refused' ? verdict.reason : 'booked';
      for (const door of doors) {
        const world = (verdict.kind === 'refused' && worlds.get(door)) || aWorld({ settings });
        const booking = await book(world, { door, number });
        expect(booking.kind === 'refused' ? booking.reason : booking.kind, `${door} ${number}`).toBe(expected);
      }
    }
  });

  test('a number that could be promised when it was taken, but may not be called any more, is refused alike when it is dialled', async () => {
    const base = aSettings();
    const everywhere = regions as typeof base.callbacks.allowedCountries;
    let dialled = 0;
    for (const { number } of examples) {
      const verdict = judgeNumber(number, { allowedCountries: ['US'], ownNumbers: ['+12125550100'] });
      const settings = { ...base, callbacks: { ...base.callbacks, allowedCountries: [...everywhere] } };
      const world = aWorld({ settings });
      const promised = await book(world, { number });
      if (promised.kind !== 'booked' || verdict.kind === 'dialable') continue;
      dialled += 1;
      await world.settle();
      settings.callbacks.allowedCountries = ['US'];
      const { callbackKey, callbackId, notBefore } = promised.callback;
      world.clock.advance(Math.max(1, (notBefore - world.clock.now()) / 1000));
      await world.dialCallback({ callbackKey, callbackId, attempt: 1 });
      expect(world.center.placed, number).toEqual([]);
      expect(await world.callbacks.get(callbackKey)).toMatchObject({ state: 'REJECTED', reason: verdict.reason });
    }
    expect(dialled).toBeGreaterThan(50);
  });
});

test.each([
  ['2026-03-11T18:00:00-04:00', 'the queue is closed then'],
  ['2026-03-11T12:45:00-04:00', 'the telephone may not ring then'],
])('a time of %s that somebody names is not promised: %s', async (time) => {
  const settings = aSettings((written) => {
    written.hours = { day: { week: { tuesday: ['07:00-22:00'], wednesday: ['07:00-17:00'] } } };
    written.callbacks = { allowedHours: '13:00-20:00' };
  });
  const world = aWorld({ settings });
  await world.settle();
  const promisedBy = Date.parse(time) as Instant;
  const when = { notBefore: addSeconds(promisedBy, minutes(-30)), promisedBy };
  expect(await book(world, { when })).toEqual({ kind: 'refused', reason: 'not-at-that-hour' });
  const later = { notBefore: when.notBefore, promisedBy: Date.parse('2026-03-11T15:00:00-04:00') as Instant };
  expect(await book(world, { when: later })).toMatchObject({ kind: 'booked' });
});

test('who opted out at one door is promised nothing at any, and everything open is cancelled', async () => {
  const world = aWorld();
  await plan(world, 0, 3);
  const { customerKey, callbackKey } = await booked(world, { when: 'earliest-window' });
  await optOut(world, customerKey, 'web', noon);
  expect(await world.callbacks.get(callbackKey)).toMatchObject({
    state: 'CANCELLED',
    reason: 'opted-out',
  });
  expect(await world.centerRows.bookedWindows('service')).toEqual(new Map());
  for (const door of doors) expect(await book(world, { door })).toEqual({ kind: 'refused', reason: 'opted-out' });
});

test('a customer who opts out between promise and call is not called', async () => {
  const world = aWorld();
  await world.settle();
  const { callbackKey, callbackId, customerKey, notBefore } = await booked(world);
  // Written by a door that died before it cancelled anything.
  await world.centerRows.putOptOut({ schemaVersion: 1, customerKey, at: noon, door: 'voice' });
  world.clock.advance((notBefore - noon) / 1000);
  await world.dialCallback({ callbackKey, callbackId, attempt: 1 });
  expect(world.center.placed).toEqual([]);
  expect(await world.callbacks.get(callbackKey)).toMatchObject({ state: 'CANCELLED', reason: 'opted-out' });
});

test('a range of numbers is promised no more than its prefix may have, before anything is dialled', async () => {
  const settings = aSettings((written) => Object.assign(written, { callbacks: { perPrefixPerHour: 5 } }));
  const world = aWorld({ settings });
  const pumped = [];
  for (let index = 0; index < 20; index += 1) pumped.push(await book(world, { number: numberAt(index) }));
  expect(pumped.filter(({ kind }) => kind === 'booked')).toHaveLength(5);
  expect(pumped.at(-1)).toEqual({ kind: 'refused', reason: 'over-budget' });
  expect(await book(world, { number: '+13125551000' })).toMatchObject({ kind: 'booked' });
});

test('a callback that changes whenever it is to be told again is not waited for without end', async () => {
  const world = aWorld();
  expect(await book(world, { when: 'keep-place' })).toMatchObject({ kind: 'booked', created: true });
  let tries = 0;
  world.callbacks.touch = async () => {
    tries += 1;
    world.clock.advance(4);
    return undefined;
  };
  expect(await book(world, { when: 'keep-place' })).toEqual({ kind: 'refused', reason: 'too-late' });
  expect(tries).toBe(3);
});

test('Bug: a run frozen in the middle booked minutes later what nobody waited for. Fix: it books nothing any more', async () => {
  const world = aWorld();
  const asked = (frozenSeconds: number) =>
    book(world, {
      source: () => {
        world.clock.advance(frozenSeconds);
        return { callbackId: 'cb-frozen', sourceContactId: 'frozen', placeSince: noon, withinSeconds: minutes(10) };
      },
    });
  expect(await asked(11)).toEqual({ kind: 'refused', reason: 'too-late' });
  expect(world.all().callbacks).toEqual([]);
  expect(await asked(9)).toMatchObject({ kind: 'booked', created: true });
});

test('consent says who, when, at which door, how, to which words and where; never the number', async () => {
  for (const [door, how] of [
    ['voice', 'key-press'],
    ['web', 'web-form'],
    ['chat', 'link'],
  ] as const) {
    const callback = await booked(aWorld(), { door, how, wording: `${door}-7` }, `by-${door}`);
    const { consent, customerKey } = callback;
    expect(consent).toEqual({
      at: noon,
      contactId: `by-${door}`,
      door,
      how,
      wording: `${door}-7`,
      zones: ['America/New_York'],
    });
    expect(customerKey).toMatch(/^k1\./);
    expect(JSON.stringify(callback)).not.toContain('2125550123');
  }
});

test('another number takes over the promise, and the dialler ends the old callback should its own door have died', async () => {
  const world = aWorld();
  await world.settle();
  const old = await booked(world);
  const { callbackKey, callbackId, promisedBy } = await booked(world, { number: numberAt(7), replaces: old });
  expect(promisedBy).toBe(old.promisedBy);
  world.clock.advance(1);
  await world.dialCallback({ callbackKey, callbackId, attempt: 1 });
  expect(await world.callbacks.get(old.callbackKey)).toMatchObject({ state: 'CANCELLED', reason: 'replaced' });
  expect(world.center.placed.map(({ number }) => number)).toEqual([numberAt(7)]);
});

test('Bug: a number that took over a late callback was not called before the pause of the old one, after its own promise. Fix: from now on', async () => {
  const world = aWorld();
  const old = await booked(world, { when: 'keep-place' });
  const pausing = { ...old, state: 'PENDING', notBefore: addSeconds(noon, minutes(20)) } as const;
  expect(await book(world, { number: numberAt(7), replaces: pausing })).toMatchObject({
    callback: { notBefore: noon, promisedBy: addSeconds(noon, minutes(10)) },
  });
  world.clock.advance(15 * 60);
  const late = await book(world, { number: numberAt(8), replaces: pausing });
  const now = world.clock.now();
  expect(late).toMatchObject({ callback: { notBefore: now, promisedBy: addSeconds(now, minutes(5)) } });
});
