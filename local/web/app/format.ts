import type { Figure } from '../messages.ts';

/** What stands where a figure is not known: never a zero. */
export const unknownText = 'unknown';

/** A figure older than this says nothing of now, and is greyed. */
export const staleAfterSeconds = 180;

/** As people say it: 45 s, 3 min, 1 h 20 min. Negative durations count as none. */
export function duration(totalSeconds: number): string {
  const whole = Math.max(0, Math.round(totalSeconds));
  if (whole < 90) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** A stopwatch: 0:07, 12:30, 1:02:03. */
export function stopwatch(totalSeconds: number): string {
  const whole = Math.max(0, Math.floor(totalSeconds));
  const pad = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
}

/** "2 to 5 min": both ends in the unit of the larger one, so that they can be compared at a glance. */
export function durationRange(leastSeconds: number, mostSeconds: number): string {
  if (duration(leastSeconds) === duration(mostSeconds)) return duration(mostSeconds);
  if (mostSeconds < 90) return `${Math.round(leastSeconds)} to ${Math.round(mostSeconds)} s`;
  if (mostSeconds >= 3600) return `${duration(leastSeconds)} to ${duration(mostSeconds)}`;
  const least = Math.round(leastSeconds / 60);
  const most = Math.round(mostSeconds / 60);
  if (least === most) return `about ${most} min`;
  return least === 0 ? `up to ${most} min` : `${least} to ${most} min`;
}

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** A number and its unit stay on one line. */
export const keepUnits = (text: string): string => text.replaceAll(/(\d) (s|min|h|%)\b/g, '$1\u00a0$2');

/** Few digits, never more than say something. */
export function number(value: number): string {
  if (Number.isInteger(value)) return String(value);
  if (Math.abs(value) >= 100) return String(Math.round(value));
  return Math.abs(value) >= 1 ? value.toFixed(1) : String(Number(value.toPrecision(2)));
}

export function timeOfDay(at: number, timeZone: string, withSeconds = false): string {
  const second = withSeconds ? ({ second: '2-digit' } as const) : {};
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', ...second }).format(at);
}

/** +18005550199 → +1 800 555 0199; other countries as they are. */
export const phoneNumber = (e164: string): string => e164.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '+1 $1 $2 $3');

export type Freshness = { kind: 'unknown' } | { kind: 'stale' | 'fresh'; ageSeconds: number };

export function freshness(figure: Figure, now: number, periodSeconds = 0): Freshness {
  if (figure.value === null || figure.at === null) return { kind: 'unknown' };
  // A value of a period is as old as the end of that period.
  const ageSeconds = Math.max(0, (now - figure.at) / 1000 - periodSeconds);
  return { kind: ageSeconds > staleAfterSeconds ? 'stale' : 'fresh', ageSeconds };
}

/** What a figure rests on: "n 42 · 20 s ago". Empty when it is one thing alone and of now. */
export function basis(figure: Figure, now: number, periodSeconds = 0): string {
  const fresh = freshness(figure, now, periodSeconds);
  const count = figure.n === undefined ? [] : [`n ${figure.n}`];
  if (fresh.kind === 'unknown') return count.join('');
  const age = fresh.ageSeconds < 2 ? [] : [`${duration(fresh.ageSeconds)} ago`];
  return [...count, ...age].join(' · ');
}

/** The unit of a chart, which its title names last: "…, seconds", "…, %"; else it counts what the title speaks of. */
export function unitOf(title: string): string {
  const named = /, (seconds|s|milliseconds|%|runs|messages|dollars|contacts)$/.exec(title)?.[1];
  if (named !== undefined) return named === 's' ? 'seconds' : named;
  if (/by the minute$/.test(title)) return 'a minute';
  if (/share of/.test(title)) return 'share';
  return /agents/i.test(title) ? 'agents' : 'contacts';
}

/** Half a contact or agent is none; seconds, shares and dollars have parts. */
export const isCounted = (unit: string): boolean =>
  ['contacts', 'agents', 'runs', 'messages', 'a minute'].includes(unit);
