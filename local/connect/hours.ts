import type { Instant } from '../../core/time/units.ts';

/** Minutes since midnight; an end of 0 is the end of the day. */
export interface OpenSpan {
  readonly day: string;
  readonly fromMinute: number;
  readonly untilMinute: number;
}

export interface HoursOfOperation {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly timeZone: string;
  readonly week: readonly OpenSpan[];
  /** Dates (YYYY-MM-DD, both included) on which other spans hold; none: closed. */
  readonly overrides: readonly { from: string; till: string; spans: readonly OpenSpan[] }[];
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function wallTime(timeZone: string, at: Instant): { date: string; day: string; minute: number } {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'long',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formatters.set(timeZone, formatter);
  }
  const parts: Record<string, string> = {};
  for (const { type, value } of formatter.formatToParts(at)) parts[type] = value;
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    day: (parts.weekday ?? '').toUpperCase(),
    minute: Number(parts.hour) * 60 + Number(parts.minute),
  };
}

const DAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'] as const;

/**
 * Whether Connect's CheckHoursOfOperation says True. A span that ends before it begins reaches into the next day, as in
 * Connect. The first override that covers the date replaces the week's spans of that date.
 */
export function isOpen(hours: HoursOfOperation, at: Instant): boolean {
  const { date, day, minute } = wallTime(hours.timeZone, at);
  const override = hours.overrides.find(({ from, till }) => from <= date && date <= till);
  const yesterday = DAYS[(DAYS.indexOf(day as (typeof DAYS)[number]) + 6) % 7];
  return (override?.spans ?? hours.week).some((span) => {
    const untilMinute = span.untilMinute === 0 ? 24 * 60 : span.untilMinute;
    const overnight = untilMinute < span.fromMinute;
    if (span.day === day && minute >= span.fromMinute && (overnight || minute < untilMinute)) return true;
    return overnight && span.day === yesterday && minute < untilMinute;
  });
}

interface WireSpan {
  Day: string;
  StartTime: { Hours: number; Minutes: number };
  EndTime: { Hours: number; Minutes: number };
}

const minuteOf = (time: { Hours: number; Minutes: number }): number => Number(time.Hours) * 60 + Number(time.Minutes);

export function spansOf(config: readonly WireSpan[] | undefined): OpenSpan[] {
  return (config ?? []).map((span) => ({
    day: span.Day,
    fromMinute: minuteOf(span.StartTime),
    untilMinute: minuteOf(span.EndTime),
  }));
}
