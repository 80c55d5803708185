import { expect, test } from 'vitest';
import { addSeconds, hours, minutes, parseInstant, ratio, secondsBetween, toIso } from '../../../core/time/units.ts';

test('minutes and hours are told in seconds', () => {
  expect(minutes(3)).toBe(180);
  expect(hours(2)).toBe(7200);
});

test('an instant moved by a duration lies that far away', () => {
  const start = parseInstant('1999-03-11T07:00:00+02:00');
  if (start === undefined) throw new Error('expected an instant');
  expect(secondsBetween(start, addSeconds(start, minutes(5)))).toBe(300);
  expect(toIso(addSeconds(start, hours(1)))).toBe('1999-03-11T06:00:00.000Z');
});

test('a text that names no instant gives none', () => {
  expect(parseInstant('around noon')).toBeUndefined();
});

test('a percentage is refused where a ratio is meant', () => {
  expect(ratio(0.8)).toBe(0.8);
  for (const wrong of [80, -0.1, Number.NaN]) expect(() => ratio(wrong)).toThrow('expected a ratio from 0 to 1');
});
