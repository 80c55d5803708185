import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { parseJsonWithComments } from '../../core/settings/jsonc.ts';
import { differences, type QueueDifference } from '../../core/simulation/comparison.ts';
import type { QueueFigures } from '../../core/simulation/queueFigures.ts';
import { reportsOf } from '../../core/simulation/replications.ts';
import { parseScenario, type Scenario } from '../../core/simulation/scenario.ts';
import { type Answer, answering, BadInput, progress } from '../outcome.ts';
import { sayDifference, sayQueue } from '../simulationText.ts';
import { runOnWorkers } from '../workerPool.ts';

interface SimulateOptions {
  against?: string;
  workers?: string;
}

export function register(program: Command): void {
  program
    .command('simulate')
    .description('Runs a what-if scenario many times over and reports each figure with its 95 % confidence interval.')
    .argument('<scenario>', 'SCENARIO.json')
    .option('--against <scenario>', 'a second scenario, met by the same customers, to compare with')
    .option('--workers <number>', 'threads to run on; the figures are the same with any number (default: all cores)')
    .action(answering((path: string, options: SimulateOptions) => simulate(path, options)));
}

/** Throws BadInput or SettingsError, naming path and value, when a scenario cannot be read. */
export async function simulate(path: string, options: SimulateOptions): Promise<Answer> {
  const workers = workersOf(options.workers);
  const scenario = readScenario(path);
  // The same customers on both sides: one seed and as many replications, those of the first scenario.
  const { seed, replications } = scenario;
  const other = options.against === undefined ? undefined : { ...readScenario(options.against), seed, replications };
  const scenarios = other ? [scenario, other] : [scenario];
  const tasks = scenarios.flatMap((each) =>
    Array.from({ length: replications }, (_, replication) => ({ scenario: each, replication })),
  );
  const script = new URL('../simulationWorker.ts', import.meta.url);
  const runs = await runOnWorkers<unknown, readonly QueueFigures[]>(script, tasks, { workers, done: showProgress });
  progress('');
  const first = runs.slice(0, replications);
  const report = reportsOf(scenario, first);
  if (!other || options.against === undefined) return { json: report, text: report.map(sayQueue).join('\n\n') };
  const second = runs.slice(replications);
  const against = reportsOf(other, second);
  const difference = differences([scenario, other], [first, second]);
  return {
    json: { scenario: report, against, difference },
    text: [
      [`== ${path}`, ...report.map(sayQueue)].join('\n'),
      [`== ${options.against}`, ...against.map(sayQueue)].join('\n'),
      comparisonText(path, options.against, difference),
    ].join('\n\n'),
  };
}

function comparisonText(path: string, against: string, difference: readonly QueueDifference[]): string {
  const title = `== ${against} less ${path}, the same customers on both sides (* : 0 is outside the 95 % interval)`;
  const rows = difference.map(sayDifference);
  return [title, ...(rows.length > 0 ? rows : ['no queue of one name in both'])].join('\n');
}

function workersOf(given: string | undefined): number {
  if (given === undefined) return availableParallelism();
  const workers = Number(given);
  if (Number.isInteger(workers) && workers >= 1 && workers <= 256) return workers;
  throw new BadInput(`--workers: expected a whole number from 1 to 256, got "${given}".`);
}

const barWidth = 30;

function showProgress(share: number): void {
  const filled = Math.round(share * barWidth);
  progress(`[${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}] ${Math.round(100 * share)} %`);
}

function readScenario(path: string): Scenario {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new BadInput(`${path} cannot be read. Give the path of a SCENARIO.json.`);
  }
  return parseScenario(parseJsonWithComments(text, path), path);
}
