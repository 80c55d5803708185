import { sharedDataMissing, sharedRows } from './sharedData.ts';

/** The published call log of a bank, a file of the shared data. */
const technionCalls = 'technion_bank_1999_calls.csv.gz';

/** Undefined where the call log is there; otherwise why what needs it did not run. */
export const technionMissing = sharedDataMissing(technionCalls);

interface BankCall {
  date: string;
  call_id: string;
  vru_entry_s: string;
  q_start_s: string;
  q_time_s: string;
  ser_start_s: string;
  ser_time_s: string;
  outcome: string;
  agent: string;
}

/** A wait or a handle time beyond this is a fault of the recording. */
const longestSeconds = 3600;
const opensSeconds = 7 * 3600;
/** What the local center promises to voice callers: longer is a long wait. */
const longWaitSeconds = 60;
const timeZone = 'Asia/Jerusalem';

/** Every call of the log but the phantoms, by date. */
export function readTechnionCalls(): Map<string, BankCall[]> {
  const rows = sharedRows(technionCalls) as unknown as BankCall[];
  const days = new Map<string, BankCall[]>();
  for (const row of rows) {
    if (row.outcome === 'PHANTOM') continue;
    const day = days.get(row.date);
    if (day === undefined) days.set(row.date, [row]);
    else day.push(row);
  }
  return days;
}

/**
 * A busy, regular weekday: Sunday to Thursday, busier than most, at least 100 long waits, abandonment in the middle half
 * of all weekdays; of these the one whose agents were there most steadily: only then does a head count say what the
 * staffing was.
 */
export function busyRegularWeekday(days: ReadonlyMap<string, BankCall[]>): string {
  const weekdays = [...days]
    .filter(([date]) => new Date(`${date}T12:00:00Z`).getUTCDay() <= 4)
    .map(([date, calls]) => figuresOf(date, calls));
  const asked = weekdays.map((day) => day.asked);
  const abandoned = weekdays.map((day) => day.abandonedShare);
  const [usual, low, high] = [quantile(asked, 0.5), quantile(abandoned, 0.25), quantile(abandoned, 0.75)];
  const chosen = weekdays
    .filter((day) => day.asked > usual && day.longWaits >= 100)
    .filter((day) => day.abandonedShare >= low && day.abandonedShare <= high)
    .sort((a, b) => b.presentShare - a.presentShare)[0];
  if (chosen === undefined) throw new Error('the log has no regular weekday with 100 long waits');
  return chosen.date;
}

function figuresOf(date: string, calls: readonly BankCall[]) {
  const asked = calls.filter(askedForAgent);
  return {
    date,
    asked: asked.length,
    longWaits: asked.filter((call) => Number(call.q_time_s) >= longWaitSeconds).length,
    abandonedShare: asked.filter((call) => Number(call.ser_start_s) === 0).length / Math.max(1, asked.length),
    presentShare: presentShare(calls),
  };
}

const halfHourSeconds = 1800;

/** Of the half hours in which an agent took calls, the share between the first answer and the last end, on average. */
function presentShare(calls: readonly BankCall[]): number {
  const seen = new Map<string, { from: number; until: number }>();
  for (const call of calls) {
    const from = Number(call.ser_start_s);
    if (from === 0 || call.agent === '') continue;
    const halfHour = Math.floor(from / halfHourSeconds);
    const until = Math.min(from + clip(Number(call.ser_time_s)), (halfHour + 1) * halfHourSeconds);
    const key = `${call.agent} ${halfHour}`;
    const before = seen.get(key) ?? { from, until };
    seen.set(key, { from: Math.min(before.from, from), until: Math.max(before.until, until) });
  }
  const present = [...seen.values()].reduce((sum, { from, until }) => sum + until - from, 0);
  return present / (Math.max(1, seen.size) * halfHourSeconds);
}

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? 0;

const askedForAgent = (call: BankCall): boolean => Number(call.q_start_s) > 0 || Number(call.ser_start_s) > 0;

/** The day as CALLS.csv: all types of call on the queue `service`. Calls before the bank opened met a closed door and are left out. */
export function technionDay(date: string, calls: readonly BankCall[]): string {
  const offset = offsetAt(date);
  const iso = (secondOfDay: number): string => {
    const at = new Date(Date.parse(`${date}T00:00:00Z`) + secondOfDay * 1000);
    return at.toISOString().replace(/\.000Z$/, offset);
  };
  const rows = calls
    .filter((call) => Number(call.vru_entry_s) >= opensSeconds)
    .map((call) => ({ arrived: Number(call.vru_entry_s), call }))
    .sort((a, b) => a.arrived - b.arrived)
    .map(({ arrived, call }, index) => {
      const waited = clip(Number(call.q_time_s));
      const queued = Math.max(arrived, Number(call.q_start_s) || Number(call.ser_start_s) - waited);
      const served = Number(call.ser_start_s) > 0;
      const asked = askedForAgent(call);
      const left = queued + waited;
      const times = [
        iso(arrived),
        asked ? iso(queued) : '',
        served ? iso(left) : '',
        asked ? iso(served ? left + clip(Number(call.ser_time_s)) : left) : iso(arrived),
      ];
      const outcome = served ? 'answered' : asked ? 'abandoned' : 'other';
      // The log numbers calls per line: the same number comes twice on a day.
      return [`${date}-${index + 1}`, 'service', 'voice', ...times, outcome, call.agent].join(',');
    });
  return ['contactId,queue,channel,arrivedAt,queuedAt,answeredAt,endedAt,outcome,agentId', ...rows, ''].join('\n');
}

const clip = (value: number): number => Math.min(longestSeconds, Math.max(0, value));

function offsetAt(date: string): string {
  const noon = new Date(`${date}T12:00:00Z`);
  const name = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(noon)
    .find((part) => part.type === 'timeZoneName')?.value;
  return name?.replace('GMT', '') || '+00:00';
}

function main(date: string | undefined): number {
  if (technionMissing !== undefined) {
    console.error(technionMissing);
    return 3;
  }
  const days = readTechnionCalls();
  const chosen = date ?? busyRegularWeekday(days);
  const calls = days.get(chosen);
  if (calls === undefined) {
    console.error(`No calls on "${chosen}". Write a date from 1999-01-01 to 1999-07-31, or none for a busy weekday.`);
    return 1;
  }
  process.stdout.write(technionDay(chosen, calls));
  return 0;
}

if (import.meta.main) process.exitCode = main(process.argv[2]);
