import { threadId } from 'node:worker_threads';
import type { ProfileName } from '../profiles.ts';
import { answerJobs } from '../threads.ts';
import { simulationWith } from './bundle.ts';
import type { Mutant } from './mutant.ts';

/** The worlds a mutant is looked for in, in turn: what one hides another shows. */
export const huntingGrounds: readonly ProfileName[] = [
  'hard',
  'lateSearch',
  'lostReplies',
  'races',
  'restless',
  'closing',
  'crossing',
  'crossingBlind',
  'crossingLate',
];

export interface MutantJob {
  /** Undefined: the code as it is, which must pass every run that a mutant may be found by. */
  mutant: Mutant | undefined;
  /** So many seeds from the first. */
  first: number;
  seeds: number;
}

export interface MutantAnswer {
  /** The first invariant that broke, where. */
  killedBy?: { invariant: string; what: string; seed: number; profile: ProfileName };
  /** The run itself threw: found, but by no invariant. */
  threw?: string;
  runs: number;
}

/** Of the customers who would answer: with fewer spoken to than this, among so many, callbacks are not made. */
const leastReached = 0.9;
const fewestReachable = 60;

let bundles = 0;

async function hunt({ mutant, first: firstSeed, seeds }: MutantJob): Promise<MutantAnswer> {
  bundles += 1;
  const { runSeed } = await simulationWith(mutant, `thread-${process.pid}-${threadId}-${bundles}`);
  let [runs, reachable, reached] = [0, 0, 0];
  for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
    for (const profile of huntingGrounds) {
      runs += 1;
      try {
        const { violations, reach } = await runSeed({ seed, profile });
        const [first] = violations;
        if (first) return { killedBy: { invariant: first.invariant, what: first.what, seed, profile }, runs };
        reachable += reach.reachable;
        reached += reach.reached;
        if (reachable >= fewestReachable && reached < leastReached * reachable) {
          const what = `${reached} of ${reachable} customers who would answer were spoken to`;
          return { killedBy: { invariant: 'I3 answered', what, seed, profile }, runs };
        }
      } catch (error) {
        return { threw: error instanceof Error ? error.message : String(error), runs };
      }
    }
  }
  return { runs };
}

answerJobs(hunt);
