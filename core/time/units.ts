declare const unit: unique symbol;

/** A duration in seconds. May be fractional; never a percentage, never milliseconds. */
export type Seconds = number & { readonly [unit]: 'seconds' };

/** A moment: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly [unit]: 'epoch milliseconds' };

/** A share from 0 to 1. Percent exists only on screens and in Connect's API. */
export type Ratio = number & { readonly [unit]: 'ratio' };

export const seconds = (value: number): Seconds => value as Seconds;
export const minutes = (value: number): Seconds => (value * 60) as Seconds;
export const hours = (value: number): Seconds => (value * 3600) as Seconds;

export const instant = (epochMilliseconds: number): Instant => epochMilliseconds as Instant;

/** Throws RangeError on anything but a share from 0 to 1. */
export function ratio(value: number): Ratio {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`expected a ratio from 0 to 1, got ${value}`);
  return value as Ratio;
}

/** The instant an ISO 8601 text with offset names; undefined when it names none. */
export function parseInstant(iso: string): Instant | undefined {
  const epochMilliseconds = Date.parse(iso);
  return Number.isNaN(epochMilliseconds) ? undefined : (epochMilliseconds as Instant);
}

export const toIso = (at: Instant): string => new Date(at).toISOString();

const dayMilliseconds = 86_400_000;

/** YYYY-MM-DD of an instant by UTC, `days` later: the dates rows are kept under. */
export const utcDate = (at: Instant, days = 0): string => toIso((at + days * dayMilliseconds) as Instant).slice(0, 10);

export const addSeconds = (at: Instant, duration: Seconds): Instant => (at + duration * 1000) as Instant;

/** Negative when `to` lies before `from`. */
export const secondsBetween = (from: Instant, to: Instant): Seconds => ((to - from) / 1000) as Seconds;
