import { expect, test } from 'vitest';
import { judgeNumber, type NumberVerdict, sayRefusal } from '../../../core/numbers/judgeNumber.ts';
import { callableCountries } from '../../../core/numbers/zones.ts';
import { type ExampleNumber, isPersons, nationalOf, numbersOf, regions, sharingCode } from '../../fuzz/numbers.ts';

const rules = { allowedCountries: callableCountries, ownNumbers: [] };
const examples = regions.flatMap((country) => numbersOf(country, 7));
const verdictOf = ({ number }: ExampleNumber): NumberVerdict => judgeNumber(number, rules);

/** Regions of the same calling code in which this number could be a person's. */
const persons = (example: ExampleNumber): string[] =>
  sharingCode(example.country).filter((country) => isPersons(country, nationalOf(example)));

test('there are numbers of every region, and of every type somewhere', () => {
  expect(new Set(examples.map(({ country }) => country)).size).toBe(regions.length);
  expect(new Set(examples.map(({ type }) => type)).size).toBe(10);
  expect(examples.length).toBeGreaterThan(4000);
});

test('numbers of a type or country that is not allowed are all refused, with a reason that can be said', () => {
  const disallowed = examples.filter((example) => !persons(example).some((one) => callableCountries.includes(one)));
  expect(disallowed.length).toBeGreaterThan(3000);
  for (const example of disallowed) {
    const verdict = verdictOf(example);
    expect(verdict.kind, `${example.country} ${example.type}`).toBe('refused');
    if (verdict.kind === 'refused') expect(sayRefusal(verdict.reason)).toMatch(/^[A-Z].*\.$/);
  }
});

test('of a person’s numbers in the countries allowed at least 99.9 in a hundred are accepted', () => {
  const allowed = callableCountries
    .flatMap((country) => numbersOf(country, 11, 40))
    .filter((example) => persons(example).join() === example.country);
  const accepted = allowed.filter((example) => verdictOf(example).kind === 'dialable');
  expect(allowed.length).toBeGreaterThan(1500);
  expect(accepted.length / allowed.length).toBeGreaterThanOrEqual(0.999);
});
