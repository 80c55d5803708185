import { readCsv } from '../text/csv.ts';
import { parseInstant } from '../time/units.ts';
import type { ScheduledShift } from './schedule.ts';

/** A line that could not be used, and why. The reason holds no cell of the file: names stay out of logs. */
export interface BadLine {
  readonly line: number;
  readonly reason: string;
}

export interface ReadSchedule {
  readonly shifts: readonly ScheduledShift[];
  readonly badLines: readonly BadLine[];
}

const needed = ['agent', 'queues', 'startsAt', 'endsAt'] as const;
const longestMs = 24 * 3_600_000;
const withOffset = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/**
 * SCHEDULE.csv: who works, or has a break, from when until when. Columns `agent` (the user name at Connect), `queues`
 * (names parted by blanks), `startsAt`, `endsAt` (ISO 8601 with offset) and, if there are breaks, `activity` (`work` or
 * `break`). A wrong line is reported and left out; a file without the columns has no shifts and one bad line.
 */
export function readSchedule(text: string, queues: readonly string[]): ReadSchedule {
  const { header, lines } = readCsv(text);
  const missing = needed.filter((name) => !header.includes(name));
  if (missing.length > 0)
    return { shifts: [], badLines: [{ line: 1, reason: `expected the columns ${missing.join(', ')}` }] };
  const shifts: ScheduledShift[] = [];
  const badLines: BadLine[] = [];
  for (const { line, cells } of lines) {
    const read = readShift(cells, queues);
    if ('reason' in read) badLines.push({ line, reason: read.reason });
    else shifts.push(read);
  }
  return { shifts, badLines };
}

function readShift(
  cells: Readonly<Record<string, string>>,
  known: readonly string[],
): ScheduledShift | { reason: string } {
  const { agent = '', activity = '' } = cells;
  if (agent === '') return { reason: 'agent: expected a user name, got nothing' };
  const queues = (cells.queues ?? '').split(/\s+/).filter((name) => name !== '');
  if (queues.length === 0 || queues.some((name) => !known.includes(name)))
    return { reason: `queues: expected names of the settings parted by blanks (${known.join(' ')})` };
  if (!['', 'work', 'break'].includes(activity)) return { reason: 'activity: expected work or break' };
  const times = ['startsAt', 'endsAt'].map((name) =>
    withOffset.test(cells[name] ?? '') ? parseInstant(cells[name] ?? '') : undefined,
  );
  const [startsAt, endsAt] = times;
  if (startsAt === undefined || endsAt === undefined)
    return { reason: 'startsAt, endsAt: expected ISO 8601 times with offset such as 2026-03-02T09:00:00+01:00' };
  if (endsAt <= startsAt || endsAt - startsAt > longestMs)
    return { reason: 'endsAt: expected a time after startsAt, by 24 hours at most' };
  return { username: agent, queues, startsAt, endsAt, activity: activity === 'break' ? 'break' : 'work' };
}

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The file that `readSchedule` reads; times as `sayTime` writes them. */
export function writeSchedule(
  shifts: readonly ScheduledShift[],
  sayTime: (at: ScheduledShift['startsAt']) => string,
): string {
  const rows = shifts.map(({ username, queues, startsAt, endsAt, activity }) =>
    [username, queues.join(' '), sayTime(startsAt), sayTime(endsAt), activity].map(cell).join(','),
  );
  return ['agent,queues,startsAt,endsAt,activity', ...rows, ''].join('\n');
}
