import type { Command } from 'commander';
import type { CenterChoice } from '../operations/center.ts';
import { type QueueRedriven, type RedriveOptions, redrive } from '../operations/redrive.ts';
import { type Answer, answering, progress } from '../outcome.ts';
import { center, onCenter } from './target.ts';

export function register(program: Command): void {
  onCenter(program.command('redrive').argument('[queues...]', 'names as doctor shows them; without any, all'))
    .description('Judges every dead letter and sends back what may succeed now. Safe to repeat.')
    .option('--dry-run', 'only say what it would do')
    .option('--discard-poison', 'take out for good what would fail again')
    .action(answering((names: string[], options: CenterChoice & RedriveOptions) => run(names, options)));
}

async function run(names: readonly string[], options: CenterChoice & RedriveOptions): Promise<Answer> {
  const done = await redrive(await center(options), names, options, (queue, letters) =>
    progress(`${queue}: ${letters} letters`),
  );
  progress('');
  const text = done.flatMap((one) => sayQueue(one, options.dryRun === true));
  // What is left needs a person: the code says so, whoever runs this every night.
  return { json: done, text: text.join('\n'), good: done.every(({ left }) => left === 0) };
}

function sayQueue(one: QueueRedriven, dryRun: boolean): string[] {
  const { queue, sentBack, settled, left, discarded, reasons } = one;
  const would = dryRun ? 'would be ' : '';
  return [
    `${queue}: ${sentBack} ${would}sent back, ${settled} ${would}taken out as settled, ${discarded} ${would}discarded, ${left} left`,
    ...Object.entries(reasons).map(([reason, count]) => `  ${count} × ${reason}`),
  ];
}
