import type { CenterRows, Clock } from '../core/ports.ts';
import type { DirectoryRow } from '../core/rows/center.ts';

/** The directory changes with a deployment only, and that starts new processes. */
const keptMilliseconds = 5 * 60_000;

/** Reads the directory, and not again for some minutes once there is one. */
export function keptDirectory(
  centerRows: Pick<CenterRows, 'directory'>,
  clock: Clock,
): () => Promise<DirectoryRow | undefined> {
  let kept: { directory: DirectoryRow | undefined; until: number } | undefined;
  return async () => {
    const now = clock.now();
    if (!kept?.directory || kept.until <= now) {
      kept = { directory: await centerRows.directory(), until: now + keptMilliseconds };
    }
    return kept.directory;
  };
}
