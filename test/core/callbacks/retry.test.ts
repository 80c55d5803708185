import { describe, expect, test } from 'vitest';
import { callSeconds, leastPauseSeconds, retryAt, timesRung } from '../../../core/callbacks/retry.ts';
import type { CallbackRow, Disposition } from '../../../core/rows/callback.ts';
import { addSeconds, hours, type Instant, minutes, type Seconds, seconds } from '../../../core/time/units.ts';
import { aCallback, noon } from '../../adapters/rows.ts';

const rules = { attempts: 3, retrySeconds: minutes(15) };
const past = (pause: Seconds): Instant => addSeconds(noon, pause);

/** Settled attempts, the first ring at noon. */
const settled = (...dispositions: (Disposition | undefined)[]): Pick<CallbackRow, 'attempts' | 'firstRungAt'> => ({
  firstRungAt: noon,
  attempts: dispositions.map((disposition, index) => ({
    attempt: index + 1,
    at: noon,
    ...(disposition === undefined ? {} : { disposition }),
  })),
});

/** A callback whose promise is over so long after noon. */
const promised = (left: Seconds, facts: Partial<CallbackRow> = {}): CallbackRow =>
  aCallback({ promisedBy: past(left), expiresBy: past(hours(2)), ...settled('not-answered'), ...facts });

const twice = settled('not-answered', 'not-answered');
/** What the promise must leave for another call. */
const room = seconds(leastPauseSeconds + callSeconds);

test('rung: an attempt under way may have been, one that Connect lost was not', () => {
  expect(timesRung(settled())).toBe(0);
  expect(timesRung(settled('not-answered', 'lost', 'blocked', 'not-confirmed', undefined))).toBe(3);
});

describe('who did not answer is rung again', () => {
  test('after the pause of the settings, where the promise leaves room', () => {
    expect(retryAt(promised(minutes(120)), noon, rules)).toBe(past(minutes(15)));
  });

  test('sooner where it leaves less: what is left of it is shared among the attempts that are left', () => {
    expect(retryAt(promised(minutes(11)), noon, rules)).toBe(past(minutes(5)));
  });

  test('never sooner than after two minutes, or the shorter pause of the settings', () => {
    expect(retryAt(promised(minutes(4)), noon, rules)).toBe(past(leastPauseSeconds));
    expect(retryAt(promised(minutes(4)), noon, { ...rules, retrySeconds: seconds(30) })).toBe(past(seconds(30)));
  });

  test('a second time even when the promise leaves no room', () => {
    expect(retryAt(promised(seconds(0)), noon, rules)).toBe(past(leastPauseSeconds));
  });

  test('a third time only when the call can end within the promise, to the second', () => {
    expect(retryAt(promised(room, twice), noon, rules)).toBe(past(leastPauseSeconds));
    expect(retryAt(promised(seconds(room - 1), twice), noon, rules)).toBeUndefined();
  });

  test('never once the attempts are used up', () => {
    const all = settled('not-answered', 'not-answered', 'not-confirmed');
    expect(retryAt(promised(minutes(120), all), noon, rules)).toBeUndefined();
  });
});

describe('our own lateness costs the customer no attempt', () => {
  test('rung for the first time when the promise was over, they are tried until the callback expires', () => {
    const late = { ...twice, firstRungAt: past(seconds(1)) };
    expect(retryAt(promised(seconds(0), late), noon, rules)).toBe(past(minutes(15)));
    expect(retryAt(promised(seconds(0), { ...twice, firstRungAt: noon }), noon, rules)).toBeUndefined();
  });

  test('a ring that left room for another, and of which we heard too late, is followed by one', () => {
    const heardAt = past(minutes(9));
    expect(retryAt(promised(room, twice), heardAt, rules, noon)).toBe(addSeconds(heardAt, leastPauseSeconds));
    expect(retryAt(promised(seconds(room - 1), twice), heardAt, rules, noon)).toBeUndefined();
  });

  test('but not when the callback would have expired by then', () => {
    const heardAt = past(minutes(9));
    const until = (expiresBy: Instant) => retryAt(promised(room, { ...twice, expiresBy }), heardAt, rules, noon);
    expect(until(addSeconds(heardAt, leastPauseSeconds))).toBeUndefined();
    expect(until(addSeconds(heardAt, seconds(leastPauseSeconds + 1)))).toBe(addSeconds(heardAt, leastPauseSeconds));
  });
});
