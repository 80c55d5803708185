import { expect, test } from 'vitest';
import { parseDailyWindow } from '../../../core/callbacks/callingHours.ts';
import { dialNotBefore } from '../../../core/callbacks/dialTime.ts';
import type { OpeningHours } from '../../../core/time/hours.ts';
import { addSeconds, hours as hoursOf, type Instant, instant } from '../../../core/time/units.ts';

const berlin = 'Europe/Berlin';
const ringing = parseDailyWindow('08:00-21:00');
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];
const open = {
  week: Object.fromEntries(weekdays.map((day) => [day, ['09:00-18:00']])),
  holidays: [],
  timeZone: berlin,
} satisfies OpeningHours & { timeZone: string };
/** Tuesday to Saturday, in winter: an hour before UTC. */
const local = (day: number, time: string): Instant => instant(Date.parse(`2026-03-${day}T${time}:00+01:00`));
const when = (now: Instant, more: Partial<Parameters<typeof dialNotBefore>[0]> = {}) =>
  dialNotBefore({ now, zones: [berlin], ringing, hours: open, ...more });

test.each([
  ['while both doors are open', local(10, '12:00'), undefined],
  ['at the minute the center opens', local(10, '09:00'), undefined],
  ['before the center opens, the telephone may ring already', local(10, '08:30'), local(10, '09:00')],
  ['before the telephone may ring', local(10, '07:10'), local(10, '08:00')],
  ['at the minute the center closes', local(10, '18:00'), local(11, '09:00')],
  ['after closing, while telephones may still ring', local(10, '20:00'), local(11, '09:00')],
  ['in the evening', local(10, '21:00'), local(11, '08:00')],
  ['on the eve of a weekend', local(13, '18:30'), local(16, '09:00')],
])('%s', (_story, now, expected) => {
  expect(when(now)).toBe(expected);
});

test('a number nobody can place, and one that no hour suits, are looked at again tomorrow', () => {
  const now = local(10, '12:00');
  expect(when(now, { zones: [] })).toBe(addSeconds(now, hoursOf(24)));
  const morning = parseDailyWindow('09:00-12:00');
  expect(when(now, { zones: ['America/New_York', 'Asia/Tokyo'], ringing: morning })).toBe(addSeconds(now, hoursOf(24)));
});

test('without hours of its own a queue is always open; one that never opens is looked at again tomorrow', () => {
  const evening = local(10, '20:00');
  expect(when(evening, { hours: undefined })).toBeUndefined();
  expect(when(evening, { hours: { ...open, week: {} } })).toBe(addSeconds(evening, hoursOf(24)));
});
