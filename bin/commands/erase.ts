import type { Command } from 'commander';
import type { CenterChoice } from '../operations/center.ts';
import { type Erased, type EraseOptions, eraseCustomer } from '../operations/erase.ts';
import { type Answer, answering, progress } from '../outcome.ts';
import { center, onCenter } from './target.ts';

export function register(program: Command): void {
  onCenter(program.command('erase'))
    .description('Erases a customer from every copy: rows, history, dead letters, exports. Totals stay.')
    .option('--number <number>', 'the telephone number, with its country code')
    .option('--customer <key>', 'the key nohold explain shows')
    .option('--exports <path...>', 'files and folders of exports to go through as well')
    .action(answering((options: CenterChoice & EraseOptions) => erase(options)));
}

async function erase(options: CenterChoice & EraseOptions): Promise<Answer> {
  const erased = await eraseCustomer(await center(options), options, progress);
  progress('');
  const waits = Object.values(erased.later).reduce((sum, count) => sum + count, 0);
  return { json: erased, text: sayErased(erased, waits), good: waits === 0 };
}

function sayErased(erased: Erased, waits: number): string {
  const { contactsAtConnect, later } = erased;
  return [
    `${erased.contactsAnonymized} contacts and ${erased.callbacksAnonymized} callbacks are nobody's now; ${erased.rowsRemoved} rows, ${erased.lettersRemoved} dead letters removed; ${erased.callbacksCancelled} open callbacks taken back; ${erased.filesChanged} export files changed.`,
    ...(waits === 0
      ? []
      : [
          `NOT YET: ${Object.entries(later)
            .map(([reason, count]) => `${count} × ${reason}`)
            .join(', ')}. Run it again in some minutes.`,
        ]),
    'Amazon Connect keeps its contact records for 24 months, recordings and transcripts lie in its bucket, and backups of the table hold 35 days.',
    ...(contactsAtConnect.length === 0 ? [] : [`Its ids there: ${contactsAtConnect.join(', ')}`]),
  ].join('\n');
}
