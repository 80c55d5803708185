import type { Planted } from './faults.ts';
import type { PlannedRun } from './pairAgain.ts';
import { rush } from './pairs.ts';
import { type RunResult, runSeed } from './run.ts';
import { answerJobs } from './threads.ts';

export interface PairJob extends PlannedRun {
  people: number;
}

export interface PairAnswer {
  struck: readonly Planted[];
  /** The fewest of the planted that were found to break it. */
  broken?: { planted: Planted[]; what: string };
}

const run = (job: PairJob): Promise<RunResult> => runSeed({ ...rush, ...job });

async function tryPlanted(job: PairJob): Promise<PairAnswer> {
  const { plantedStruck, violations } = await run(job);
  const [first] = violations;
  if (!first) return { struck: plantedStruck };
  return { struck: plantedStruck, broken: { planted: await fewest(job, first.invariant), what: first.what } };
}

/** By halving, as far as that goes in some twenty runs. */
async function fewest(job: PairJob, invariant: string): Promise<Planted[]> {
  let keep = [...job.planted];
  for (let size = Math.ceil(keep.length / 2), left = 20; left > 0 && size >= 1; ) {
    let shrunk = false;
    for (let first = 0; first < keep.length && left > 0 && !shrunk; first += size) {
      left -= 1;
      const fewer = [...keep.slice(0, first), ...keep.slice(first + size)];
      const { violations } = await run({ ...job, planted: fewer });
      if (!violations.some((one) => one.invariant === invariant)) continue;
      keep = fewer;
      shrunk = true;
    }
    if (!shrunk) size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  return keep;
}

answerJobs(tryPlanted);
