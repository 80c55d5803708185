import { synth } from '../lib/synth.ts';
import { readSettings } from './settingsFile.ts';

// What local/synthesize.ts runs: `node bin/synthesizeForLocal.ts SETTINGS FOLDER`.
const [settingsPath, outdir = 'cdk.out'] = process.argv.slice(2);
synth(readSettings(settingsPath), { outdir, validate: false });
