import type { Instant } from './units.ts';

const minuteMs = 60_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * Local time minus UTC in milliseconds. Intl alone knows it; temporal-polyfill would add 50 kB to each Lambda.
 * Throws RangeError for a zone that does not exist.
 */
export function offsetAt(timeZone: string, at: number): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset', year: 'numeric' });
    formats.set(timeZone, format);
  }
  // '2026, GMT-04:00', or '2026, GMT' where the offset is zero.
  const match = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(format.format(at));
  const minutes = Number(match?.[2] ?? 0) * 60 + Number(match?.[3] ?? 0);
  return (match?.[1] === '-' ? -minutes : minutes) * minuteMs;
}

/** A local date or date with time, as the epoch milliseconds it would be if the zone were UTC. */
export type LocalMs = number;

/**
 * Local times of one zone, for very many instants: an offset is looked up twice for each stretch of six hours, and minute
 * by minute only in the stretch in which the clocks change. Throws RangeError for a zone that does not exist.
 */
export function localClock(timeZone: string): (at: Instant) => LocalMs {
  const stretchMs = 6 * 60 * minuteMs;
  const known = new Map<number, number | undefined>();
  offsetAt(timeZone, 0);
  return (at) => {
    const stretch = Math.floor(at / stretchMs);
    if (!known.has(stretch)) {
      const from = offsetAt(timeZone, stretch * stretchMs);
      const until = offsetAt(timeZone, (stretch + 1) * stretchMs - minuteMs);
      known.set(stretch, from === until ? from : undefined);
    }
    const offset = known.get(stretch);
    return at + (offset ?? offsetAt(timeZone, at));
  };
}

const clocks = new Map<string, (at: Instant) => LocalMs>();

/** The same where one moment after the other is asked for: one clock a zone, kept. */
export function localAt(timeZone: string, at: number): LocalMs {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    clock = localClock(timeZone);
    clocks.set(timeZone, clock);
  }
  return clock(at as Instant);
}
