import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
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

describe('scaled time', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const aScaledClock = (speed: number) =>
    createScaledClock({ start: instant(0), speed, onFault: (error) => expect.unreachable(`${error}`) });

  test('runs timers in order, each when the wall has seen its share of the delay', () => {
    const clock = aScaledClock(10_000);
    const ran: { due: number; at: number }[] = [];
    for (const due of [100, 50, 20]) {
      clock.after(seconds(due), () => {
        ran.push({ due, at: clock.now() });
      });
    }
    vi.advanceTimersByTime(9);
    expect(ran).toEqual([
      { due: 20, at: 20_000 },
      { due: 50, at: 50_000 },
    ]);
    vi.advanceTimersByTime(1);
    expect(ran[2]).toEqual({ due: 100, at: 100_000 });
  });

  test('reports a timer that throws or whose promise fails, and goes on', async () => {
    const faults: unknown[] = [];
    const clock = createScaledClock({ start: instant(0), speed: 1_000, onFault: (error) => faults.push(error) });
    const last = vi.fn();
    clock.after(seconds(1), () => {
      throw new Error('broken');
    });
    clock.after(seconds(1), () => Promise.reject(new Error('broken later')));
    clock.after(seconds(2), last);
    await vi.advanceTimersByTimeAsync(2);
    expect(faults).toEqual([new Error('broken'), new Error('broken later')]);
    expect(last).toHaveBeenCalledOnce();
  });

  test('does not jump when its speed changes, and the new speed holds for timers already set', () => {
    const clock = aScaledClock(1);
    const rang = vi.fn();
    clock.after(seconds(1_000), rang);
    vi.advanceTimersByTime(500_000);
    clock.setSpeed(100);
    expect(clock.now()).toBe(500_000);
    vi.advanceTimersByTime(4_999);
    expect(rang).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(rang).toHaveBeenCalledOnce();
    expect(clock.now()).toBe(1_000_000);
  });

  test('waits for a timer farther off than Node can wait at once', () => {
    const clock = aScaledClock(1);
    const rang = vi.fn();
    clock.after(seconds(30 * 86_400), rang);
    vi.advanceTimersByTime(30 * 86_400_000 - 1);
    expect(rang).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(rang).toHaveBeenCalledOnce();
  });

  test('rings no more once it is closed', () => {
    const clock = aScaledClock(1);
    clock.after(seconds(1), () => expect.unreachable());
    clock.close();
    vi.advanceTimersByTime(2_000);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('refuses to stand still or to run backwards', () => {
    for (const speed of [0, -1, Number.NaN]) {
      expect(() => aScaledClock(speed)).toThrow(`expected a speed above 0, got ${speed}`);
      expect(() => aScaledClock(1).setSpeed(speed)).toThrow(`expected a speed above 0, got ${speed}`);
    }
  });
});
