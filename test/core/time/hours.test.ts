import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { closesAt, isOpenAt, nextOpeningAt, type OpeningHours } from '../../../core/time/hours.ts';
import { type Instant, instant } from '../../../core/time/units.ts';

const newYork = 'America/New_York';
const at = (iso: string): Instant => instant(Temporal.Instant.from(iso).epochMilliseconds);
const local = (dateTime: string, zone = newYork): Instant =>
  instant(Temporal.ZonedDateTime.from(`${dateTime}[${zone}]`).epochMilliseconds);

const office: OpeningHours = {
  week: {
    monday: ['09:00-12:30', '13:30-17:30'],
    tuesday: ['09:00-12:30', '13:30-17:30'],
    friday: ['18:00-24:00'],
    saturday: ['00:00-02:00'],
  },
  holidays: [
    { date: '2026-12-21', name: 'stocktaking' } as OpeningHours['holidays'][number],
    { date: '2026-12-22', open: ['10:00-12:00'] },
  ],
};
const always: OpeningHours = {
  week: Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, ['00:00-24:00']]),
  ),
  holidays: [],
};

test('a range includes its first minute and excludes its last', () => {
  expect(isOpenAt(office, newYork, local('2026-11-23T09:00:00'))).toBe(true);
  expect(isOpenAt(office, newYork, instant(local('2026-11-23T09:00:00') - 1))).toBe(false);
  expect(isOpenAt(office, newYork, instant(local('2026-11-23T17:30:00') - 1))).toBe(true);
  expect(isOpenAt(office, newYork, local('2026-11-23T17:30:00'))).toBe(false);
});

test('the lunch break is closed and its end is the next opening', () => {
  const lunch = local('2026-11-23T12:45:00');
  expect(isOpenAt(office, newYork, lunch)).toBe(false);
  expect(nextOpeningAt(office, newYork, lunch)).toBe(local('2026-11-23T13:30:00'));
  expect(closesAt(office, newYork, lunch)).toBeUndefined();
});

test('when it is open the next opening is now', () => {
  const noon = local('2026-11-23T12:00:00');
  expect(nextOpeningAt(office, newYork, noon)).toBe(noon);
  expect(closesAt(office, newYork, noon)).toBe(local('2026-11-23T12:30:00'));
});

test('an opening that runs past midnight is one opening', () => {
  expect(closesAt(office, newYork, local('2026-11-27T20:00:00'))).toBe(local('2026-11-28T02:00:00'));
});

test('24:00 ends the day, and a day without ranges is closed', () => {
  const late: OpeningHours = { week: { sunday: ['07:00-24:00'] }, holidays: [] };
  expect(closesAt(late, newYork, local('2026-11-22T23:59:59'))).toBe(local('2026-11-23T00:00:00'));
  expect(nextOpeningAt(late, newYork, local('2026-11-23T00:00:00'))).toBe(local('2026-11-29T07:00:00'));
});

test('a holiday closes the day, or replaces its ranges', () => {
  expect(isOpenAt(office, newYork, local('2026-12-21T10:00:00'))).toBe(false);
  expect(nextOpeningAt(office, newYork, local('2026-12-21T10:00:00'))).toBe(local('2026-12-22T10:00:00'));
  expect(isOpenAt(office, newYork, local('2026-12-22T14:00:00'))).toBe(false);
});

test('what is always open never closes, and what is never open never opens', () => {
  expect(closesAt(always, newYork, at('2026-11-22T03:00:00Z'))).toBeUndefined();
  expect(nextOpeningAt({ week: {}, holidays: [] }, newYork, at('2026-11-22T03:00:00Z'))).toBeUndefined();
});

test('the next opening may be a holiday of next year', () => {
  const fair: OpeningHours = { week: {}, holidays: [{ date: '2027-10-03', open: ['10:00-18:00'] }] };
  expect(nextOpeningAt(fair, newYork, at('2026-11-22T03:00:00Z'))).toBe(local('2027-10-03T10:00:00'));
});

test('the hour that a spring night skips is not open, and the hours around it touch', () => {
  // 2026-03-08, 02:00 EST becomes 03:00 EDT.
  const night: OpeningHours = { week: { sunday: ['01:00-02:30', '03:00-04:00'] }, holidays: [] };
  expect(closesAt(night, newYork, at('2026-03-08T06:30:00Z'))).toBe(at('2026-03-08T08:00:00Z'));
  const skipped: OpeningHours = { week: { sunday: ['02:00-03:00'] }, holidays: [] };
  expect(nextOpeningAt(skipped, newYork, at('2026-03-08T00:00:00Z'))).toBe(local('2026-03-15T02:00:00'));
});

test('the hour that an autumn night repeats is open both times', () => {
  // 2026-11-01, 02:00 EDT becomes 01:00 EST.
  const night: OpeningHours = { week: { sunday: ['01:30-01:45'] }, holidays: [] };
  expect(
    [5.5, 5.75, 6.5, 6.75].map((hour) =>
      isOpenAt(night, newYork, instant(at('2026-11-01T00:00:00Z') + hour * 3_600_000)),
    ),
  ).toEqual([true, false, true, false]);
  expect(nextOpeningAt(night, newYork, at('2026-11-01T05:50:00Z'))).toBe(at('2026-11-01T06:30:00Z'));
});

