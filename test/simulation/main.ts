import { parseArgs } from 'node:util';
import { wholeNumber } from '../support/wholeNumbers.ts';
import { tryCrashpoints } from './crashpoints.ts';
import { drain } from './drain.ts';
import { faultKinds, mishaps } from './faults.ts';
import { keptAnswers } from './kept.ts';
import { markedCustomers } from './marked.ts';
import { judgeByTests } from './mutants/byTests.ts';
import { explainAlive } from './mutants/explained.ts';
import { type Hunted, hunt } from './mutants/hunt.ts';
import type { Mutant } from './mutants/mutant.ts';
import { sideEffectOf, tryPairs } from './pairs.ts';
import { type ProfileName, profiles } from './profiles.ts';
import { type RunResult, runSeed, shortest } from './run.ts';
import type { SeedAnswer, SeedJob } from './seedThread.ts';
import { spellings } from './spellings.ts';
import { NotWhole, type Spreading, spread } from './threads.ts';
import { waitingAfterLoss } from './waiting.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '100' },
    first: { type: 'string', default: '1' },
    profile: { type: 'string', default: 'hard' },
    share: { type: 'string', default: '1' },
    /** How many of the seeds, from the first, are run twice. */
    twice: { type: 'string', default: '0' },
    /** How many callbacks `drain` has fall due. */
    callbacks: { type: 'string', default: '5000' },
    /** How many runs `pairs` makes at most. */
    runs: { type: 'string', default: '1500' },
    /** What side effects of `pairs` are told apart by: `lines`, `functions`, `ways`. */
    by: { type: 'string', default: 'lines' },
    /** How many customers of `marked`. */
    people: { type: 'string', default: '1000' },
    /** As many as there are cores, unless said. */
    threads: { type: 'string' },
    /** A file that keeps what was done, and begins no more after so many seconds: a long run in pieces. */
    keep: { type: 'string' },
    seconds: { type: 'string' },
    trace: { type: 'boolean', default: false },
    /** Mutants whose kind or name holds this. */
    only: { type: 'string' },
  },
});
if (!(values.profile in profiles)) throw new RangeError(`--profile: expected ${Object.keys(profiles).join(', ')}`);
const profile = values.profile as ProfileName;
const began = performance.now();
const spreading: Spreading = {
  threads: values.threads === undefined ? undefined : wholeNumber('--threads', values.threads),
  kept: values.keep === undefined ? undefined : keptAnswers(values.keep),
  stopsAt: values.seconds === undefined ? undefined : began + 1000 * wholeNumber('--seconds', values.seconds),
};
const elapsed = (): string => `${((performance.now() - began) / 1000).toFixed(0)} s`;
const percent = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;

try {
  await run(positionals[0]);
} catch (error) {
  if (!(error instanceof NotWhole)) throw error;
  console.log(`NOT WHOLE: ${error.message}`);
  process.exitCode = 3;
}

async function run(what: string | undefined): Promise<void> {
  if (what === 'crashpoints') await crashpoints(Number(values.share));
  else if (what === 'pairs') await pairs(Number(values.share), wholeNumber('--runs', values.runs));
  else if (what === 'waiting') await waiting(wholeNumber('--seeds', values.seeds));
  else if (what === 'marked') await marked(wholeNumber('--people', values.people));
  else if (what === 'drain') await drainAll(wholeNumber('--callbacks', values.callbacks));
  else if (what === 'mutants') await mutants();
  else if (values.seed !== undefined) await oneSeed(wholeNumber('--seed', values.seed));
  else
    await manySeeds(
      wholeNumber('--first', values.first),
      wholeNumber('--seeds', values.seeds),
      wholeNumber('--twice', values.twice),
    );
}

async function crashpoints(share: number): Promise<void> {
  const { places, runs, missed, broken } = await tryCrashpoints([1, 2, 3, 4, 5, 6, 7, 8], share, spreading);
  console.log(
    `${places.size} places, ${runs} faults planted, ${missed.length} missed, ${broken.length} broke something`,
  );
  for (const place of missed) console.log(`MISSED ${place}`);
  for (const { place, kind, seed, what } of broken) console.log(`BROKEN ${kind} at ${place} (seed ${seed}): ${what}`);
  console.log(elapsed());
  if (missed.length + broken.length > 0) process.exitCode = 1;
}

