import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instant, seconds } from '../../../core/time/units.ts';
import { createScaledClock } from '../../../local/clock/scaled.ts';
import { createVirtualClock } from '../../../local/clock/virtual.ts';

test('virtual time stands where it started until it is run', () => {
  const clock = createVirtualClock(instant(1_000));
  clock.after(seconds(1), () => {});
  expect(clock.now()).toBe(1_000);
});

test('timers run in order of their instants, equal instants in the order they were set', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }), async (delays) => {
      const clock = createVirtualClock(instant(0));
      const ran: { at: number; index: number }[] = [];
      delays.forEach((delay, index) => {
        clock.after(seconds(delay), () => {
          ran.push({ at: clock.now(), index });
        });
      });
      await clock.runUntil(instant(60_000));
      const expected = delays
        .map((delay, index) => ({ at: delay * 1_000, index }))
        .sort((a, b) => a.at - b.at || a.index - b.index);
      expect(ran).toEqual(expected);
      expect(clock.now()).toBe(60_000);
    }),
    { numRuns: 50 },
  );
});

test('a timer set for the past runs next, and time does not go back', async () => {
  const clock = createVirtualClock(instant(0));
  const ran: string[] = [];
  clock.after(seconds(10), () => {
    clock.at(instant(2_000), () => {
      ran.push(`late at ${clock.now()}`);
    });
  });
  clock.after(seconds(10), () => {
    ran.push('next');
  });
  await clock.runUntil(instant(10_000));
  expect(ran).toEqual(['late at 10000', 'next']);
});

test('virtual time waits for work in flight, and for the work that work starts', async () => {
  const clock = createVirtualClock(instant(0));
  const ran: string[] = [];
  clock.after(seconds(1), () => {
    const release = clock.busy();
    setTimeout(() => {
      ran.push(`request ended at ${clock.now()}`);
      const next = clock.busy();
      release();
      setTimeout(() => {
        ran.push(`its answer was read at ${clock.now()}`);
        next();
      }, 5);
    }, 5);
  });
  clock.after(seconds(2), () => {
    ran.push('two seconds');
  });
  await clock.runUntil(instant(5_000));
  expect(ran).toEqual(['request ended at 1000', 'its answer was read at 1000', 'two seconds']);
});

test('virtual time waits for the promise a timer returns and fails with its error', async () => {
  const clock = createVirtualClock(instant(0));
  clock.after(seconds(1), async () => {
    await new Promise((resolve) => setTimeout(resolve, 2));
    throw new Error('the queue is on fire');
  });
  clock.after(seconds(2), () => expect.unreachable());
  await expect(clock.runUntil(instant(5_000))).rejects.toThrow('the queue is on fire');
  expect(clock.now()).toBe(1_000);
});

test('a cancelled timer does not run', async () => {
  const clock = createVirtualClock(instant(0));
  clock.after(seconds(1), () => expect.unreachable()).cancel();
  await clock.runUntil(instant(5_000));
});

test('a hold that is released twice counts once', async () => {
  const clock = createVirtualClock(instant(0));
  const first = clock.busy();
  const second = clock.busy();
  first();
  first();
  let settled = false;
  const wait = clock.settled().then(() => {
    settled = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(settled).toBe(false);
  second();
  await wait;
});

test('scaled time runs timers in order, long before the wall clock would', async () => {
  const clock = createScaledClock({
    start: instant(0),
    speed: 10_000,
    onFault: (error) => expect.unreachable(`${error}`),
  });
  const ran: number[] = [];
  await new Promise<void>((resolve) => {
    clock.after(seconds(100), resolve);
    clock.after(seconds(50), () => {
      ran.push(clock.now());
    });
    clock.after(seconds(20), () => {
      ran.push(clock.now());
    });
  });
  clock.close();
  expect(ran.length).toBe(2);
  expect(ran[0]).toBeGreaterThanOrEqual(20_000);
  expect(ran[1]).toBeGreaterThanOrEqual(50_000);
});

test('a timer that throws in scaled time is reported, and the clock goes on', async () => {
  const faults: unknown[] = [];
  const clock = createScaledClock({ start: instant(0), speed: 10_000, onFault: (error) => faults.push(error) });
  await new Promise<void>((resolve) => {
    clock.after(seconds(1), () => {
      throw new Error('broken');
    });
    clock.after(seconds(2), resolve);
  });
  clock.close();
  expect(faults).toEqual([new Error('broken')]);
});

test('a changed speed holds for timers already set, and time does not jump', async () => {
  const clock = createScaledClock({ start: instant(0), speed: 1, onFault: (error) => expect.unreachable(`${error}`) });
  const rang = new Promise<void>((resolve) => clock.after(seconds(1_000), resolve));
  const before = clock.now();
  clock.setSpeed(100_000);
  expect(clock.now() - before).toBeLessThan(100_000);
  await rang;
  expect(clock.now()).toBeGreaterThanOrEqual(1_000_000);
  expect(() => clock.setSpeed(0)).toThrow('expected a speed above 0, got 0');
  clock.close();
});
