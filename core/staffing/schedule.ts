import { isLive, type LiveChannel } from '../contacts/channel.ts';
import type { RuntimeSettings } from '../settings/runtime.ts';
import { isOpenAt } from '../time/hours.ts';
import { addSeconds, type Instant, seconds } from '../time/units.ts';
import { lineKey } from './line.ts';
import type { AgentGroup } from './sharing.ts';

export type ScheduledGroups = readonly AgentGroup[];

/** Somebody at work, or on a break, for a stretch of time. */
export interface ScheduledShift {
  readonly username: string;
  readonly queues: readonly string[];
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly activity: 'work' | 'break';
}

/** Who is where, as a schedule has it. */
export interface Schedule {
  working(at: Instant): ScheduledGroups;
  onBreak(at: Instant): ScheduledGroups;
  /** Whether this person works then, breaks left out. */
  works(username: string, at: Instant): boolean;
}

/** By the shifts of the settings; of people who are there by user name. */
export const scheduleOfSettings = (settings: RuntimeSettings): Schedule => ({
  working: (at) => peopleAt(settings, at, 'work'),
  onBreak: (at) => peopleAt(settings, at, 'break'),
  works(username, at) {
    const person = settings.people[username];
    return person !== undefined && peopleAt({ ...settings, people: { [username]: person } }, at, 'work').length > 0;
  },
});

/** By a list of shifts. */
export function scheduleOfList(settings: RuntimeSettings, shifts: readonly ScheduledShift[]): Schedule {
  // A plan asks for hundreds of instants, and a list may hold a year.
  const byDay = new Map<number, ScheduledShift[]>();
  for (const shift of shifts)
    for (let day = Math.floor(shift.startsAt / dayMs); day * dayMs < shift.endsAt; day++) {
      const known = byDay.get(day);
      if (known) known.push(shift);
      else byDay.set(day, [shift]);
    }
  const near = (at: Instant): readonly ScheduledShift[] => byDay.get(Math.floor(at / dayMs)) ?? [];
  const working = (at: Instant, of: readonly ScheduledShift[]) => listedSchedule(settings, of)(at);
  return {
    working: (at) => working(at, near(at)),
    onBreak: (at) =>
      working(
        at,
        near(at).flatMap((shift) => (shift.activity === 'break' ? [{ ...shift, activity: 'work' as const }] : [])),
      ),
    works: (username, at) =>
      working(
        at,
        near(at).filter((shift) => shift.username === username),
      ).length > 0,
  };
}

const dayMs = 86_400_000;

/** Who works at an instant by the shifts of the settings: people without a shift work while any of their queues is open. */
export const settingsSchedule =
  (settings: RuntimeSettings): ((at: Instant) => ScheduledGroups) =>
  (at) =>
    peopleAt(settings, at, 'work');

/** People of the settings who serve a queue at an instant. */
export const peopleOfQueueAt = (settings: RuntimeSettings, queue: string, at: Instant): number =>
  Object.values(settings.people).filter(
    ({ queues, shift }) =>
      queues.includes(queue) &&
      (shift === undefined ? someOpen(settings, [queue], at) : isOnShift(settings, shift, at, 'work')),
  ).length;

/** The people of the settings who work, or have their break, at an instant. */
export function peopleAt(settings: RuntimeSettings, at: Instant, doing: 'work' | 'break'): ScheduledGroups {
  return groupsOf(
    settings,
    Object.values(settings.people).flatMap(({ queues, shift }) => {
      if (shift === undefined) return doing === 'work' && someOpen(settings, queues, at) ? [queues] : [];
      return isOnShift(settings, shift, at, doing) ? [queues] : [];
    }),
  );
}

/** Who works at an instant by a list of shifts; a break takes its person away. */
export function listedSchedule(
  settings: RuntimeSettings,
  shifts: readonly ScheduledShift[],
): (at: Instant) => ScheduledGroups {
  return (at) => {
    const now = shifts.filter(({ startsAt, endsAt }) => startsAt <= at && at < endsAt);
    const onBreak = new Set(now.filter(({ activity }) => activity === 'break').map(({ username }) => username));
    const working = now.filter(({ activity, username }) => activity === 'work' && !onBreak.has(username));
    return groupsOf(settings, [...new Map(working.map((shift) => [shift.username, shift.queues])).values()]);
  };
}

/** Agents counted at work in one interval of a queue and channel. */
export interface MeasuredStaff {
  readonly startsAt: Instant;
  readonly queue: string;
  readonly channel: LiveChannel;
  readonly agents: number;
}

const weekMs = 7 * 86_400_000;

/**
 * Who will probably work: the median of those seen at the same time of the last weeks, by line; by local time, so that a
 * change of the clock moves nobody. Agents of several queues are counted in each: this source cannot tell them apart.
 */
export function measuredSchedule(
  staff: readonly MeasuredStaff[],
  localMillisecondsOf: (at: Instant) => number,
): (at: Instant) => ScheduledGroups {
  const seen = Map.groupBy(staff, ({ startsAt }) => localMillisecondsOf(startsAt) % weekMs);
  return (at) => {
    const entries = seen.get(localMillisecondsOf(at) % weekMs) ?? [];
    return [...Map.groupBy(entries, ({ queue, channel }) => lineKey(queue, channel))].map(([line, counts]) => ({
      lines: [line],
      agents: median(counts.map(({ agents }) => agents)),
    }));
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(
    ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.floor(sorted.length / 2)] ?? 0)) / 2,
  );
}

const someOpen = (settings: RuntimeSettings, queues: readonly string[], at: Instant): boolean =>
  queues.some((queue) => {
    const hours = settings.hours[settings.queues[queue]?.hours ?? ''];
    return hours !== undefined && isOpenAt(hours, hours.timeZone, at);
  });

type Shift = NonNullable<RuntimeSettings['people'][string]['shift']>;

function isOnShift(
  settings: RuntimeSettings,
  { days, hours, breaks }: Shift,
  at: Instant,
  doing: 'work' | 'break',
): boolean {
  const within = (ranges: readonly string[]) =>
    isOpenAt(
      { week: Object.fromEntries(days.map((day) => [day, ranges])), holidays: [] },
      settings.center.timeZone,
      at,
    );
  return within([hours]) && within(breaks) === (doing === 'break');
}

/** People of the same queues together; a queue stands for each of its channels that are planned for. */
function groupsOf(settings: RuntimeSettings, people: readonly (readonly string[])[]): ScheduledGroups {
  const groups = Map.groupBy(people, (queues) => [...queues].sort().join(' '));
  return [...groups].map(([, members]) => ({
    agents: members.length,
    lines: (members[0] ?? []).flatMap((queue) =>
      (settings.queues[queue]?.channels ?? []).filter(isLive).map((channel) => lineKey(queue, channel)),
    ),
  }));
}

/** Starts of the whole intervals of `lengthSeconds` from `from` until `until`, the end excluded. */
export function intervalStarts(from: Instant, until: Instant, lengthSeconds: number): Instant[] {
  const starts: Instant[] = [];
  for (let at = from; at < until; at = addSeconds(at, seconds(lengthSeconds))) starts.push(at);
  return starts;
}
