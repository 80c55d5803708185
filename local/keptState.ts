import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Instant, instant } from '../core/time/units.ts';

/** What of a center lies neither in its tables nor in its queues. */
export interface KeptState {
  readonly at: Instant;
  /** Ids are drawn from it: a restart with another seed would know none of them. */
  readonly seed: number;
  /** What LocalConnect.snapshot gave. */
  readonly connect: unknown;
}

const fileIn = (stateDir: string): string => path.join(stateDir, 'center.json');

/** The state a former run left in the folder; undefined when there is none. */
export function readKeptState(stateDir: string): KeptState | undefined {
  const file = fileIn(stateDir);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as KeptState) : undefined;
}

/** A center that dies while this writes leaves the former state whole. */
export function writeKeptState(stateDir: string, state: KeptState): void {
  const draft = `${fileIn(stateDir)}.draft`;
  writeFileSync(draft, JSON.stringify(state));
  renameSync(draft, fileIn(stateDir));
}

/** The instant at which the center that kept its state there ended: where its clock goes on. */
export function restoredInstant(stateDir: string): Instant | undefined {
  const at = readKeptState(stateDir)?.at;
  return at === undefined ? undefined : instant(at);
}
