import { type RunOptions, runSeed } from './run.ts';
import { answerJobs } from './threads.ts';

/** Places of the code that a run passes, and how often. In a thread, where reading the stack costs little: a test's runner rewrites it. */
const placesOf = async (options: RunOptions): Promise<[string, number][]> => [
  ...(await runSeed({ ...options, notePlaces: true })).places,
];

answerJobs(placesOf);
