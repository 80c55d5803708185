import { expect, test } from 'vitest';
import { isSampled, surveyOf } from '../../../core/contacts/survey.ts';
import { aContact, noon } from '../../adapters/rows.ts';

test('a share of the contacts is asked, and always the same', () => {
  const sampled = Array.from({ length: 4000 }, (_, index) => isSampled(`contact-${index}`, 0.1));
  expect(sampled.filter(Boolean).length / 4000).toBeCloseTo(0.1, 1);
  expect(sampled[7]).toBe(isSampled('contact-7', 0.1));
  expect(Array.from({ length: 100 }, (_, index) => isSampled(`c${index}`, 0)).some(Boolean)).toBe(false);
  expect(Array.from({ length: 100 }, (_, index) => isSampled(`c${index}`, 1)).every(Boolean)).toBe(true);
});

test('who was asked, who answered, and what: silence is no answer', () => {
  const asked = { surveyedAt: noon };
  expect(
    surveyOf([
      aContact(),
      aContact(asked),
      aContact({ ...asked, surveySolved: true, surveyEasy: 5 }),
      aContact({ ...asked, surveySolved: false, surveyEasy: 2 }),
      aContact({ ...asked, surveySolved: true }),
    ]),
  ).toEqual({ surveyedCount: 4, surveyAnsweredCount: 3, surveySolvedCount: 2, surveyEasySum: 7 });
});
