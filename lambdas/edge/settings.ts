import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';

/** The settings that were bundled beside this function, checked when they were written. Read once, at cold start. */
export function bundledSettings(): RuntimeSettings {
  const path = join(process.env.LAMBDA_TASK_ROOT ?? import.meta.dirname, 'settings.json');
  return JSON.parse(readFileSync(path, 'utf8')) as RuntimeSettings;
}
