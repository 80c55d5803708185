import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localMinutes, mayRing, nextRingAt, parseDailyWindow } from '../../../core/callbacks/callingHours.ts';
import { zonesOf } from '../../../core/numbers/zones.ts';
import { type Instant, instant } from '../../../core/time/units.ts';

const window = parseDailyWindow('08:00-21:00');
const east = 'America/New_York';
const west = 'America/Los_Angeles';

test.each([
  ['before eight', '2026-03-10T11:59Z', false],
  ['at eight', '2026-03-10T12:00Z', true],
  ['before nine in the evening', '2026-03-11T00:59Z', true],
  ['at nine in the evening', '2026-03-11T01:00Z', false],
])('%s', (_story, iso, expected) => {
  expect(mayRing(instant(Date.parse(iso)), [east], window)).toBe(expected);
});

test('a window is two times of day, to the minute, and nothing else', () => {
  expect(parseDailyWindow('08:15-20:45')).toEqual({ fromMinutes: 495, untilMinutes: 1245 });
  for (const text of ['8-21', 'at 08:00-21:00', '08:00-21:00 o’clock', ''])
    expect(() => parseDailyWindow(text)).toThrow(`calling hours: expected "08:00-21:00", got "${text}"`);
});

test('a number that may be on either coast rings only when it is day on both', () => {
  expect(mayRing(instant(Date.parse('2026-03-10T13:00Z')), [east, west], window)).toBe(false);
  expect(nextRingAt(instant(Date.parse('2026-03-10T13:00Z')), [east, west], window)).toBe(
    Date.parse('2026-03-10T15:00Z'),
  );
});

test('the night the clocks change is no exception', () => {
  expect(nextRingAt(instant(Date.parse('2026-03-08T06:30Z')), [east], window)).toBe(Date.parse('2026-03-08T12:00Z'));
  expect(nextRingAt(instant(Date.parse('2026-11-01T04:30Z')), [east], window)).toBe(Date.parse('2026-11-01T13:00Z'));
});

test('hours that no moment suits in all zones give none', () => {
  expect(nextRingAt(instant(0), [east, 'Asia/Tokyo'], parseDailyWindow('09:00-12:00'))).toBeUndefined();
});

test('whenever and wherever: the moment given is within the hours of every zone, and the first one', () => {
  const numbers = fc.integer({ min: 200, max: 989 }).map((code) => `+1${code}5550123`);
  const instants = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2036, 0) }).map((at) => instant(at));
  fc.assert(
    fc.property(numbers, instants, (number, at) => {
      const zones = zonesOf(number, 'US');
      const rings = nextRingAt(at, zones, window);
      if (rings === undefined) throw new Error('some moment of the day suits every zone of the country');
      expect(rings).toBeGreaterThanOrEqual(at);
      for (const zone of zones) {
        expect(localMinutes(rings, zone)).toBeGreaterThanOrEqual(8 * 60);
        expect(localMinutes(rings, zone)).toBeLessThan(21 * 60);
      }
      if (rings > at) expect(mayRing((rings - 5 * 60_000) as Instant, zones, window)).toBe(false);
    }),
    { numRuns: 2000 },
  );
});
