import { toIso } from '../../core/time/units.ts';
import type { VirtualTime } from './virtualTime.ts';

/** What happened, in order: the same for the same seed, to the letter. */
export interface Trace {
  note(what: string): void;
  readonly lines: string[];
}

export function traceOf(time: VirtualTime): Trace {
  const lines: string[] = [];
  return { lines, note: (what) => void lines.push(`${toIso(time.now()).slice(5, 23)} ${what}`) };
}

/** The lines that speak of one of these ids. */
export const linesAbout = (lines: readonly string[], ids: readonly string[]): string[] =>
  lines.filter((line) => ids.some((id) => line.includes(id)));
