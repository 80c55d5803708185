import { type Estimate, estimate } from '../../core/simulation/estimate.ts';
import { createLearner } from '../../core/simulation/learner.ts';
import type { LineScenario } from '../../core/simulation/line.ts';
import type { PredictorFigures } from '../../core/simulation/scoreboard.ts';
import { runTrial } from '../../core/simulation/trial.ts';
import { type Case, unit } from './cases.ts';
import type { Claims } from './report.ts';

/** A predictor's figures with the half widths of their 95 % intervals over independent runs; times in handle times. */
interface Measured {
  readonly predictor: string;
  readonly squared: Estimate;
  readonly bias: Estimate;
  /** In percent. */
  readonly covered80: Estimate;
  readonly covered90: Estimate;
}

/** What a changing rate is about. */
const middlingPerSecond = 85 / unit;

/** The run's whole cycles, and of them those that come before any figure: those of `first` customers at least. */
function extent({ scenario, cycle = 1 }: Case, customers: number, first: number) {
  const perSecond = scenario.arrivals.kind === 'steady' ? scenario.arrivals.perSecond : middlingPerSecond;
  const cycleSeconds = cycle * unit;
  const cyclesOf = (count: number) => count / perSecond / cycleSeconds;
  const before = Math.ceil(cyclesOf(first));
  const cycles = Math.max(before + 1, Math.floor(cyclesOf(customers)));
  return { warmupSeconds: before * cycleSeconds, untilSeconds: cycles * cycleSeconds };
}

/** Until the line is filled. */
const fillingShare = 0.1;

export function trialOf(subject: Case, seed: number, customers: number, first = fillingShare * customers) {
  const { warmupSeconds, untilSeconds } = extent(subject, customers, first);
  // Room for the arrivals of a lucky run: the clock ends it, not the count.
  const scenario: LineScenario = { ...subject.scenario, seed, customers: 2 * customers, untilSeconds };
  return { scenario, warmupSeconds };
}

/** Means over the runs, one run one value. */
function measured(runs: readonly (readonly PredictorFigures[])[]): Measured[] {
  const byPredictor = Map.groupBy(runs.flat(), (entry) => entry.predictor);
  return [...byPredictor].map(([predictor, entries]) => ({
    predictor,
    squared: estimate(entries.map((entry) => entry.meanSquaredError / unit ** 2)),
    bias: estimate(entries.map((entry) => entry.biasSeconds / unit)),
    covered80: estimate(entries.map((entry) => 100 * (entry.covered80 ?? 0))),
    covered90: estimate(entries.map((entry) => 100 * (entry.covered90 ?? 0))),
  }));
}

/** So many independent runs of so many customers each, on seeds one after the other. */
export interface Extent {
  readonly runs: number;
  readonly customers: number;
  readonly firstSeed: number;
}

export function withKnownParameters(claims: Claims, subject: Case, { runs, firstSeed, ...shorter }: Extent): void {
  const customers = shorter.customers * (subject.longer ?? 1);
  const figures = Array.from({ length: runs }, (_, index) => {
    const { scenario, warmupSeconds } = trialOf(subject, firstSeed + index, customers);
    return runTrial(scenario, warmupSeconds, subject.policy).predictors;
  });
  console.log(`\n${subject.name}: ${runs} × ${customers} customers, parameters known`);
  report(claims, subject, measured(figures), {
    named: `${subject.name}, parameters known`,
    squared: subject.goal,
    bias: subject.biasGoal,
    coverPoints: subject.coverGoal,
  });
}

/** So many contacts to learn from before an error counts. */
const learnedFrom = 2000;
/** How much further off than with parameters known. */
const allowedRatio = 1.15;

/** From the start every center has: nothing is known but agents, shift plan and what the line has shown. */
export function withEstimatedParameters(claims: Claims, subject: Case, { runs, customers, firstSeed }: Extent): void {
  const figures = Array.from({ length: runs }, (_, index) => {
    const { scenario, warmupSeconds } = trialOf(subject, firstSeed + index, learnedFrom + customers, learnedFrom);
    return runTrial(scenario, warmupSeconds, subject.policy, createLearner()).predictors;
  });
  console.log(`\n${subject.name}: ${runs} × ${customers} customers after ${learnedFrom}, parameters estimated`);
  report(claims, subject, measured(figures), {
    named: `${subject.name}, parameters estimated`,
    squared: allowedRatio * subject.goal,
    bias: undefined,
    coverPoints: 3,
  });
}

interface Goals {
  readonly named: string;
  readonly squared: number;
  readonly bias: number | undefined;
  readonly coverPoints: number;
}

export function report(claims: Claims, subject: Case, figures: readonly Measured[], goals: Goals): void {
  console.log('predictor    squared error, 95 % interval   anchor     ratio    bias                80/90 % cover');
  for (const { predictor, squared, bias, covered80, covered90 } of figures) {
    const anchor = subject.anchors[predictor];
    const ours = predictor === 'nohold';
    const columns = [
      predictor.padEnd(12),
      `${squared.mean.toExponential(3)} ± ${squared.halfWidth.toExponential(1)}`.padEnd(30),
      (anchor?.toExponential(3) ?? '-').padEnd(10),
      (anchor ? (squared.mean / anchor).toFixed(3) : '-').padEnd(8),
      `${bias.mean.toFixed(4)} ± ${bias.halfWidth.toFixed(4)}`.padEnd(19),
      ours ? `${covered80.mean.toFixed(1)}/${covered90.mean.toFixed(1)}` : '',
    ];
    console.log(columns.join(' '));
    if (!ours) continue;
    const { named } = goals;
    claims.settleAtMost(squared, goals.squared, `${named}: squared error`, (value) => value.toExponential(3));
    if (goals.bias !== undefined) {
      const away = { mean: Math.abs(bias.mean), halfWidth: bias.halfWidth };
      claims.settleAtMost(away, goals.bias, `${named}: bias, either way`, (value) => value.toFixed(4));
    }
    for (const [share, covered] of [
      [80, covered80],
      [90, covered90],
    ] as const) {
      const away = { mean: Math.abs(covered.mean - share), halfWidth: covered.halfWidth };
      const claim = `${named}: cover of the ${share} % interval, points away`;
      claims.settleAtMost(away, goals.coverPoints, claim, (value) => value.toFixed(2));
    }
  }
}
