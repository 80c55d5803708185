import { expect, test } from 'vitest';
import { judgeNumber } from '../../../core/numbers/judgeNumber.ts';
import { hours, instant } from '../../../core/time/units.ts';
import { extraCallers } from '../../../local/callers/generatedDay.ts';
import { callerNumber, visitorNumber } from '../../../local/callers/numbers.ts';

const from = instant(Date.parse('2026-03-03T15:00:00Z'));
const lines = ['+18005550199', '+12125550142'];
const starts = Array.from({ length: 256 }, (_, start) => start);
const callers = new Set(Array.from({ length: 11_000 }, (_, index) => callerNumber(index)));

test('eleven thousand callers have a number each', () => {
  expect(callers.size).toBe(11_000);
});

test('callers who come on top have none of the numbers of a day of seven thousand', () => {
  const ofTheDay = new Set([...callers].slice(0, 7000));
  for (const seed of starts) {
    const { contacts } = extraCallers({ seed, queue: 'service', from, lastsSeconds: hours(1), perHour: 2000 });
    expect(contacts.filter((contact) => ofTheDay.has(contact.from))).toEqual([]);
  }
});

test.each([
  ['beside a line of New York', lines],
  ['beside a line whose area code is that of some callers', ['+17185550142']],
  ['beside a line of Chicago', ['+13125550100', '+13125550199']],
  ['where the center has only a toll-free number', ['+18005550199']],
])('who calls from a page can be called back, and shares a number with nobody: %s', (_, ownNumbers) => {
  for (const start of starts) {
    const number = visitorNumber(ownNumbers, start);
    expect(judgeNumber(number, { allowedCountries: ['US'], ownNumbers })).toMatchObject({ kind: 'dialable', number });
    expect(callers).not.toContain(number);
  }
});

test('it is in the daytime of the center', () => {
  const zonesBeside = (line: string) => {
    const verdict = judgeNumber(visitorNumber([line], 7), { allowedCountries: ['US'], ownNumbers: [] });
    return verdict.kind === 'dialable' && verdict.zones;
  };
  expect(zonesBeside('+12125550142')).toEqual(['America/New_York']);
  expect(zonesBeside('+17185550142')).toEqual(['America/New_York']);
  expect(zonesBeside('+13125550142')).toEqual(['America/Chicago']);
});
