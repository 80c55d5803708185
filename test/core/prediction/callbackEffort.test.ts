import { expect, test } from 'vitest';
import { type CalledPlace, learnedEffort } from '../../../core/prediction/callbackEffort.ts';
import { randomStream } from '../../../core/random/stream.ts';
import { addSeconds, instant, seconds } from '../../../core/time/units.ts';

const opening = instant(Date.UTC(2026, 0, 5, 8));
const at = (second: number) => addSeconds(opening, seconds(second));
const usual = { unansweredShare: 0.07, lostSeconds: 30 };
const anHour = { since: opening, until: at(3600) };

test('where a third are not answered, and each costs 50 s, that is found from some hundreds', () => {
  const stream = randomStream(1, 'calls');
  let learned = learnedEffort([], usual, undefined, anHour);
  for (let hour = 0; hour < 20; hour += 1) {
    const called = Array.from({ length: 20 }, (_, index): CalledPlace => {
      const unanswered = stream.uniform() < 1 / 3;
      return { overAt: at(3600 * hour + 60 * (index + 1)), unanswered, agentSeconds: unanswered ? 50 : 300 };
    });
    const span = { since: at(3600 * hour), until: at(3600 * (hour + 1)) };
    learned = learnedEffort(called, learned.effort, learned.evidence, span);
  }
  expect(learned.effort.unansweredShare).toBeGreaterThan(0.26);
  expect(learned.effort.unansweredShare).toBeLessThan(0.38);
  expect(learned.effort.lostSeconds).toBeCloseTo(49.5, 0);
  expect(learned.evidence).toBe(430);
});

test('without callbacks nothing changes; those that were counted, or are not over yet, count no more', () => {
  expect(learnedEffort([], usual, undefined, anHour).effort.unansweredShare).toBeCloseTo(0.07, 12);
  const called = [0, 4000].map((second) => ({ overAt: at(second), unanswered: true, agentSeconds: 30 }));
  expect(learnedEffort(called, usual, 100, anHour)).toEqual(learnedEffort([], usual, 100, anHour));
});

test('a share of none and a time of none remain numbers', () => {
  const { effort } = learnedEffort([], { unansweredShare: 0, lostSeconds: 0 }, 0.5, anHour);
  expect(effort).toEqual({ unansweredShare: 0, lostSeconds: 0 });
});
