import { describe, expect, test } from 'vitest';
import { addSeconds, type Instant, minutes, seconds } from '../../core/time/units.ts';
import { cancelCallback, moveCallback } from '../../lambdas/callback-changes.ts';
import { book, booked, numberAt, plan, windowAt } from './bookings.ts';
import { aSettings, aWorld, noon } from './world.ts';

describe('a window', () => {
  test('is the earliest with room; what does not fit in the peak is spread over what follows', async () => {
    const world = aWorld();
    await plan(world, 9, 1, 2);
    const bookings = await Promise.all(
      [0, 1, 2, 3].map((index) => book(world, { when: 'earliest-window', number: numberAt(index) })),
    );
    const starts = bookings.map((one) => (one.kind === 'booked' ? one.callback.windowStartsAt : one.kind));
    expect(starts.sort()).toEqual([windowAt(1), windowAt(2), windowAt(2), 'refused'].sort());
    expect(bookings.find(({ kind }) => kind === 'refused')).toEqual({ kind: 'refused', reason: 'no-window' });
  });

  test('asked for again it is the same callback with one place; given back when it is cancelled', async () => {
    const world = aWorld();
    await plan(world, 0, 1, 1);
    const when = { windowStartsAt: windowAt(1) };
    const first = await booked(world, { when }, 'same');
    expect(await book(world, { when }, 'same')).toMatchObject({ kind: 'booked', created: false });
    expect(await world.centerRows.bookedWindows('service')).toEqual(new Map([[windowAt(1), 1]]));
    expect(await book(world, { when, number: numberAt(1) })).toEqual({ kind: 'refused', reason: 'no-window' });
    const { callbackKey, callbackId } = first;
    await cancelCallback(world, { callbackKey, callbackId, reason: 'customer' });
    expect(await book(world, { when, number: numberAt(1) })).toMatchObject({ kind: 'booked' });
  });

  test('is moved to another: the new place is taken, the old one given back, the promise is the new one', async () => {
    const world = aWorld();
    await plan(world, 0, 1, 1);
    const callback = await booked(world, { when: { windowStartsAt: windowAt(1) } });
    expect(await moveCallback(world, callback, windowAt(2), { now: noon })).toMatchObject({
      kind: 'moved',
      callback: { windowStartsAt: windowAt(2), promisedBy: windowAt(3), movedBy: 'customer' },
    });
    expect(await world.centerRows.bookedWindows('service')).toEqual(new Map([[windowAt(2), 1]]));
    expect(await moveCallback(world, callback, windowAt(5), { now: noon })).toEqual({ kind: 'no-window' });
  });

  test('is not moved any more by a run that was frozen until nobody waited for it', async () => {
    for (const [frozenSeconds, kind, places] of [
      [9, 'moved', [2]],
      [11, 'in-progress', [1, 2]],
    ] as const) {
      const world = aWorld();
      await plan(world, 0, 1, 1);
      const callback = await booked(world, { when: { windowStartsAt: windowAt(1) } });
      world.clock.advance(frozenSeconds);
      const move = moveCallback(world, callback, windowAt(2), {
        now: noon,
        until: addSeconds(noon, seconds(10)),
      });
      expect(await move).toMatchObject({ kind });
      // Another try of the same wish may be about to move it there: room is lost, never promised twice.
      expect([...(await world.centerRows.bookedWindows('service')).keys()].sort()).toEqual(places.map(windowAt));
    }
  });

  test('where it was to be moved has room again when it is over', async () => {
    const world = aWorld();
    await plan(world, 0, 1, 1);
    const callback = await booked(world, { when: { windowStartsAt: windowAt(1) } });
    const { callbackKey, callbackId } = callback;
    await cancelCallback(world, { callbackKey, callbackId, reason: 'customer' });
    expect(await moveCallback(world, callback, windowAt(2), { now: noon })).toEqual({ kind: 'in-progress' });
    expect(await world.centerRows.bookedWindows('service')).toEqual(new Map());
  });

  test('Bug: a frozen try gave back the place that another try of the same wish holds. Fix: what is too late gives back nothing', async () => {
    const world = aWorld();
    await plan(world, 0, 2, 2);
    const when = { windowStartsAt: windowAt(1) };
    const { bookWindow } = world.centerRows;
    let inner = false;
    // While the first try is frozen with its place taken, the second books; the first goes on when nobody waits any more.
    world.centerRows.bookWindow = async (place) => {
      const answer = await bookWindow(place);
      if (inner) return answer;
      inner = true;
      expect(await book(world, { when }, 'same')).toMatchObject({ kind: 'booked', created: true });
      world.clock.advance(11);
      return answer;
    };
    world.callbacks.touch = async () => undefined;
    expect(await book(world, { when }, 'same')).toEqual({ kind: 'refused', reason: 'too-late' });
    expect(await world.centerRows.bookedWindows('service')).toEqual(new Map([[windowAt(1), 1]]));
  });

  describe('Bug: so did a frozen move to where another try of it moves it. Fix: that place is kept', () => {
    async function tries() {
      const world = aWorld();
      await plan(world, 0, 2, 2);
      const callback = await booked(world, { when: { windowStartsAt: windowAt(1) } });
      const move = (untilSeconds: number) =>
        moveCallback(world, callback, windowAt(2), { now: noon, until: addSeconds(noon, seconds(untilSeconds)) });
      return { world, inTime: () => move(10), tooLate: () => move(-1) };
    }

    test('it had been moved', async () => {
      const { world, inTime, tooLate } = await tries();
      expect(await inTime()).toMatchObject({ kind: 'moved' });
      expect(await tooLate()).toEqual({ kind: 'in-progress' });
      expect(await world.centerRows.bookedWindows('service')).toEqual(new Map([[windowAt(2), 1]]));
    });

    test('it was about to be moved', async () => {
      const { world, inTime, tooLate } = await tries();
      const { get } = world.callbacks;
      world.callbacks.get = async (callbackKey) => {
        world.callbacks.get = get;
        expect(await tooLate()).toEqual({ kind: 'in-progress' });
        return get(callbackKey);
      };
      expect(await inTime()).toMatchObject({ kind: 'moved' });
      expect(await world.centerRows.bookedWindows('service')).toEqual(new Map([[windowAt(2), 1]]));
    });
  });

  test('Bug: a move that was frozen gave back the place its customer had wished back since. Fix: too late it gives back nothing', async () => {
    const world = aWorld();
    await plan(world, 0, 2, 2);
    const callback = await booked(world, { when: { windowStartsAt: windowAt(1) } });
    const { replace } = world.callbacks;
    world.callbacks.replace = async (row, version) => {
      const answer = await replace(row, version);
      world.callbacks.replace = replace;
      world.clock.advance(11);
      expect(await moveCallback(world, row, windowAt(1), { now: world.clock.now() })).toMatchObject({ kind: 'moved' });
      return answer;
    };
    await moveCallback(world, callback, windowAt(2), { now: noon });
    expect(await world.centerRows.bookedWindows('service')).toEqual(new Map([[windowAt(1), 1]]));
  });

  test('after hours the next opening is its earliest window; without a plan its first hour', async () => {
    const settings = aSettings((written) => {
      written.hours = { day: { week: { wednesday: ['09:00-17:00'] } } };
    });
    const unplanned = await book(aWorld({ settings }));
    const nine = Date.parse('2026-03-11T09:00:00-04:00') as Instant;
    expect(unplanned).toMatchObject({
      callback: { kind: 'next-opening', notBefore: nine, promisedBy: addSeconds(nine, minutes(60)) },
    });
  });
});
