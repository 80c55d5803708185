import { Command, CommanderError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { exitCodes, reportFailure } from './outcome.ts';

/** A file in bin/commands: adds its command, of the file's name, to the program. */
interface CommandFile {
  register(program: Command): void;
}

/** Only the file of the command that was asked for is loaded: `check` must not wait for the local center to load. */
const commands: { name: string; summary: string; load: () => Promise<CommandFile> }[] = [
  {
    name: 'start',
    summary: 'run the whole center on this machine, with its pages',
    load: () => import('./commands/start.ts'),
  },
  {
    name: 'check',
    summary: 'check the settings; say what they deploy, what it costs and which quotas it needs',
    load: () => import('./commands/check.ts'),
  },
  {
    name: 'forecast',
    summary: 'contacts and handle time per interval from a history, with quantiles',
    load: () => import('./commands/forecast.ts'),
  },
  {
    name: 'backtest',
    summary: 'how well each forecast method does on your own history',
    load: () => import('./commands/backtest.ts'),
  },
  {
    name: 'replay',
    summary: 'compare predicted waits with what really happened, call by call',
    load: () => import('./commands/replay.ts'),
  },
  {
    name: 'staff',
    summary: 'say how many agents a forecast needs, and where the schedule has too few',
    load: () => import('./commands/staff.ts'),
  },
  {
    name: 'simulate',
    summary: 'ask what-if: a scenario, many replications, confidence intervals',
    load: () => import('./commands/simulate.ts'),
  },
  {
    name: 'callbacks',
    summary: 'what was promised: list, show, cancel, reconcile; freeze and unfreeze all dialling',
    load: () => import('./commands/callbacks.ts'),
  },
  {
    name: 'allowances',
    summary: 'what agents gave by themselves, where rules were bent and what that did',
    load: () => import('./commands/allowances.ts'),
  },
  {
    name: 'expectation',
    summary: 'learn how long customers find acceptable to wait; propose, accept, show what it did',
    load: () => import('./commands/expectation.ts'),
  },
  {
    name: 'explain',
    summary: 'everything known of a contact, in order',
    load: () => import('./commands/explain.ts'),
  },
  {
    name: 'erase',
    summary: 'erase a customer from every copy; totals stay',
    load: () => import('./commands/erase.ts'),
  },
  {
    name: 'redrive',
    summary: 'send dead letters back to work; safe to repeat',
    load: () => import('./commands/redrive.ts'),
  },
  {
    name: 'doctor',
    summary: 'what is stuck, what differs from Connect, how much room limits leave',
    load: () => import('./commands/doctor.ts'),
  },
];

const closing = `
nohold <command> --help shows the command's own options.
Exit codes: 0 good, 1 the input is wrong (the message says what to write), 2 a failure of ours or of the world.

  nohold start              hear it: dial in from the page that opens
  nohold check              before you deploy
  npx cdk deploy            deploy what check described`;

async function programFor(argv: readonly string[]): Promise<Command> {
  const program = new Command('nohold')
    .description(
      'A contact-center queue on AWS that tells each caller an honest wait and offers a callback when it is too long.',
    )
    .version(packageJson.version, '-v, --version', 'print the version')
    .option('--json', 'print the answer as JSON')
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .showSuggestionAfterError()
    .addHelpText('after', closing);
  const words = argv.filter((word) => !word.startsWith('-') && word !== 'help');
  const asked = commands.find((command) => command.name === words[0]);
  for (const command of commands) {
    if (command === asked) (await command.load()).register(program);
    else program.command(command.name).description(command.summary);
  }
  for (const command of program.commands) {
    prepare(command);
    if (command.summary() === '')
      command.summary(commands.find((entry) => entry.name === command.name())?.summary ?? '');
  }
  return program;
}

/** What every command has, and every command of a command. */
function prepare(command: Command): void {
  command.exitOverride().configureOutput({ outputError: () => {} });
  if (!command.options.some((option) => option.long === '--json')) command.option('--json', 'print the answer as JSON');
  for (const inner of command.commands) prepare(inner);
}

/** Runs a command line and gives its exit code. */
export async function runCommand(argv: readonly string[]): Promise<number> {
  try {
    const program = await programFor(argv);
    if (argv.length === 0) {
      program.outputHelp();
      return exitCodes.good;
    }
    await program.parseAsync([...argv], { from: 'user' });
    return Number(process.exitCode ?? exitCodes.good);
  } catch (error) {
    if (error instanceof CommanderError) return commanderOutcome(error);
    return reportFailure(error, argv.includes('--json'));
  }
}

/** Commander throws for --help too; what it refuses is bad input. */
function commanderOutcome(error: CommanderError): number {
  if (error.exitCode === 0) return exitCodes.good;
  const [wrong = '', meant = ''] = error.message.replace(/^error: /, '').split('\n');
  process.stderr.write(
    `${wrong.replace(/\.$/, '')}.${meant === '' ? '' : ` ${meant.slice(1, -1)}`} See nohold --help.\n`,
  );
  return exitCodes.badInput;
}
