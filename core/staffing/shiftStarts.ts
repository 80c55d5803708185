import type { Day } from '../settings/days.ts';
import { addSeconds, type Instant, minutes } from '../time/units.ts';
import { localClock } from '../time/zoneOffset.ts';
import type { Crew, ShiftRules, ShiftShape } from './shiftRules.ts';

const dayMs = 86_400_000;
const weekdays: readonly Day[] = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** The time a roster is made for: whole intervals without a hole, and what the clock on the wall says at each. */
export class RosterTime {
  readonly from: Instant;
  readonly slots: number;
  readonly intervalMinutes: number;
  private readonly local: (at: Instant) => number;

  constructor(from: Instant, until: Instant, intervalMinutes: number, timeZone: string) {
    this.from = from;
    this.intervalMinutes = intervalMinutes;
    this.slots = Math.round((until - from) / (intervalMinutes * 60_000));
    this.local = localClock(timeZone);
  }

  at(slot: number): Instant {
    return addSeconds(this.from, minutes(slot * this.intervalMinutes));
  }

  weekday(slot: number): Day {
    return weekdays[new Date(this.local(this.at(slot))).getUTCDay()] as Day;
  }

  minuteOfDay(slot: number): number {
    return (((this.local(this.at(slot)) % dayMs) + dayMs) % dayMs) / 60_000;
  }

  /** The first slot of the next local day; at the end, the number of slots. */
  nextDay(slot: number): number {
    const date = (of: number): number => Math.floor(this.local(this.at(of)) / dayMs);
    let next = slot + 1;
    while (next < this.slots && date(next) === date(slot)) next += 1;
    return next;
  }
}

/** One shape at one moment for one crew. */
export interface ShiftStart {
  readonly crew: number;
  readonly shape: ShiftShape;
  readonly slot: number;
  readonly slots: number;
  /** Where each break may begin, in minutes after the start. */
  readonly breaks: readonly (readonly number[])[];
  /** The first slot at which who works it may start again: rested, and not on the same local day. */
  readonly backAt: number;
}

/** Every start the rules allow that ends within the roster's time. `restMinutes` of the crew unless given. */
export function shiftStarts(rules: ShiftRules, time: RosterTime, restMinutes?: number): ShiftStart[] {
  return rules.crews.flatMap((crew, index) =>
    rules.shapes
      .filter(({ name }) => crew.shapes?.includes(name) ?? true)
      .flatMap((shape) => startsOf(shape, index, time, restMinutes ?? crew.restMinutes)),
  );
}

function startsOf(shape: ShiftShape, crew: number, time: RosterTime, restMinutes: number): ShiftStart[] {
  const length = shape.minutes / time.intervalMinutes;
  const [from, until] = [minuteOf(shape.starts.slice(0, 5)), minuteOf(shape.starts.slice(-5))];
  const breaks = shape.breaks.map(({ after, until: latest }) => {
    const begins: number[] = [];
    for (let at = after; at <= latest; at += time.intervalMinutes) begins.push(at);
    return begins;
  });
  const starts: ShiftStart[] = [];
  for (let slot = 0; slot + length <= time.slots; slot++) {
    const minute = time.minuteOfDay(slot);
    if (minute < from || minute > until || (minute - from) % shape.everyMinutes !== 0) continue;
    if (!shape.days.includes(time.weekday(slot))) continue;
    const rested = slot + length + Math.ceil(restMinutes / time.intervalMinutes);
    starts.push({ crew, shape, slot, slots: length, breaks, backAt: Math.max(rested, time.nextDay(slot)) });
  }
  return starts;
}

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Share of each slot of a shift that a break of `minutes` beginning so many minutes after its start takes. */
export function breakShares(begins: number, minutesLong: number, intervalMinutes: number): [number, number][] {
  const shares: [number, number][] = [];
  for (let slot = Math.floor(begins / intervalMinutes); slot * intervalMinutes < begins + minutesLong; slot++) {
    const within =
      Math.min(begins + minutesLong, (slot + 1) * intervalMinutes) - Math.max(begins, slot * intervalMinutes);
    if (within > 0) shares.push([slot, within / intervalMinutes]);
  }
  return shares;
}

/** Shifts an agent may have over the roster: the crew's limit, or one a local day. */
export function mostShiftsOf(crew: Crew, time: RosterTime): number {
  let count = 0;
  for (let slot = 0; slot < time.slots; slot = time.nextDay(slot)) count += 1;
  return Math.min(crew.mostShifts ?? count, count);
}
