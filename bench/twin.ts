import { spawnSync } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { defaultWindowRule } from '../core/callbacks/windowRule.ts';
import { decideOffer } from '../core/offers/decision.ts';
import { predictWait } from '../core/prediction/predictWait.ts';
import { erlangA } from '../core/queueing/erlangA.ts';
import type { CenterScenario, TwinOffers } from '../core/simulation/center.ts';
import { estimate } from '../core/simulation/estimate.ts';
import { knownModel } from '../core/simulation/knownModel.ts';
import { type LineHooks, type LineScenario, simulateLine } from '../core/simulation/line.ts';
import { simulateCenter } from '../core/simulation/simulateCenter.ts';
import { ratio, seconds } from '../core/time/units.ts';

/*
 * The twin's speed and truth on M/M/100+M, 140 erlangs, patience as long as a contact: every arrival, end of service and
 * giving up is an event of its own. `node bench/twin.ts [customers]`. Exit 1 when a figure leaves the exact law's interval
 * or the line is slower than its goal.
 *
 * Two engines: the *line* (one queue, typed arrays: the predictors' benches and the speed figure) and the *center* (all
 * of it: the router, quotes and ledger that the Lambdas run; `nohold simulate`). Speeds are per CPU second.
 */
const customers = Number(process.argv[2] ?? 1_000_000);
const goalPerSecond = 1_800_000;
const goalRatio = 50;
const load = { agents: 100, arrivalsPerSecond: 140, handleSeconds: 1, patienceSeconds: 1 };
const exact = erlangA(load);
const batches = 20;
const seeds = [1, 2, 3, 4, 5];
/** Of the potential wait: so many stay below. */
const levels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];

interface Run {
  readonly offered: number;
  readonly abandoned: readonly number[];
  /** Shares of waits within each exact quantile, by batch. */
  readonly within: readonly (readonly number[])[];
  readonly perSecond: number;
}

const line: Omit<LineScenario, 'seed' | 'customers'> = {
  arrivals: { kind: 'steady', perSecond: load.arrivalsPerSecond },
  service: { kind: 'exponential', meanSeconds: load.handleSeconds },
  patience: { kind: 'exponential', meanSeconds: load.patienceSeconds },
  agents: load.agents,
};

const offers: TwinOffers = {
  expectation: { waitSeconds: seconds(0.3), confidence: ratio(0.5) },
  promiseKeptShare: ratio(0.8),
  callback: {
    // Nobody accepts: the decisions are taken, and the law stays the exact one.
    acceptedShare: 0,
    time: { kind: 'within', withinSeconds: 8, rule: defaultWindowRule },
    unansweredShare: 0.07,
    lostSeconds: 0.1,
    attempts: 1,
    retrySeconds: 1,
  },
};

/** Predicts and decides for every customer who must wait, as quote-wait does. */
function decidingHooks(): LineHooks {
  const model = knownModel(line);
  return {
    arrive(view) {
      const predicted = predictWait(
        {
          ahead: view.ahead(false),
          aheadBeyond: 0,
          agents: { staffed: view.agents, available: 0, busy: view.agents },
          contactsPerAgent: 1,
        },
        model,
      );
      decideOffer({
        predicted,
        boundSeconds: predicted.kind === 'known' ? predicted.law.meanSeconds : undefined,
        expectation: offers.expectation,
        elapsedSeconds: seconds(0),
        offers: ['window'],
        windowFree: true,
        textReaches: false,
        emailReaches: false,
        customerHasOpenCallback: false,
        mayRingThen: true,
        closesInSeconds: undefined,
        declinedBoundSeconds: undefined,
        lapsingBoundSeconds: undefined,
      });
      return 'hold';
    },
  };
}

const quantiles = levels.map((level) => potentialQuantile(level));

/** Bisection on the exact tail; those served at once waited 0. */
function potentialQuantile(level: number): number {
  let [low, high] = [0, 5];
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (1 - exact.potentialWaitLongerThan(middle) < level) low = middle;
    else high = middle;
  }
  return high;
}

function measured<Result>(run: () => Result): { result: Result; usedSeconds: number } {
  const before = process.cpuUsage();
  const result = run();
  const used = process.cpuUsage(before);
  return { result, usedSeconds: (used.user + used.system) / 1e6 };
}

function runLine(seed: number, count: number, hooks: LineHooks): Run {
  const gone = new Float64Array(count);
  const counting: LineHooks = {
    ...hooks,
    leave: (customer) => {
      gone[customer] = 1;
    },
  };
  const { result, usedSeconds } = measured(() => simulateLine({ ...line, seed, customers: count }, counting));
  const waits = result.potentialSeconds;
  return {
    offered: result.offered,
    abandoned: batchMeans(gone, (left) => left),
    within: quantiles.map((quantile) => batchMeans(waits, (wait) => Number(wait <= quantile))),
    perSecond: count / usedSeconds,
  };
}

