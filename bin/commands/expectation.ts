import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { toIso } from '../../core/time/units.ts';
import type { CenterChoice } from '../operations/center.ts';
import {
  acceptExpectation,
  type Effect,
  type Line,
  nameOf,
  type Proposed,
  proposeExpectations,
  type TrackedChange,
  trackedChanges,
} from '../operations/expectation.ts';
import { type Answer, answering, BadInput, progress } from '../outcome.ts';
import { defaultSettingsFile } from '../settingsFile.ts';
import { expectationPlot } from './expectationPlot.ts';
import { center, onCenter } from './target.ts';

interface LineChoice extends CenterChoice {
  queue?: string;
  channel?: string;
  segment?: string;
}

export function register(program: Command): void {
  const group = program
    .command('expectation')
    .description('The wait customers find acceptable: learned from what they do, accepted by a person.');
  const onLine = (command: Command) =>
    onCenter(command)
      .option('--queue <name>', 'this queue; without it, every queue with an expectation')
      .option('--channel <channel>', 'voice or chat; without it, both')
      .option('--segment <name>', 'of customers of this segment; without it, of all the others and of each');
  onLine(group.command('propose'))
    .description('Where customers begin to come back more often, with the evidence. Applies nothing.')
    .option('--days <days>', 'contacts of so many days', '56')
    .option('--plot <file.svg>', 'draw both curves')
    .action(answering((options: LineChoice & { days: string; plot?: string }) => propose(options)));
  onLine(group.command('accept'))
    .description('Writes the proposal, or --seconds with --why, into the settings file; what it was is kept.')
    .option('--seconds <seconds>', 'another number than was proposed')
    .option('--why <words>', 'why another number')
    .action(answering((options: LineChoice & { seconds?: string; why?: string }) => accept(options)));
  onLine(group.command('show'))
    .description('Accepted changes, with the figures of the weeks before and since.')
    .action(answering((options: LineChoice) => show(options)));
}

function lineOf({ queue, channel, segment }: LineChoice): Partial<Line> {
  if (channel !== undefined && channel !== 'voice' && channel !== 'chat')
    throw new BadInput(`--channel: expected voice or chat, got "${channel}".`);
  return {
    ...(queue === undefined ? {} : { queue }),
    ...(channel === undefined ? {} : { channel }),
    ...(segment === undefined ? {} : { segment }),
  };
}

function wholeOf(name: string, text: string, from: number, to: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= from && value <= to) return value;
  throw new BadInput(`${name}: expected a whole number from ${from} to ${to}, got "${text}".`);
}

async function propose(options: LineChoice & { days: string; plot?: string }): Promise<Answer> {
  const days = wholeOf('--days', options.days, 8, 730);
  if (options.plot !== undefined && !options.plot.endsWith('.svg'))
    throw new BadInput(`--plot: expected a file that ends in .svg, got "${options.plot}".`);
  const proposals = await proposeExpectations(await center(options), { ...lineOf(options), days }, progress);
  progress('');
  if (options.plot !== undefined) writeFileSync(options.plot, expectationPlot(proposals));
  return { json: proposals, text: proposals.map(sayProposal).join('\n') };
}

const percent = (share: number | undefined): string => (share === undefined ? '–' : `${(100 * share).toFixed(1)} %`);

function sayProposal({ currentSeconds, proposal, ...line }: Proposed): string {
  const { queue, channel, segment } = line;
  const head = `${nameOf(line)}: settings say ${currentSeconds} s; ${proposal.watchedCount} contacts followed for seven days`;
  if (proposal.kind === 'not-enough-evidence') return `${head}\n  not enough evidence: ${proposal.why}`;
  const { waitSeconds, betweenSeconds, rise, leftByThenShare } = proposal;
  return [
    head,
    `  proposed: ${waitSeconds} s (at least an eighth as likely: ${betweenSeconds[0]} to ${betweenSeconds[1]} s)`,
    `  came back within seven days: ${percent(rise.shareBefore)} before it, ${percent(rise.shareAfter)} after a longer wait`,
    `  would have given up by then: ${percent(leftByThenShare)}`,
    `  accept it: npx nohold expectation accept --queue ${queue} --channel ${channel}${segment === undefined ? '' : ` --segment ${segment}`}`,
  ].join('\n');
}

async function accept(options: LineChoice & { seconds?: string; why?: string }): Promise<Answer> {
  const { queue, channel, segment } = lineOf(options);
  if (queue === undefined || channel === undefined)
    throw new BadInput('Expected --queue and --channel: one expectation is accepted at a time.');
  const accepted = await acceptExpectation(await center(options), options.settings ?? defaultSettingsFile, {
    queue,
    channel,
    ...(segment === undefined ? {} : { segment }),
    ...(options.seconds === undefined ? {} : { waitSeconds: wholeOf('--seconds', options.seconds, 5, 3600) }),
    ...(options.why === undefined ? {} : { why: options.why }),
  });
  const { beforeSeconds, afterSeconds, file } = accepted;
  return {
    json: { ...accepted, at: toIso(accepted.at) },
    text: `${nameOf(accepted)}: ${beforeSeconds} s before, ${afterSeconds} s now, in ${file}. It holds from the next npx cdk deploy.`,
  };
}

async function show(options: LineChoice): Promise<Answer> {
  const changes = await trackedChanges(await center(options), lineOf(options));
  return {
    json: changes.map((change) => ({ ...change, at: toIso(change.at) })),
    text: changes.length === 0 ? 'No expectation was ever accepted.' : changes.map(sayChange).join('\n'),
  };
}

const sayEffect = ({ offeredCount, ...shares }: Effect): string =>
  `${offeredCount} offered, met live ${percent(shares.metLiveShare)}, gave up ${percent(shares.abandonmentShare)}, repeats ${percent(shares.repeatShare)}, settled at once ${percent(shares.settledAtOnceShare)}`;

const sayChange = ({ at, beforeSeconds, afterSeconds, why, before, since, ...line }: TrackedChange): string =>
  [
    `${toIso(at)}  ${nameOf(line)}: ${beforeSeconds} s to ${afterSeconds} s (${why})`,
    `  28 days before: ${sayEffect(before)}`,
    `  since:          ${sayEffect(since)}`,
  ].join('\n');
