import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { asRequest, readTail } from './logsTail.ts';

const root = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

/** The commands a runbook begins with, as they stand there, without their comments. */
export function commandsOf(alarm: string): string[] {
  const text = readFileSync(`${root}/docs/runbooks/${alarm}.md`, 'utf8');
  const block = /```sh\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  return block.split('\n').flatMap((line) => line.replace(/\s+#.*$/, '').trim() || []);
}

export interface Tried {
  /** What went wrong; undefined when nothing did. */
  readonly fault?: string;
  readonly ran: boolean;
}

/**
 * Types a runbook's command. `folder` is one in which a local center runs, `contactId` somebody to explain. Those of
 * Nohold run against that center; those of AWS are read by AWS's own command line, and do not run without it.
 */
export async function tryCommand(
  command: string,
  { folder, contactId, logGroups }: { folder: string; contactId: string; logGroups: ReadonlySet<string> },
): Promise<Tried> {
  const typed = command
    .replace('CONTACT', contactId)
    .replace('START', '2026-11-23T13:00:00Z')
    .replace('END', '2026-11-23T14:00:00Z');
  const [program, ...rest] = typed.split(' ');
  if (program === 'npx' && rest[0] === 'nohold') return noholdSays(rest.slice(1), folder);
  if (program === 'aws' && rest[0] === 'logs' && rest[1] === 'tail') return tailIsRight(typed, logGroups);
  if (program === 'aws') return awsKnows(typed.slice('aws '.length));
  return { ran: true, fault: `${command}: neither Nohold's nor AWS's` };
}

/** Commands of this computer alone know no center. */
const ofNoCenter = new Set(['check']);

async function noholdSays(args: string[], folder: string): Promise<Tried> {
  const local = ofNoCenter.has(args[0] ?? '') ? [resolve(root, 'nohold.config.json')] : ['--local'];
  try {
    await run(process.execPath, [resolve(root, 'bin/cli.ts'), ...args, ...local], { cwd: folder });
    return { ran: true };
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: number; stdout?: string; stderr?: string };
    // With 1 and nothing to complain of it answers, and the answer is bad news: something is ill, letters are left.
    if (code === 1 && stdout !== '' && stderr === '') return { ran: true };
    return { ran: true, fault: `nohold ${args.join(' ')} ended with ${code}: ${stderr || stdout}` };
  }
}

/** A port of this machine at which nobody listens. */
const nobody = 'http://127.0.0.1:9';

/** `logs tail` came with the second version: without it the line is judged by its table, its request by the first. */
async function tailIsRight(typed: string, logGroups: ReadonlySet<string>): Promise<Tried> {
  try {
    const tail = readTail(typed);
    if (!logGroups.has(tail.logGroup)) throw new RangeError(`${tail.logGroup}: the stack has no such log group`);
    const { stdout, stderr } = await run('aws', ['--version']).catch(() => ({ stdout: '', stderr: '' }));
    const isFirst = /^aws-cli\/1\./.test(stdout || stderr);
    return awsKnows(isFirst ? asRequest(tail) : typed.slice('aws '.length));
  } catch (error) {
    return { ran: true, fault: `${typed}: ${error instanceof Error ? error.message : error}` };
  }
}

/** Sent to nobody: it is right when all that fails is the connection. */
async function awsKnows(words: string): Promise<Tried> {
  const keys = { AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none', AWS_DEFAULT_REGION: 'us-east-1' };
  const env = { ...process.env, ...keys, AWS_MAX_ATTEMPTS: '1', AWS_PAGER: '' };
  const said = await run('sh', ['-c', `aws ${words} --endpoint-url ${nobody}`], { env }).catch(
    ({ stderr }: { stderr?: string }) => ({ stderr: stderr ?? '' }),
  );
  if (/Could not connect to the endpoint URL/.test(said.stderr)) return { ran: true };
  return /not found/.test(said.stderr) ? { ran: false } : { ran: true, fault: `aws ${words}: ${said.stderr}` };
}
