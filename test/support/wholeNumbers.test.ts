import { expect, test } from 'vitest';
import { wholeNumbers } from './wholeNumbers.ts';

const usual = { rounds: 1000, from: 0 };

test('numbers are taken in order, and the usual ones where none stands', () => {
  expect(wholeNumbers(usual, [])).toEqual({ rounds: 1000, from: 0 });
  expect(wholeNumbers(usual, ['40', '7'])).toEqual({ rounds: 40, from: 7 });
});

test.each([
  [['--rounds', '60'], 'rounds: expected a whole number, found --rounds'],
  [['40', '-1'], 'from: expected a whole number, found -1'],
  [['40', '0', '9'], 'expected rounds, from and nothing more, found 9'],
])('%j is refused', (given, why) => {
  expect(() => wholeNumbers(usual, given)).toThrow(why);
});
