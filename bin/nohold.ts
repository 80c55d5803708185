import { readFileSync } from 'node:fs';
import { parseSettings } from '../core/settings/parse.ts';
import { SettingsError } from '../core/settings/settingsError.ts';
import { synth } from '../lib/synth.ts';

// The app of cdk.json. The CLI names the directory to fill and hands over the context (`-c settings=other.json`).
const context = JSON.parse(process.env.CDK_CONTEXT_JSON ?? '{}') as { settings?: string };
const path = context.settings ?? 'nohold.config.json';

try {
  synth(parseSettings(JSON.parse(readFileSync(path, 'utf8')), path), { outdir: process.env.CDK_OUTDIR ?? 'cdk.out' });
} catch (error) {
  if (!(error instanceof SettingsError || error instanceof SyntaxError || isMissingFile(error))) throw error;
  process.stderr.write(`${error instanceof SyntaxError ? `${path}: ` : ''}${error.message}\n`);
  process.exitCode = 1;
}

/** ENOENT and its like: the message already names the file. */
function isMissingFile(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'path' in error;
}
