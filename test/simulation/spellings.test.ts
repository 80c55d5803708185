import { expect, test } from 'vitest';
import { numbersIn, spellings } from './spellings.ts';

const numbers = new Set(['+12127365007', '+18087365014']);

test.each(Object.entries(spellings))('a number is found %s, wherever it stands', (_name, spell) => {
  const text = `{"at":1773182408300,"note":"x${spell('+12127365007')}"}`;
  expect([...numbersIn(text, numbers)]).toEqual(['+12127365007']);
});

test('what is no number of theirs is not found', () => {
  expect(numbersIn('1773182408300 212 736 9999 KzEyMTI3MzY5OTk5', numbers).size).toBe(0);
  expect(numbersIn('{"hour":20.212736500766666667}', numbers).size).toBe(0);
  expect(numbersIn('+1.2127365007', numbers).size).toBe(1);
});
