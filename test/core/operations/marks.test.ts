import { expect, test } from 'vitest';
import { marksOf } from '../../../core/operations/marks.ts';

const marks = marksOf(['k1.key'], ['+12065550123', '+353861234567']);

test.each([
  '+12065550123',
  '2065550123',
  '+1 206 555 0123',
  '(206) 555-0123',
  '206.555.0123',
  '%2B12065550123',
  '0012065550123',
  btoa('+12065550123'),
  btoa('2065550123'),
  '086 123 4567',
  'budget#number#k1.key#2026-03-10',
])('%s gives the customer away, and is taken out', (spelling) => {
  const text = `before ${spelling} after`;
  expect(marks.isIn(text)).toBe(true);
  expect(marks.isIn(marks.erasedFrom(text))).toBe(false);
  expect(marks.erasedFrom(text)).toMatch(/^before .* after$/);
});

test.each(['+12065550124', '912065550123', '20655501234', '1773169200000', 'k1.other'])(
  '%s is somebody else',
  (text) => {
    expect(marks.isIn(text)).toBe(false);
    expect(marks.erasedFrom(text)).toBe(text);
  },
);
