import type { DayRow } from '../../core/rows/center.ts';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';
import { availableShare, type StaffedInterval } from '../../core/staffing/availability.ts';
import { lineKey } from '../../core/staffing/line.ts';
import type { ScheduledGroups } from '../../core/staffing/schedule.ts';
import { shareAgents } from '../../core/staffing/sharing.ts';
import type { Instant } from '../../core/time/units.ts';
import { linesOf, shareBelieved, staffedLines } from '../planned-lines.ts';

/** Available time drifts with people and habits: the last weeks speak for it. */
const learnedMs = 28 * 86_400_000;

/** Each line's available share, learned anew from what was scheduled and how its customers waited; the prior is shrinkage. */
export function learnAvailability(
  settings: RuntimeSettings,
  schedule: (at: Instant) => ScheduledGroups,
  days: readonly DayRow[],
  now: Instant,
  before: Readonly<Record<string, number>>,
): Record<string, number> {
  const lines = staffedLines(settings);
  const figures = days
    .flatMap(({ queue, channel, intervals }) => intervals.map((one) => ({ ...one, line: lineKey(queue, channel) })))
    .filter(({ startsAt, waitedSeconds }) => startsAt >= now - learnedMs && waitedSeconds !== undefined);
  const headsAt = new Map<Instant, Record<string, number>>();
  for (const [at, entries] of Map.groupBy(figures, ({ startsAt }) => startsAt)) {
    const work = Object.fromEntries(entries.map(({ line, handleSeconds }) => [line, handleSeconds]));
    headsAt.set(at, shareAgents(schedule(at), work));
  }
  const intervalSeconds = Math.min(30, settings.forecasting.intervalMinutes) * 60;
  return Object.fromEntries(
    linesOf(settings).map(({ queue, channel }) => {
      const key = lineKey(queue, channel);
      const seen: StaffedInterval[] = figures
        .filter(({ line, handledCount }) => line === key && handledCount > 0)
        .map((one) => ({
          offeredCount: one.offeredCount - one.callbackCount,
          abandonedCount: one.abandonedCount,
          waitedSeconds: one.waitedSeconds ?? 0,
          heads: headsAt.get(one.startsAt)?.[key] ?? 0,
          handleSeconds: one.handleSeconds / one.handledCount,
          patienceSeconds: lines[key]?.patienceSeconds ?? 400,
          intervalSeconds,
          contactsPerAgent: lines[key]?.contactsPerAgent ?? 1,
        }));
      return [key, availableShare(seen, before[key] ?? shareBelieved(settings, queue))];
    }),
  );
}
