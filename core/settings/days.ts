import * as z from 'zod';
import { advise, listOf, object, oneOf, text } from './fields.ts';
import { nearest } from './nearest.ts';

export const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Day = (typeof days)[number];

const clock = '([01]\\d|2[0-3]):[0-5]\\d';
const rangeParams = advise(
  'a range of local time such as "09:00-12:30", start before end (past midnight: "18:00-24:00", and "00:00-02:00" on the next day)',
  rangeMeant,
);

/** '9-17', '09:00–17:00', '9:00 - 17:30' as it should have been written. */
function rangeMeant(value: unknown): string | undefined {
  const match = /^\s*(\d{1,2})(?:[:.h](\d\d))?\s*(?:-|–|—|to)\s*(\d{1,2})(?:[:.h](\d\d))?\s*$/.exec(String(value));
  if (!match) return undefined;
  const side = (hour: string | undefined, minute: string | undefined) => `${hour?.padStart(2, '0')}:${minute ?? '00'}`;
  const meant = `${side(match[1], match[2])}-${side(match[3], match[4])}`;
  return meant !== value && rangePattern.test(meant) && meant.slice(0, 5) < meant.slice(6)
    ? JSON.stringify(meant)
    : undefined;
}

const rangePattern = new RegExp(`^${clock}-(${clock}|24:00)$`);

/** 'HH:MM-HH:MM', end excluded; '24:00' is the midnight that ends the day. */
export const timeRange = z
  .string(rangeParams)
  .regex(rangePattern, rangeParams)
  .refine((range) => range.slice(0, 5) < range.slice(6), rangeParams);

const dateParams = advise('a date that exists, such as "2026-12-25"');

/** A calendar day. Date.parse would take 2026-02-30 for the second of March. */
export const calendarDate = z
  .string(dateParams)
  .regex(/^\d{4}-\d\d-\d\d$/, dateParams)
  .refine((date) => {
    const parsed = new Date(`${date}T00:00:00Z`);
    return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
  }, dateParams);

function zoneExists(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return name === 'UTC' || name.includes('/');
  } catch {
    return false;
  }
}

function zoneMeant(value: unknown): string | undefined {
  const zones = Intl.supportedValuesOf('timeZone');
  const town = String(value).trim().replaceAll(' ', '_').toLowerCase();
  const meant = zones.find((zone) => zone.toLowerCase().split('/').at(-1) === town) ?? nearest(value, zones);
  return meant === undefined ? undefined : JSON.stringify(meant);
}

const zoneParams = advise('an IANA time zone such as "America/New_York"', zoneMeant);

export const timeZone = z.string(zoneParams).refine(zoneExists, zoneParams);

const ranges = listOf('ranges of local time', timeRange);
const dayShape = Object.fromEntries(days.map((day) => [day, ranges.exactOptional()])) as Record<
  Day,
  z.ZodExactOptional<typeof ranges>
>;

export const hoursSchema = object({
  timeZone: timeZone.exactOptional().describe("IANA time zone the ranges are in. Default: the center's."),
  week: object(dayShape).describe(
    'Opening ranges of each weekday in local time; a day left out is closed. Two ranges leave a lunch break.',
  ),
  holidays: z
    .array(
      object({
        date: calendarDate.describe('The day, as YYYY-MM-DD.'),
        name: text(1, 60).describe('What the day is called in Connect.'),
        open: ranges
          .exactOptional()
          .describe('Opening ranges that replace those of the weekday. Default: closed all day.'),
      }),
      advise('a list of holidays { "date": …, "name": … }'),
    )
    .default([])
    .describe('Days that differ from the week.'),
});

export const shiftSchema = object({
  days: listOf('weekdays', oneOf(days), 1).describe('Weekdays worked.'),
  hours: timeRange.describe("Working time in the center's time zone."),
  breaks: ranges.default([]).describe('Breaks within the working time.'),
});
