import { isLive, type LiveChannel } from '../core/contacts/channel.ts';
import type { PlanningFiles } from '../core/planningPorts.ts';
import type { Log } from '../core/ports.ts';
import { usualPatienceSeconds } from '../core/prediction/waitModel.ts';
import type { DayRow } from '../core/rows/center.ts';
import type { RuntimeSettings } from '../core/settings/runtime.ts';
import { type Line, lineKey, targetOf } from '../core/staffing/line.ts';
import {
  type MeasuredStaff,
  measuredSchedule,
  type Schedule,
  type ScheduledGroups,
  scheduleOfList,
  scheduleOfSettings,
} from '../core/staffing/schedule.ts';
import { readSchedule } from '../core/staffing/scheduleFile.ts';
import { isOpenAt } from '../core/time/hours.ts';
import type { Instant } from '../core/time/units.ts';
import { localClock } from '../core/time/zoneOffset.ts';
import { queueLines } from './queue-lines.ts';

export interface LineName {
  readonly queue: string;
  readonly channel: LiveChannel;
}

/** Every queue and channel whose customers wait on the line: post is done in what time they leave. */
export function linesOf(settings: RuntimeSettings): LineName[] {
  return queueLines(settings).flatMap(({ queue, channel }) => (isLive(channel) ? [{ queue, channel }] : []));
}

/** The lines as they are staffed; `learned` holds the available share by queue#channel where waits have taught it. */
export function staffedLines(
  settings: RuntimeSettings,
  learned: Readonly<Record<string, number>> = {},
): Record<string, Line> {
  return Object.fromEntries(
    linesOf(settings).map(({ queue, channel }) => {
      const line: Line = {
        queue,
        channel,
        target: targetOf(settings, queue, channel),
        contactsPerAgent: settings.contactsPerAgent[queue]?.[channel] ?? 1,
        availableShare: learned[lineKey(queue, channel)] ?? shareBelieved(settings, queue),
        patienceSeconds: usualPatienceSeconds[channel],
      };
      return [lineKey(queue, channel), line];
    }),
  );
}

/** Before anything was learned: a paid agent less shrinkage; of agents seen serving, what banks have measured. */
export const shareBelieved = (settings: RuntimeSettings, queue: string): number =>
  settings.staffing.schedule !== 'measured' ? 1 - (settings.queues[queue]?.shrinkage ?? 0) : 0.9;

/** The schedule of the source the settings name, but for a measured one. */
export interface WrittenSchedule {
  readonly schedule: Schedule;
  /** The bucket has no schedule that can be used: the shifts of the settings stand in. */
  readonly flag?: 'schedule-missing';
}

interface ScheduleWorld {
  settings: RuntimeSettings;
  planningFiles: PlanningFiles;
  log: Pick<Log, 'warn'>;
}

/** Reads who works when, where the settings say that it is written down. Bad lines are logged by number and left out. */
export async function writtenSchedule({ settings, planningFiles, log }: ScheduleWorld): Promise<WrittenSchedule> {
  if (settings.staffing.schedule !== 'bucket') return { schedule: scheduleOfSettings(settings) };
  const text = await planningFiles.read('schedule.csv');
  const { shifts, badLines } = readSchedule(text ?? '', Object.keys(settings.queues));
  for (const { line, reason } of badLines.slice(0, 5)) log.warn('schedule.csv: line left out', { count: line, reason });
  if (shifts.length === 0) return { schedule: scheduleOfSettings(settings), flag: 'schedule-missing' };
  return { schedule: scheduleOfList(settings, shifts) };
}

/** Agents at work at an instant, by the source the settings name. `days` are rows of the last weeks. */
export function workingAt(
  settings: RuntimeSettings,
  { schedule }: WrittenSchedule,
  days: readonly DayRow[],
): (at: Instant) => ScheduledGroups {
  if (settings.staffing.schedule !== 'measured') return schedule.working;
  const staff: MeasuredStaff[] = days.flatMap(({ queue, channel, intervals }) =>
    intervals.flatMap(({ startsAt, agentsStaffedCount, agentsSeenCount }) => {
      const agents = Math.max(agentsStaffedCount ?? 0, agentsSeenCount ?? 0);
      return agents > 0 && isLive(channel) ? [{ startsAt, queue, channel, agents }] : [];
    }),
  );
  return measuredSchedule(staff, localClock(settings.center.timeZone));
}

export function isQueueOpen(settings: RuntimeSettings, queue: string, at: Instant): boolean {
  const hours = settings.hours[settings.queues[queue]?.hours ?? ''];
  return hours !== undefined && isOpenAt(hours, hours.timeZone, at);
}

export const someQueueOpen = (settings: RuntimeSettings, at: Instant): boolean =>
  Object.keys(settings.queues).some((queue) => isQueueOpen(settings, queue, at));

/** Date and hour where the center is. */
export function localTime(settings: RuntimeSettings, at: Instant): { date: string; hour: number } {
  const local = new Date(localClock(settings.center.timeZone)(at));
  return { date: local.toISOString().slice(0, 10), hour: local.getUTCHours() };
}
