import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const program = path.resolve(import.meta.dirname, '../bin/synthesizeForLocal.ts');
/** A quarter of the time goes into compiling the CDK, unless V8 finds it compiled by the process before. */
const compileCache = path.resolve(import.meta.dirname, '../node_modules/.cache/nohold-synthesizer');

/**
 * Synthesizes the settings in a process of its own, as the CDK is large and of no use afterwards; answers the folder.
 *
 * `npm test` and `npx cdk synth` validate the template; here only its content matters.
 */
export async function synthesize(settingsPath: string, outdir?: string): Promise<string> {
  const folder = outdir ?? (await mkdtemp(path.join(tmpdir(), 'nohold-cdk-')));
  const child = spawn(process.execPath, [program, settingsPath, folder], {
    env: { NODE_COMPILE_CACHE: compileCache, ...process.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const complaints: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (status !== 0)
    throw new Error(`${settingsPath} could not be synthesized:\n${Buffer.concat(complaints).toString()}`);
  return folder;
}
