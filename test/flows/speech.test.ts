import fc from 'fast-check';
import { expect, test } from 'vitest';
import { promptsFor } from '../../flows/prompts.ts';
import { hoursInWords, hoursOfQueues, inQuiet, plain, plainLink } from '../../flows/speech.ts';
import { voiceFor } from '../../flows/voices.ts';
import { aQueue, someSettings } from './anySettings.ts';

const words = promptsFor('en-US').hours;
const hours = (week: object) => hoursInWords({ week, holidays: [], timeZone: 'America/New_York' }, words);
const weekdays = (ranges: string[]) => ({
  monday: ranges,
  tuesday: ranges,
  wednesday: ranges,
  thursday: ranges,
  friday: ranges,
});
const everyDay = (ranges: string[]) => ({ ...weekdays(ranges), saturday: ranges, sunday: ranges });

test.each([
  [weekdays(['09:00-17:00']), 'Monday to Friday, 9 AM to 5 PM'],
  [weekdays(['13:30-17:30', '09:00-12:30']), 'Monday to Friday, 9 AM to 12:30 PM and 1:30 PM to 5:30 PM'],
  [everyDay(['07:00-24:00']), 'every day, 7 AM to midnight'],
  [everyDay(['00:00-24:00']), 'every day, around the clock'],
  [
    { ...weekdays(['09:00-17:00']), saturday: ['10:00-12:00'] },
    'Monday to Friday, 9 AM to 5 PM and Saturday, 10 AM to 12 PM',
  ],
  [{ tuesday: ['09:00-10:00'], thursday: ['09:00-10:00'] }, 'Tuesday, 9 AM to 10 AM and Thursday, 9 AM to 10 AM'],
  [{}, 'by appointment only'],
])('hours are said as people say them: %#', (week, said) => {
  expect(hours(week)).toBe(said);
});

test('of more queues than anybody listens to, the hours in which at least one is open are said', () => {
  const names = Array.from({ length: 40 }, (_, index) => `queue-${index}`);
  const settings = someSettings({
    hours: Object.fromEntries(
      names.map((name, index) => [
        name,
        { week: weekdays([index % 2 === 0 ? `09:00-13:${10 + index}` : '13:00-17:00']), holidays: [] },
      ]),
    ),
    queues: Object.fromEntries(names.map((name) => [name, aQueue({ hours: name, spokenName: 'x'.repeat(60) })])),
    phoneNumbers: Object.fromEntries(
      names.map((name, index) => [`line-${index}`, { country: 'US', type: 'DID', queues: [name] }]),
    ),
  });
  expect(hoursOfQueues(settings, names, words)).toBe('Monday to Friday, 9 AM to 5 PM');
  expect(hoursOfQueues(settings, names.slice(0, 2), words)).toMatch(/^for x+ Monday to Friday, .+; for x+ Monday/);
});

test('nothing in a name reads as a value for Connect to fill in, also not with the full stop after it', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('$', '.', 'a', ' ') }), (name) => {
      expect(`${plain(name)}.`).not.toContain('$.');
    }),
  );
});

test('a link stays one', () => {
  expect(plainLink('https://example.com/?a=$.b')).toBe('https://example.com/?a=%24.b');
});

test('a message stands in quiet that fills its cycle, in pauses of at most ten seconds', () => {
  const spoken = inQuiet('A & B', 30);
  const pauses = [...spoken.matchAll(/time="(\d+)s"/g)].map(([, seconds]) => Number(seconds));
  expect(spoken).toMatch(/^<speak>.*A &amp; B.*<\/speak>$/);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(10);
  expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBe(26);
});

test('a language nobody wrote prompts or chose a voice for is refused with what to write', () => {
  expect(() => promptsFor('tlh')).toThrow(/center.language: no prompts in "tlh". There are prompts in: en/);
  expect(() => voiceFor('tlh')).toThrow(/center.language: no voice for "tlh". Write one of en-US/);
});