/** The same question put to Temporal: wall clock and date in the zone, nothing else. */
function openSaysTemporal(hours: OpeningHours, zone: string, when: number): boolean {
  const wall = Temporal.Instant.fromEpochMilliseconds(when).toZonedDateTimeISO(zone);
  const names = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
  const holiday = hours.holidays.find((day) => day.date === wall.toPlainDate().toString());
  const ranges = holiday ? (holiday.open ?? []) : (hours.week[names[wall.dayOfWeek - 1] ?? 'monday'] ?? []);
  const clock = wall.toPlainTime().toString({ smallestUnit: 'minute' });
  return ranges.some((range) => range.slice(0, 5) <= clock && clock < range.slice(6));
}

const clock = fc.integer({ min: 0, max: 24 * 12 }).map((step) => {
  const minutes = step * 5;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
});
const range = fc
  .tuple(clock, clock)
  .filter(([from, until]) => from < until)
  .map(([from, until]) => `${from}-${until}`);
const ranges = fc.array(range, { maxLength: 3 });
const zones = Intl.supportedValuesOf('timeZone');
const moments = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2036, 0) });

/** The moment `part` of the way through a stretch, its end excluded. */
const within = (from: number, until: number, part: number): number =>
  Math.min(until - 1, Math.floor(from + part * (until - from)));

/** A moment within a day of a change of the zone's offset when it has one, for that is where mistakes live. */
const zoneAndMoment = fc
  .tuple(fc.constantFrom(...zones), moments, fc.integer({ min: -86_400_000, max: 86_400_000 }))
  .map(([zone, moment, shift]) => {
    const change = Temporal.Instant.fromEpochMilliseconds(moment)
      .toZonedDateTimeISO(zone)
      .getTimeZoneTransition('next');
    return { zone, when: instant(change && shift % 4 !== 0 ? change.epochMilliseconds + shift : moment) };
  });
const openingHours: fc.Arbitrary<OpeningHours> = fc.record({
  week: fc.record(
    {
      monday: ranges,
      tuesday: ranges,
      wednesday: ranges,
      thursday: ranges,
      friday: ranges,
      saturday: ranges,
      sunday: ranges,
    },
    { requiredKeys: [] },
  ),
  holidays: fc.constant([]),
});

test('over all zones and years 2024 to 2035: open exactly when Temporal says so', () => {
  fc.assert(
    fc.property(openingHours, zoneAndMoment, (hours, { zone, when }) => {
      expect(isOpenAt(hours, zone, when)).toBe(openSaysTemporal(hours, zone, when));
    }),
    { numRuns: 3000 },
  );
});

test('over all zones and years: closed from now until the next opening, open at it', () => {
  fc.assert(
    fc.property(
      openingHours,
      zoneAndMoment,
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      (hours, { zone, when }, part) => {
        const opens = nextOpeningAt(hours, zone, when);
        const until = opens ?? when + 15 * 86_400_000;
        if (opens !== undefined) expect(openSaysTemporal(hours, zone, opens)).toBe(true);
        if (until > when) {
          expect(openSaysTemporal(hours, zone, until - 1)).toBe(false);
          expect(openSaysTemporal(hours, zone, within(when, until, part))).toBe(false);
        }
      },
    ),
    { numRuns: 3000 },
  );
});

test('over all zones and years: open from now until it closes, closed then', () => {
  fc.assert(
    fc.property(
      openingHours,
      zoneAndMoment,
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      (hours, { zone, when }, part) => {
        const closes = closesAt(hours, zone, when);
        if (closes === undefined) {
          const neverCloses = [0, 1, 2, 3, 4, 5, 6].every((days) =>
            openSaysTemporal(hours, zone, when + days * 86_400_000),
          );
          expect(openSaysTemporal(hours, zone, when)).toBe(neverCloses);
          return;
        }
        expect(openSaysTemporal(hours, zone, closes)).toBe(false);
        expect(openSaysTemporal(hours, zone, closes - 1)).toBe(true);
        expect(openSaysTemporal(hours, zone, within(when, closes, part))).toBe(true);
      },
    ),
    { numRuns: 3000 },
  );
});

test('a holiday begins and ends at local midnight in every zone', () => {
  fc.assert(
    fc.property(zoneAndMoment, ({ zone, when }) => {
      const date = Temporal.Instant.fromEpochMilliseconds(when).toZonedDateTimeISO(zone).toPlainDate().toString();
      const closedThatDay: OpeningHours = { ...always, holidays: [{ date }] };
      expect(isOpenAt(closedThatDay, zone, when)).toBe(false);
      const opens = nextOpeningAt(closedThatDay, zone, when);
      expect(opens).toBeDefined();
      const dateAtOpening = Temporal.Instant.fromEpochMilliseconds(opens ?? 0)
        .toZonedDateTimeISO(zone)
        .toPlainDate()
        .toString();
      expect(dateAtOpening > date).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
