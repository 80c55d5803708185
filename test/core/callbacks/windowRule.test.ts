import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultWindowRule, secondsForTurns, windowTurn } from '../../../core/callbacks/windowRule.ts';
import { instant } from '../../../core/time/units.ts';

const at = (seconds: number) => instant(seconds * 1000);
const promisedIn = (...seconds: number[]) => seconds.map(at);
const situation = { now: at(0), completionsPerSecond: 1 / 3, freeAgents: 0 };

test('an agent nobody on the line needs makes a callback', () => {
  expect(windowTurn({ ...situation, promisedBy: promisedIn(3600), freeAgents: 1 }, defaultWindowRule)).toBe(
    'spare-agent',
  );
});

test('agents kept for live contacts do not', () => {
  const rule = { ...defaultWindowRule, reservedAgents: 3 };
  const promisedBy = promisedIn(3600);
  expect(windowTurn({ ...situation, promisedBy, freeAgents: 3 }, rule)).toBe('not-yet');
  expect(windowTurn({ ...situation, promisedBy, freeAgents: 4 }, rule)).toBe('spare-agent');
});

test('while live contacts wait a callback waits too, until its deadline gets close', () => {
  // One completion in three seconds: but for a chance of a millionth an agent is free within 45 s.
  expect(windowTurn({ ...situation, promisedBy: promisedIn(60) }, defaultWindowRule)).toBe('not-yet');
  expect(windowTurn({ ...situation, promisedBy: promisedIn(44) }, defaultWindowRule)).toBe('pressing');
});

test('ten that are promised by the same moment begin earlier than one would', () => {
  const promisedBy = promisedIn(...Array.from({ length: 10 }, () => 80));
  expect(windowTurn({ ...situation, promisedBy: promisedIn(80) }, defaultWindowRule)).toBe('not-yet');
  expect(windowTurn({ ...situation, promisedBy }, defaultWindowRule)).toBe('pressing');
});

test('with no callbacks there is no turn; with nobody at work every one presses', () => {
  expect(windowTurn({ ...situation, promisedBy: [], freeAgents: 9 }, defaultWindowRule)).toBe('not-yet');
  expect(windowTurn({ ...situation, promisedBy: promisedIn(9999), completionsPerSecond: 0 }, defaultWindowRule)).toBe(
    'pressing',
  );
});

test('a deadline far enough away never presses, however many stand before it', () => {
  const far = Array.from({ length: 3 }, () => 9000);
  expect(windowTurn({ ...situation, promisedBy: promisedIn(...far) }, defaultWindowRule)).toBe('not-yet');
  expect(windowTurn({ ...situation, promisedBy: promisedIn(...far, 9000) }, defaultWindowRule)).toBe('not-yet');
  expect(secondsForTurns(1, 0, 4.75)).toBe(Number.POSITIVE_INFINITY);
  expect(secondsForTurns(1, Number.NaN, 4.75)).toBe(Number.POSITIVE_INFINITY);
});

test('a deadline presses from the very moment the time allowed for reaches it', () => {
  const needed = 1000 * secondsForTurns(1, situation.completionsPerSecond, defaultWindowRule.deviations);
  const turn = (deadline: number) => windowTurn({ ...situation, promisedBy: [instant(deadline)] }, defaultWindowRule);
  expect([turn(needed), turn(needed + 1)]).toEqual(['pressing', 'not-yet']);
});

test('the time allowed for is the quantile of the gamma law', () => {
  // Exponential: -ln(1 - Φ(4.75)) = 13.80; Wilson and Hilferty's cube errs on the safe side there.
  expect(secondsForTurns(1, 1, 4.75)).toBeCloseTo(15.1, 1);
  // Erlang(100): 99.9 % within 133.7 (chi-squared 267.5 with 200 degrees, halved).
  expect(secondsForTurns(100, 1, 3.0902)).toBeCloseTo(133.77, 1);
});

test('one more callback never makes the others less pressing', () => {
  const deadlines = fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(deadlines, fc.integer({ min: 1, max: 4000 }), (seconds, more) => {
      const turn = (all: number[]) =>
        windowTurn({ ...situation, promisedBy: promisedIn(...all.toSorted((a, b) => a - b)) }, defaultWindowRule);
      if (turn(seconds) === 'pressing') expect(turn([...seconds, more])).toBe('pressing');
    }),
  );
});
