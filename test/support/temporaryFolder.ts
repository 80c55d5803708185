import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What tests leave in the system's temporary folder, half a gigabyte, goes when they are over. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'nohold-tests-'));
  // Where Node looks on any system; processes that are started from here on look there too.
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
