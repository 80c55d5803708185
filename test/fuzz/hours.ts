import { parseDailyWindow } from '../../core/callbacks/callingHours.ts';
import { dialNotBefore } from '../../core/callbacks/dialTime.ts';
import { judgeNumber } from '../../core/numbers/judgeNumber.ts';
import { callableCountries } from '../../core/numbers/zones.ts';
import { randomStream } from '../../core/random/stream.ts';
import { type Instant, instant } from '../../core/time/units.ts';
import { numbersOf } from './numbers.ts';

/** Dials outside the hours where the telephone may be, of so many random (number, instant) pairs. */
export interface HoursFuzz {
  pairs: number;
  numbers: number;
  zones: number;
  clockChanges: number;
  dialledNow: number;
  wrong: string[];
}

const from = Date.UTC(2024, 0, 1);
const to = Date.UTC(2036, 0, 1);
const ringing = parseDailyWindow('08:00-21:00');

/**
 * Whether the dialler's decision ever rings outside 08:00-21:00 in any zone a number may be in. The clock it is held
 * against is another than the code's: offsets by zone, found once by halving the years between two that differ.
 */
export function fuzzHours(pairs: number, seed: number): HoursFuzz {
  const chance = randomStream(seed, 'hours');
  const dialable = callableCountries
    .flatMap((country) => numbersOf(country, seed))
    .flatMap(({ number }) => {
      const verdict = judgeNumber(number, { allowedCountries: callableCountries, ownNumbers: [] });
      return verdict.kind === 'dialable' ? [verdict] : [];
    });
  const clocks = new Map([...new Set(dialable.flatMap(({ zones }) => zones))].map((zone) => [zone, clockOf(zone)]));
  const changes = [...clocks.values()].flatMap(({ changes }) => changes);
  const wrong: string[] = [];
  let dialledNow = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    const { zones } = pick(dialable, chance.uniform());
    const now = momentOf(changes, chance);
    const until = dialNotBefore({ now, zones, ringing, hours: undefined });
    const rings = until ?? now;
    const suits = (at: Instant) => zones.every((zone) => isWithin(clocks.get(zone), at));
    if (until === undefined) dialledNow += 1;
    // Only a moment of which the rule said "then" must suit; a day's delay says that none does for now.
    const looksAgainLater = until !== undefined && until - now === 86_400_000 && !suits(until);
    if (!suits(rings) && !looksAgainLater) wrong.push(`${zones.join(' ')} at ${new Date(rings).toISOString()}`);
    if (until !== undefined && suits(now))
      wrong.push(`${zones.join(' ')} not dialled at ${new Date(now).toISOString()}`);
  }
  return { pairs, numbers: dialable.length, zones: clocks.size, clockChanges: changes.length, dialledNow, wrong };
}

const pick = <One>(list: readonly One[], share: number): One => list[Math.floor(share * list.length)] as One;

/** Half of the moments lie within three hours of a change of some clock. */
function momentOf(changes: readonly number[], chance: { uniform(): number }): Instant {
  if (chance.uniform() < 0.5) return instant(Math.floor(from + chance.uniform() * (to - from)));
  const change = pick(changes, chance.uniform());
  return instant(Math.floor(change + (chance.uniform() - 0.5) * 6 * 3_600_000));
}

interface ZoneClock {
  /** Moments at which the offset changes, and the offset in minutes from each on; the first from the beginning. */
  changes: number[];
  offsets: number[];
}

function isWithin(clock: ZoneClock | undefined, at: Instant): boolean {
  if (!clock) throw new Error('no clock of this zone');
  let index = 0;
  while (index < clock.changes.length && (clock.changes[index] ?? 0) <= at) index += 1;
  const local = Math.floor(at / 60_000) + (clock.offsets[index] ?? 0);
  const minuteOfDay = ((local % 1440) + 1440) % 1440;
  return minuteOfDay >= ringing.fromMinutes && minuteOfDay < ringing.untilMinutes;
}

function clockOf(zone: string): ZoneClock {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const offsetAt = (at: number): number => {
    const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
    const [, sign, hour = '0', minute = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hour) * 60 + Number(minute));
  };
  const changes: number[] = [];
  const offsets = [offsetAt(from)];
  const week = 7 * 86_400_000;
  for (let start = from; start < to; start += week) {
    let low = start;
    let high = Math.min(to, start + week);
    const before = offsetAt(low);
    if (offsetAt(high) === before) continue;
    while (high - low > 1000) {
      const middle = Math.floor((low + high) / 2000) * 1000;
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    changes.push(high);
    offsets.push(offsetAt(high));
  }
  return { changes, offsets };
}

if (import.meta.main) {
  const pairs = Number(process.argv[2] ?? 1_000_000);
  const seed = Number(process.argv[3] ?? 1);
  const { wrong, ...figures } = fuzzHours(pairs, seed);
  console.log({ seed, ...figures, outsideHours: wrong.length });
  for (const one of wrong.slice(0, 10)) console.log(one);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}
