import type { Command } from 'commander';
import type { Finding } from '../../core/operations/doctor.ts';
import type { CenterChoice } from '../operations/center.ts';
import { examine } from '../operations/doctor.ts';
import { type Answer, answering, BadInput, progress } from '../outcome.ts';
import { center, onCenter } from './target.ts';

interface DoctorOptions extends CenterChoice {
  concurrentCalls?: number;
}

export function register(program: Command): void {
  onCenter(program.command('doctor'))
    .description('Drift between rows and Connect, what is stuck, dead letters, how much room limits leave.')
    .option('--concurrent-calls <n>', "the account's quota; without it, Connect's default of 10", calls)
    .action(answering((options: DoctorOptions) => doctor(options)));
}

function calls(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new BadInput(`--concurrent-calls: expected a whole number from 1, got "${text}".`);
  return value;
}

async function doctor({ concurrentCalls, ...options }: DoctorOptions): Promise<Answer> {
  const findings = await examine(
    await center(options),
    concurrentCalls === undefined ? {} : { concurrentCalls },
    progress,
  );
  progress('');
  const ill = findings.filter(({ state }) => state !== 'good');
  const text = [
    ...findings.map(sayFinding),
    ill.length === 0 ? 'Nothing is wrong.' : `${ill.length} of ${findings.length} need a look.`,
  ];
  return { json: { good: ill.length === 0, findings }, text: text.join('\n'), good: ill.length === 0 };
}

const marks = { good: 'ok  ', bad: 'BAD ', unknown: '?   ' } as const;

const sayFinding = ({ check, state, found, act }: Finding): string =>
  `${marks[state]} ${check}: ${found}${act === '' ? '' : `\n       → ${act}`}`;
