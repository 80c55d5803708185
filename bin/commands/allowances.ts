import type { Command } from 'commander';
import { type AllowanceReport, allowanceReport, type GivenCounts } from '../../core/contacts/bentRules.ts';
import { lineIn } from '../../core/contacts/journey.ts';
import { addSeconds, hours } from '../../core/time/units.ts';
import type { CenterChoice } from '../operations/center.ts';
import { everyContact, journeysAmong } from '../operations/contacts.ts';
import { type Answer, answering, BadInput, progress } from '../outcome.ts';
import { center, onCenter } from './target.ts';

export function register(program: Command): void {
  onCenter(program.command('allowances'))
    .description('What agents gave by themselves, where they went beyond a rule and why, and who came back.')
    .option('--days <days>', 'of so many days', '28')
    .action(answering((options: CenterChoice & { days: string }) => allowances(options)));
}

async function allowances(options: CenterChoice & { days: string }): Promise<Answer> {
  const days = Number(options.days);
  if (!Number.isInteger(days) || days < 1 || days > 730)
    throw new BadInput(`--days: expected a whole number from 1 to 730, got "${options.days}".`);
  const operated = await center(options);
  const contacts = await everyContact(operated, progress);
  progress('');
  const journeys = journeysAmong(contacts);
  const now = operated.clock.now();
  const reports = allowanceReport(contacts, (key) => journeys.get(key), lineIn(operated.settings.queues), {
    since: addSeconds(now, hours(-24 * days)),
    now,
  });
  return { json: reports, text: reports.length === 0 ? 'Nothing was given.' : reports.map(sayReport).join('\n') };
}

const sayCounts = ({ given, watched, cameBack }: GivenCounts): string =>
  `${given}${watched === 0 ? '' : `, ${cameBack} of ${watched} came back within seven days`}`;

function sayReport({ allowance, withinRule, beyondRule, reasons }: AllowanceReport): string {
  const why = Object.entries(reasons).map(([reason, count]) => `    ${count} because ${reason}`);
  return [
    allowance,
    `  within the rule: ${sayCounts(withinRule)}`,
    `  beyond the rule: ${sayCounts(beyondRule)}`,
    ...why,
  ].join('\n');
}
