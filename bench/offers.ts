import { availableParallelism, cpus } from 'node:os';
import { runOnWorkers } from '../bin/workerPool.ts';
import { defaultWindowRule } from '../core/callbacks/windowRule.ts';
import type { CallbackTime } from '../core/simulation/center.ts';
import { estimate } from '../core/simulation/estimate.ts';
import { type OfferPolicy, type OfferRun, type OfferTask, unit } from './offersCase.ts';

/*
 * What offering a callback does in a surge, policy by policy, decided by the code that runs in the Lambdas: `node
 * bench/offers.ts [arrivals per seed] [seeds] [part of a policy's name]`. Times in mean handle times; with 5 minutes, .3 are 90 seconds and .1 the
 * 30 seconds after which a waiting caller is asked again. Exit 1 when a goal is missed.
 */
const arrivals = Number(process.argv[2] ?? 300_000);
const seeds = Number(process.argv[3] ?? 10);
const wanted = process.argv[4] ?? '';

const within = (handleTimes: number, reservedAgents = 0): CallbackTime => ({
  kind: 'within',
  withinSeconds: handleTimes * unit,
  rule: { ...defaultWindowRule, reservedAgents },
});

interface Subject extends OfferPolicy {
  /** An independent simulation's figures: offered, abandoned, live mean, live P95, callback mean and P95, served. */
  readonly reference?: readonly [string, string, string, string, string, string, string];
  readonly goal?: { readonly served: number; readonly liveP95: number; readonly latest: number };
}

const subjects: readonly Subject[] = [
  { name: 'none', reference: ['0', '7.20', '.1437', '.521', '-', '-', '92.80'] },
  {
    name: 'place kept, first come first served',
    expectation: 0.3,
    time: { kind: 'keeps-place' },
    reference: ['31.9', '6.10', '.1386', '.604', '.53', '.82', '93.06'],
  },
  {
    name: 'live first, within 4',
    expectation: 0.3,
    time: within(4),
    reference: ['11.8', '5.64', '.1180', '.367', '3.58', '3.74', '94.05'],
  },
  {
    name: 'live first, within 8',
    expectation: 0.3,
    time: within(8),
    reference: ['8.6', '5.15', '.1063', '.324', '6.50', '7.73', '94.63'],
  },
  {
    name: 'live first, no guarantee',
    expectation: 0.3,
    time: within(100_000),
    reference: ['8.5', '4.90', '.1013', '.321', '7.41', '11.5', '94.87'],
  },
  {
    name: 'within 8, 3 agents reserved',
    expectation: 0.3,
    time: within(8, 3),
    reference: ['8.6', '5.09', '.1049', '.326', '6.70', '7.73', '94.68'],
  },
  {
    name: 'within 8, offered from .1',
    expectation: 0.1,
    time: within(8),
    reference: ['24.5', '2.56', '.0566', '.164', '6.35', '7.73', '96.80'],
  },
  {
    name: 'Nohold: within 8, asked again each .1',
    expectation: 0.3,
    time: within(8),
    askAgain: 0.1,
    goal: { served: 0.946, liveP95: 0.324, latest: 8 },
  },
  {
    name: 'Nohold: the same, offered from .1',
    expectation: 0.1,
    time: within(8),
    askAgain: 0.1,
    goal: { served: 0.968, liveP95: 0.164, latest: 8 },
  },
];

async function runsOf({ reference: _, goal: __, ...policy }: Subject): Promise<OfferRun[]> {
  const tasks: OfferTask[] = Array.from({ length: seeds }, (_, index) => ({ policy, seed: index + 1, arrivals }));
  return runOnWorkers(new URL('./offersWorker.ts', import.meta.url), tasks);
}

const started = process.cpuUsage();
console.log(`the surge, 125 for 100 agents: ${seeds} seeds × ${arrivals} arrivals; below each policy the reference`);
const columns = ['offered %', 'abandoned %', 'live mean', 'live P95', 'callback mean', 'P95', 'latest', 'served %'];
console.log(['policy'.padEnd(38), ...columns.map((column) => column.padStart(16))].join(''));
let missed = 0;
for (const subject of subjects.filter(({ name }) => name.includes(wanted))) {
  const own = await runsOf(subject);
  const over = (figure: (run: OfferRun) => number) => estimate(own.map(figure));
  const shown = (figure: (run: OfferRun) => number, digits: number, times = 1) => {
    const { mean, halfWidth } = over(figure);
    return `${(times * mean).toFixed(digits)} ±${(times * halfWidth).toFixed(digits)}`.padStart(16);
  };
  const latest = Math.max(...own.map((run) => run.latestCallback));
  const least = Math.min(...own.map((run) => run.leastOffer));
  console.log(
    [
      subject.name.padEnd(38),
      shown((run) => run.offered, 1, 100),
      shown((run) => run.abandoned, 2, 100),
      shown((run) => run.liveMean, 4),
      shown((run) => run.liveP95, 3),
      shown((run) => run.callbackMean, 2),
      shown((run) => run.callbackP95, 2),
      latest.toFixed(2).padStart(16),
      shown((run) => run.served, 2, 100),
    ].join(''),
  );
  if (subject.reference) {
    const [offered, abandoned, mean, p95, callbackMean, callbackP95, served] = subject.reference;
    const row = [offered, abandoned, mean, p95, callbackMean, callbackP95, '', served];
    console.log(`${' '.repeat(38)}${row.map((figure) => figure.padStart(16)).join('')}`);
  }
  if (subject.expectation !== undefined && least < subject.expectation) {
    missed += 1;
    console.log(`  MISSED: an offer was made at a predicted wait of ${least.toFixed(4)}, below ${subject.expectation}`);
  }
  const { goal } = subject;
  if (!goal) continue;
  const [served, liveP95] = [over((run) => run.served).mean, over((run) => run.liveP95).mean];
  const met = served >= goal.served && liveP95 <= goal.liveP95 && latest <= goal.latest;
  if (!met) missed += 1;
  console.log(
    `  goal: served ≥ ${(100 * goal.served).toFixed(1)} %, live P95 ≤ ${goal.liveP95}, no callback later than ${goal.latest}; least predicted wait at an offer ${least.toFixed(3)}: ${met ? 'met' : 'MISSED'}`,
  );
}
const used = process.cpuUsage(started);
console.log(
  `${Math.round((used.user + used.system) / 1e6)} CPU seconds; ${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.version}`,
);
process.exitCode = missed === 0 ? 0 : 1;