async function pairs(share: number, mostRuns: number): Promise<void> {
  const onRound = (hit: number, all: number, runs: number): void =>
    console.log(`${hit} of ${all} pairs have struck together in ${runs} runs; ${elapsed()}`);
  if (!(values.by in sideEffectOf)) throw new RangeError(`--by: expected ${Object.keys(sideEffectOf).join(', ')}`);
  const found = await tryPairs({
    // Evenings that pass more places than most.
    seeds: [10, 22, 23, 26],
    mostRuns,
    by: values.by as keyof typeof sideEffectOf,
    share,
    spreading,
    onRound,
  });
  console.log(
    `${found.sideEffects} side effects, ${found.pairs} pairs of faults (${found.apart} more at some that no run passes both), ${found.hit} hit (${percent(found.hit, found.pairs)}) in ${found.runs} runs, ${found.broken.length} broke something; ${elapsed()}`,
  );
  for (const pair of found.missed.slice(0, 40)) console.log(`MISSED ${pair}`);
  for (const { planted, seed, what } of found.broken) {
    console.log(
      `BROKEN seed ${seed}: ${what}, by ${planted.map(({ kind, place }) => `${kind} at ${place}`).join('; ')}`,
    );
  }
  if (found.missed.length + found.broken.length > 0) process.exitCode = 1;
}

async function waiting(count: number): Promise<void> {
  const { wrongAfterTwoSweeps, ...figures } = await waitingAfterLoss(Array.from({ length: count }, (_, at) => at + 1));
  console.log({ ...figures, wrongAfterTwoSweeps: wrongAfterTwoSweeps.length }, elapsed());
  for (const what of wrongAfterTwoSweeps.slice(0, 20)) console.log(`WRONG ${what}`);
  if (wrongAfterTwoSweeps.length > 0) process.exitCode = 1;
}

async function marked(people: number): Promise<void> {
  const { shown, ...figures } = await markedCustomers(people, 1);
  const total = Object.values(shown).reduce((sum, count) => sum + count, 0);
  console.log({ ...figures, spellings: Object.keys(spellings) }, elapsed());
  console.log(total === 0 ? 'no number found' : { shown });
  if (total > 0) process.exitCode = 1;
}

async function drainAll(callbacks: number): Promise<void> {
  const { violations, ...figures } = await drain({ seed: 1, callbacks, profile: 'real', agents: 700 });
  console.log(figures, elapsed());
  for (const { invariant, what } of violations) console.log(`BROKEN ${invariant}: ${what}`);
  if (violations.length > 0) process.exitCode = 1;
}

async function mutants(): Promise<void> {
  const terms = {
    seeds: wholeNumber('--seeds', values.seeds),
    only: values.only,
    share: Number(values.share),
    spreading,
  };
  const says = ({ kind, name }: Mutant): string => `${kind}: ${name}`;
  const { asItIs, hunted } = await hunt(terms, ({ mutant, answer: { killedBy } }) => {
    if (killedBy) console.log(`found by ${killedBy.invariant} (${killedBy.profile} ${killedBy.seed}): ${says(mutant)}`);
  });
  const isFound = ({ answer }: Hunted): boolean => answer.killedBy !== undefined;
  const left = hunted.filter((one) => !isFound(one)).map(({ mutant }) => mutant);
  const judged = await judgeByTests(left, spreading, ({ mutant, foundBy }) => {
    if (foundBy !== undefined) console.log(`found by ${foundBy}: ${says(mutant)}`);
  });
  const alive = judged.filter(({ foundBy }) => foundBy === undefined).map(({ mutant }) => mutant);
  const { same, unexplained, stale } = explainAlive(alive);
  for (const { mutant, why } of same) console.log(`CHANGES NOTHING ${says(mutant)}: ${why}`);
  for (const mutant of unexplained) console.log(`ALIVE ${says(mutant)}`);
  for (const what of stale) console.log(`STALE ${what}`);
  const runs = hunted.reduce((sum, { answer }) => sum + answer.runs, 0);
  console.log(
    `${hunted.length} mutants: ${hunted.length - left.length} found by the checker in ${runs} runs, ${left.length - alive.length} by tests, ${same.length} change nothing, ${unexplained.length} alive; ${elapsed()}`,
  );
  if (asItIs.killedBy || asItIs.threw) console.log('BROKEN without any mutant', asItIs);
  if (unexplained.length + stale.length > 0 || asItIs.killedBy || asItIs.threw) process.exitCode = 1;
}

