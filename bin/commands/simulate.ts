import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type Estimate, type QueueReport, simulateScenario } from '../../core/simulation/replications.ts';
import { type Scenario, scenarioSchema } from '../../core/simulation/scenario.ts';
import { type Answer, answering, BadInput, progress } from '../outcome.ts';

interface SimulateOptions {
  against?: string;
}

export function register(program: Command): void {
  program
    .command('simulate')
    .description('Runs a what-if scenario many times over and reports each figure with its 95 % confidence interval.')
    .argument('<scenario>', 'SCENARIO.json')
    .option('--against <scenario>', 'a second scenario, met by the same customers, to compare with')
    .action(answering((path: string, options: SimulateOptions) => simulate(path, options)));
}

/** Throws BadInput, naming path and value, when a scenario cannot be read. */
export function simulate(path: string, options: SimulateOptions): Answer {
  const report = run(path);
  if (options.against === undefined) return { json: report, text: report.map(sayQueue).join('\n\n') };
  const other = run(options.against);
  const sides = [
    { title: path, queues: report },
    { title: options.against, queues: other },
  ];
  const text = sides.map(({ title, queues }) => [`== ${title}`, ...queues.map(sayQueue)].join('\n')).join('\n\n');
  return { json: { scenario: report, against: other }, text };
}

function run(path: string): QueueReport[] {
  const scenario = readScenario(path);
  const report = simulateScenario(scenario, (share) => progress(`${path}: ${Math.round(100 * share)} %`));
  progress('');
  return report;
}

function readScenario(path: string): Scenario {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new BadInput(`${path} cannot be read. Give the path of a SCENARIO.json.`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new BadInput(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = scenarioSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`);
  throw new BadInput([`${path} is not a scenario:`, ...mistakes].join('\n'));
}

function sayQueue(report: QueueReport): string {
  const quantiles = report.waitQuantiles;
  const predictorRows = report.predictors.map((figures) => {
    const cover = [figures.covered80, figures.covered90].map((share) => (share ? percent(share) : '')).join('  ');
    const error = Math.sqrt(figures.meanSquaredError.mean).toFixed(1);
    return `  ${figures.predictor.padEnd(9)} error ${error.padStart(7)} s   bias ${number(figures.biasSeconds)} s   ${cover}`.trimEnd();
  });
  return [
    report.queue,
    `  offered ${number(report.offered)}   answered ${number(report.answered)}   abandoned ${number(report.abandoned)}`,
    `  service level ${percent(report.serviceLevel)} within ${report.thresholdSeconds} s   mean wait of answered ${number(report.meanWaitSeconds)} s`,
    `  waits of answered: half within ${number(quantiles.p50)} s, 80 % ${number(quantiles.p80)} s, 90 % ${number(quantiles.p90)} s, 95 % ${number(quantiles.p95)} s`,
    '  predicted waits of those who had to wait, with the scenario known (root mean squared error; 80 and 90 % intervals cover):',
    ...predictorRows,
  ].join('\n');
}

const number = ({ mean, halfWidth }: Estimate): string => `${mean.toFixed(1)} ±${halfWidth.toFixed(1)}`;
const percent = ({ mean, halfWidth }: Estimate): string =>
  `${(100 * mean).toFixed(1)} ±${(100 * halfWidth).toFixed(1)} %`;
