import { type RunOptions, runSeed } from './run.ts';
import { answerJobs } from './threads.ts';

/** A place of the code, and the numbers of the requests in which a run passed it, time by time. */
export type Passed = [place: string, requests: number[]];

/** In a thread, where reading the stack costs little: a test's runner rewrites it. */
async function placesOf(options: RunOptions): Promise<Passed[]> {
  const { places } = await runSeed({ ...options, notePlaces: true });
  const numbers = new Map([...new Set([...places.values()].flat())].map((request, index) => [request, index]));
  return [...places].map(([place, requests]) => [place, requests.map((request) => numbers.get(request) ?? 0)]);
}

answerJobs(placesOf);