async function oneSeed(seed: number): Promise<void> {
  const run = await runSeed({ seed, profile });
  if (values.trace) console.log(run.lines.join('\n'));
  console.log(`seed ${seed}, profile ${profile}: ${run.struck.length} faults, ended`, run.states);
  for (const { invariant, what } of run.violations) console.log(`BROKEN ${invariant}: ${what}`);
  for (const [invariant, failed] of firstByInvariant(run.violations.length > 0 ? [run] : [])) {
    await explain(invariant, failed);
  }
  if (run.violations.length > 0) process.exitCode = 1;
}

async function manySeeds(first: number, count: number, twice: number): Promise<void> {
  const jobs = Array.from({ length: count }, (_, index): SeedJob => {
    return { seed: first + index, profile, twice: index < twice };
  });
  const states: Record<string, number> = {};
  const faults: Record<string, number> = Object.fromEntries([...faultKinds, ...mishaps].map((kind) => [kind, 0]));
  const control = { callbacks: 0, duplicated: 0, answeredTwice: 0, unfinished: 0 };
  const failed: SeedAnswer[] = [];
  const differ: number[] = [];
  const missed: Record<string, number> = {};
  let [reachable, reached, outOfRoom, events, cpuSeconds] = [0, 0, 0, 0, 0];
  await spread<SeedJob, SeedAnswer>(new URL('seedThread.ts', import.meta.url), jobs, spreading, (answer) => {
    reachable += answer.reach.reachable;
    reached += answer.reach.reached;
    events += answer.events;
    outOfRoom += answer.reach.outOfRoom;
    add(missed, answer.reach.missed);
    cpuSeconds += answer.cpuSeconds;
    add(states, answer.states);
    add(faults, answer.faultCounts);
    add(control, { ...answer.control });
    if (!answer.same) differ.push(answer.seed);
    if (answer.violations.length > 0) failed.push(answer);
  });
  const callbacks = Object.values(states).reduce((sum, number) => sum + number, 0);
  console.log(
    `${count} seeds from ${first}, profile ${profile}: ${callbacks} callbacks, ${events} contact events, ${failed.length} seeds failed; ${elapsed()}, ${(cpuSeconds / count).toFixed(2)} s of CPU a seed`,
  );
  console.log('ended', states);
  console.log(
    `spoken ${reached} of ${reachable} (${percent(reached, reachable)}) whose customer would answer within the attempts; not counted: ${outOfRoom} whose last ring left the promise no room for another`,
  );
  if (reached < reachable) console.log('would have answered, but ended', missed);
  console.log('faults', faults);
  if (twice > 0) console.log(`${twice} seeds run twice: ${differ.length} traces differ ${differ.join(', ')}`);
  console.log(
    `control, a wrapper in place of the ledger: ${percent(control.duplicated, control.callbacks)} with an attempt placed twice`,
    control,
  );
  const violations = failed.flatMap((run) => run.violations.map((one) => ({ ...one, seed: run.seed })));
  for (const { seed, invariant, what } of violations.slice(0, 40))
    console.log(`BROKEN ${invariant} seed ${seed}: ${what}`);
  for (const [invariant, { seed }] of firstByInvariant(failed))
    await explain(invariant, await runSeed({ seed, profile }));
  if (failed.length + differ.length > 0) process.exitCode = 1;
}

function add(total: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, number] of Object.entries(more)) total[name] = (total[name] ?? 0) + number;
}

function firstByInvariant<One extends Pick<RunResult, 'violations'>>(failed: readonly One[]): Map<string, One> {
  const first = new Map<string, One>();
  for (const run of failed) {
    for (const { invariant } of run.violations) if (!first.has(invariant)) first.set(invariant, run);
  }
  return first;
}

/** The shortest trace that still shows it. */
async function explain(invariant: string, run: RunResult): Promise<void> {
  const violations = run.violations.filter((one) => one.invariant === invariant);
  const found = await shortest({ seed: run.seed, profile }, { ...run, violations });
  console.log(`\nBROKEN ${invariant}, seed ${run.seed}: ${violations[0]?.what}`);
  console.log(`with ${found.run.struck.length} of ${run.struck.length} faults: ${found.run.struck.join('; ')}`);
  console.log(found.lines.slice(0, 80).join('\n'));
}
