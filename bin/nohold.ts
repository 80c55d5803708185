import { synth } from '../lib/synth.ts';
import { reportFailure } from './outcome.ts';
import { readSettings } from './settingsFile.ts';

// The app of cdk.json. The CLI names the directory to fill and hands over the context (`-c settings=other.json`).
const { settings } = JSON.parse(process.env.CDK_CONTEXT_JSON ?? '{}') as { settings?: string };

try {
  synth(readSettings(settings), { outdir: process.env.CDK_OUTDIR ?? 'cdk.out' });
} catch (error) {
  process.exitCode = reportFailure(error, false);
}