/** Abandonment and the answered share within each quantile need no ghosts: the center is held to the actual waits. */
function runCenter(seed: number, count: number, withOffers: boolean): Run {
  const scenario: CenterScenario = {
    seed,
    untilSeconds: count / load.arrivalsPerSecond,
    queues: [
      {
        name: 'all',
        channel: 'voice',
        arrivals: line.arrivals,
        service: line.service,
        patience: line.patience,
        thresholdSeconds: 0.3,
        ...(withOffers && { offers }),
      },
    ],
    profiles: [
      {
        id: 'all',
        concurrency: { voice: 1, chat: 0 },
        whileOn: [],
        queues: [{ queue: 'all', channel: 'voice', priority: 1, delaySeconds: 0 }],
      },
    ],
    crews: [{ profile: 'all', agents: [{ fromSeconds: 0, agents: load.agents }] }],
  };
  const rows: { at: number; left: number; answeredWait: number }[] = [];
  const { result, usedSeconds } = measured(() =>
    simulateCenter(scenario, {
      closed: ({ askedAtSeconds, fate, waitSeconds }) => {
        const left = fate === 'abandoned';
        rows.push({
          at: askedAtSeconds,
          left: Number(left),
          answeredWait: left ? Number.POSITIVE_INFINITY : waitSeconds,
        });
      },
    }),
  );
  rows.sort((one, other) => one.at - other.at);
  const offered = result.queues[0]?.offered ?? 0;
  const answered = Float64Array.from(rows, (row) => row.answeredWait);
  return {
    offered,
    abandoned: batchMeans(
      Float64Array.from(rows, (row) => row.left),
      (left) => left,
    ),
    within: quantiles.map((quantile) => batchMeans(answered, (wait) => Number(wait <= quantile))),
    perSecond: offered / usedSeconds,
  };
}

// Batch means: neighbours share a queue, so customers are no independent sample. The first batch only fills the line.
function batchMeans(values: Float64Array, measure: (value: number) => number): number[] {
  const size = Math.floor(values.length / (batches + 1));
  return Array.from({ length: batches }, (_, batch) => {
    let sum = 0;
    for (let index = (batch + 1) * size; index < (batch + 2) * size; index++) sum += measure(values[index] ?? 0);
    return sum / size;
  });
}

const engines = [
  { name: 'line, hooks off', share: 1, run: (seed: number, count: number) => runLine(seed, count, {}), law: potential },
  {
    name: 'line, hooks on',
    share: 0.2,
    run: (seed: number, count: number) => runLine(seed, count, decidingHooks()),
    law: potential,
  },
  {
    name: 'center, no offers',
    share: 0.1,
    run: (seed: number, count: number) => runCenter(seed, count, false),
    law: served,
  },
  {
    name: 'center, offers on',
    share: 0.1,
    run: (seed: number, count: number) => runCenter(seed, count, true),
    law: served,
  },
];

function potential(quantile: number): number {
  return 1 - exact.potentialWaitLongerThan(quantile);
}

function served(quantile: number): number {
  return exact.servedWithin(quantile);
}

// Bonferroni: all comparisons hold together with 99.9 %.
const comparisons = engines.length * (1 + levels.length);
const confidence = 1 - 0.001 / comparisons;

let holds = true;
let best = 0;
console.log(
  `M/M/100+M, 140 erlangs; ${seeds.length} seeds; intervals of 99.9 % over all ${comparisons} comparisons together`,
);
for (const engine of engines) {
  const count = Math.round(customers * engine.share);
  const runs = seeds.map((seed) => engine.run(seed, count));
  const speed = Math.max(...runs.map((run) => run.perSecond));
  if (engine === engines[0]) best = speed;
  console.log(
    `\n${engine.name}: best ${(speed / 1e6).toFixed(3)} M customers per CPU second, ${count} customers a seed`,
  );
  judge(
    'abandoned',
    exact.probabilityOfAbandoning,
    runs.flatMap((run) => run.abandoned),
  );
  levels.forEach((level, index) => {
    const quantile = quantiles[index] ?? 0;
    const what = engine.law === potential ? `potential wait ≤ its ${level} quantile` : 'answered within';
    judge(
      `${what} ${quantile.toFixed(4)}`,
      engine.law(quantile),
      runs.flatMap((run) => run.within[index] ?? []),
    );
  });
}

function judge(what: string, law: number, seen: readonly number[]): void {
  const { mean, halfWidth } = estimate(seen, confidence);
  const inside = Math.abs(mean - law) <= halfWidth;
  if (!inside) holds = false;
  console.log(
    `  ${what.padEnd(40)} ${mean.toFixed(5)} ±${halfWidth.toFixed(5)}   exact ${law.toFixed(5)}${inside ? '' : '   OUTSIDE'}`,
  );
}

console.log(
  `\nline, hooks off: ${(best / 1e6).toFixed(2)} M customers per CPU second; goal ${(goalPerSecond / 1e6).toFixed(1)} M`,
);
const peers = [
  { name: 'SimPy', command: ['python3', join(import.meta.dirname, 'peers/simpyQueue.py'), '100000'], goal: goalRatio },
  { name: 'simmer', command: ['Rscript', join(import.meta.dirname, 'peers/simmerQueue.R'), '100000'], goal: undefined },
];
for (const { name, command, goal } of peers) {
  const [program = '', ...args] = command;
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) {
    console.log(`${name}: NOT RUN, ${program} does not run it here`);
    continue;
  }
  const peer = JSON.parse(stdout) as { version: string; perSecond: number; abandoned: number };
  const times = best / peer.perSecond;
  const wanted = goal === undefined ? '' : `; goal ≥ ${goal}×`;
  console.log(
    `${name} ${peer.version}: ${Math.round(peer.perSecond)} customers per CPU second, abandoned ${peer.abandoned.toFixed(4)}: the line is ${times.toFixed(0)}× as fast${wanted}`,
  );
  if (goal !== undefined && times < goal) holds = false;
}
console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.version}`);
process.exitCode = holds && best >= goalPerSecond ? 0 : 1;
