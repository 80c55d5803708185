import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quotePost } from '../../../core/offers/postQuote.ts';
import type { QueueState } from '../../../core/prediction/queueState.ts';
import { initialWaitModel } from '../../../core/prediction/waitModel.ts';
import { openSecondsBetween } from '../../../core/time/hours.ts';
import { addSeconds, type Instant, parseInstant, seconds } from '../../../core/time/units.ts';

const hours = {
  timeZone: 'America/New_York',
  week: Object.fromEntries(
    (['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const).map((day) => [day, ['09:00-17:00']]),
  ),
  holidays: [],
};
const at = (iso: string): Instant => parseInstant(iso) as Instant;
const state = (ahead: number, agents = 2): QueueState => ({
  ahead: [],
  aheadBeyond: ahead,
  agents: { staffed: agents, available: 0, busy: agents },
  contactsPerAgent: 1,
});
const quoted = (now: Instant, of: QueueState, told = true) =>
  quotePost({ now, state: of, model: initialWaitModel('email'), promiseKeptShare: 0.9, told, hours });

test('in the middle of a day it is told in hours', () => {
  const { quote } = quoted(at('2026-11-24T10:00:00-05:00'), state(20));
  expect(quote.say).toMatch(/^We answer in about .*, at most .*(hour|minutes|half)/);
  expect((quote.toldBoundSeconds ?? 0) % 1800).toBe(0);
});

test('what the day does not suffice for is told by the day and the time: a weekend is no time to answer', () => {
  const friday = at('2026-11-27T16:30:00-05:00');
  const { quote } = quoted(friday, state(20));
  expect(quote.say).toMatch(/^We answer at the latest on Monday at \d+:\d\d AM\.$/);
  expect(quote.toldBoundSeconds).toBeGreaterThan(2 * 86_400);
});

test('without anybody who could answer, nothing is told that could be broken', () => {
  const { quote, what, decision } = quoted(at('2026-11-24T10:00:00-05:00'), { ...state(3), agents: undefined });
  expect(what.kind).toBe('unknown');
  expect(decision).toEqual({ kind: 'no-offer', reason: 'wait-unknown' });
  expect(quoted(at('2026-11-24T10:00:00-05:00'), { ...state(3), agents: undefined }, false).quote.say).toBe('');
  expect(quote).toMatchObject({ toldBoundSeconds: undefined, told: true });
});

test('nor where it does not open any more', () => {
  const now = at('2026-11-24T10:00:00-05:00');
  const model = initialWaitModel('email');
  const shut = { ...hours, week: {} };
  const { what, quote } = quotePost({ now, state: state(20), model, promiseKeptShare: 0.9, told: true, hours: shut });
  expect(what).toEqual({ kind: 'unknown' });
  expect(quote.toldBoundSeconds).toBeUndefined();
});

test('nothing is offered in its place: nobody holds the line', () => {
  const { decision } = quoted(at('2026-11-24T10:00:00-05:00'), state(20));
  expect(decision).toEqual({ kind: 'no-offer', reason: 'not-offered-here' });
});

test('where nobody is told, nothing is promised', () => {
  const { quote, what } = quoted(at('2026-11-24T10:00:00-05:00'), state(20), false);
  expect(what.kind).toBe('range');
  expect(quote).toEqual({ say: '', toldBoundSeconds: undefined, told: false });
});

test('a bound is always a moment at which it is open or closes, with whole half hours of opening until then; more ahead is never sooner', () => {
  const week = at('2026-11-23T00:00:00-05:00');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 7 * 86_400 }), fc.integer({ min: 1, max: 300 }), (offset, ahead) => {
      const now = addSeconds(week, seconds(offset));
      const bound = quoted(now, state(ahead)).quote.toldBoundSeconds ?? seconds(0);
      const open = openSecondsBetween(hours, hours.timeZone, now, addSeconds(now, bound));
      expect(open % 1800).toBe(0);
      expect(open).toBeGreaterThan(0);
      expect(quoted(now, state(ahead + 40)).quote.toldBoundSeconds).toBeGreaterThanOrEqual(bound);
    }),
    { numRuns: 60 },
  );
});
