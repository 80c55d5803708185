import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A local center that runs, as another process of this user needs to know it. */
export interface RunningCenter {
  readonly processId: number;
  /** The one address of its emulated AWS. */
  readonly endpoint: string;
  readonly region: string;
  /** New in each run: whoever has it may do everything in that center, and nobody else may do anything. */
  readonly accessKeyId: string;
  readonly tableName: string;
  /** Where its board is, which says what time it is there; none in a center without pages. */
  readonly boardUrl?: string;
  readonly settingsPath: string;
}

const fileIn = (folder: string): string => path.join(folder, 'running.json');

/** Where `nohold start` says that it runs. */
export const runningFolder = '.nohold';

/** Readable by this user only: it holds the key to the center. Gives what takes it away again. */
export function announceRunning(center: RunningCenter, folder: string = runningFolder): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(fileIn(folder), JSON.stringify(center, null, 2), { mode: 0o600 });
  return () => {
    // Another center may have been started since: its word stays.
    if (runningCenter(folder)?.processId === center.processId) rmSync(fileIn(folder), { force: true });
  };
}

/** The center that runs here; undefined when there is none, or one that died without saying so. */
export function runningCenter(folder: string = runningFolder): RunningCenter | undefined {
  try {
    const center = JSON.parse(readFileSync(fileIn(folder), 'utf8')) as RunningCenter;
    process.kill(center.processId, 0);
    return center;
  } catch {
    return undefined;
  }
}
