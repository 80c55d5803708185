import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Json = { [key: string]: Json } & Record<string, unknown>;

/** The shipped settings with a change, in a file of their own. */
export function changedSettings(change: (settings: Json) => void): string {
  const settings = JSON.parse(readFileSync('nohold.config.json', 'utf8')) as Json;
  change(settings);
  const file = join(mkdtempSync(join(tmpdir(), 'nohold-settings-')), 'nohold.config.json');
  writeFileSync(file, JSON.stringify(settings));
  return file;
}
