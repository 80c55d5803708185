import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';

/** Where public data for tests and benches lies: NOHOLD_SHARED_DATA, else `../shared/data` beside the repository. */
const folder = process.env.NOHOLD_SHARED_DATA ?? resolve(import.meta.dirname, '../../../shared/data');

/** Undefined where the file exists; otherwise why what needs it did not run. */
export function sharedDataMissing(file: string): string | undefined {
  return existsSync(join(folder, file)) ? undefined : `NOT RUN: ${join(folder, file)} is not there`;
}

/** What the title of a test that is skipped says after it. */
export const whySkipped = (missing: string | undefined): string => (missing === undefined ? '' : ` (${missing})`);

/** The rows of a shared CSV file by column name; `.gz` is unpacked. */
export function sharedRows(file: string): Record<string, string>[] {
  const bytes = readFileSync(join(folder, file));
  return parse(file.endsWith('.gz') ? gunzipSync(bytes) : bytes, { columns: true, bom: true });
}
