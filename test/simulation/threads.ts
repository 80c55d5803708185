import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import type { KeptAnswers } from './kept.ts';

export interface Spreading {
  /** As many as there are cores, unless said otherwise. */
  threads?: number | undefined;
  /** Jobs whose answer is there are not done again. */
  kept?: KeptAnswers | undefined;
  /** No job begins after this moment of the process, in milliseconds. */
  stopsAt?: number | undefined;
}

/** The run was ended before all jobs were done; those that were are kept. */
export class NotWhole extends Error {}

/**
 * Spreads jobs over threads; answers come in the jobs' order, so that what is printed is the same on any machine.
 * `script` is a module that calls `answerJobs`; jobs and answers are such as JSON can hold.
 */
export async function spread<Job, Answer>(
  script: URL,
  jobs: readonly Job[],
  { threads = availableParallelism(), kept, stopsAt = Number.POSITIVE_INFINITY }: Spreading = {},
  onAnswer: (answer: Answer, job: Job) => void = () => {},
): Promise<Answer[]> {
  const answers = new Map<number, Answer>();
  for (const [index, job] of jobs.entries()) {
    const known = kept?.of(job);
    if (known !== undefined) answers.set(index, known as Answer);
  }
  const open = jobs.flatMap((_, index) => (answers.has(index) ? [] : [index]));
  let [next, told] = [0, 0];
  const tell = (): void => {
    for (; answers.has(told); told += 1) onAnswer(answers.get(told) as Answer, jobs[told] as Job);
  };
  const work = (): Promise<void> =>
    new Promise((done, fail) => {
      const worker = new Worker(script);
      let at: number | undefined;
      const hand = (): void => {
        at = performance.now() < stopsAt ? open[next] : undefined;
        next += 1;
        if (at === undefined) void worker.terminate().then(() => done());
        else worker.postMessage(jobs[at]);
      };
      worker.on('message', (answer: Answer) => {
        answers.set(at as number, answer);
        kept?.put(jobs[at as number], answer);
        tell();
        hand();
      });
      worker.on('error', fail);
      hand();
    });
  tell();
  await Promise.all(Array.from({ length: Math.min(threads, open.length) }, work));
  if (answers.size < jobs.length) throw new NotWhole(`${answers.size} of ${jobs.length} done: run it again to go on`);
  return jobs.map((_, index) => answers.get(index) as Answer);
}

/** In a thread: answers each job, one at a time. */
export function answerJobs<Job, Answer>(answer: (job: Job) => Promise<Answer>): void {
  if (isMainThread) throw new Error('this module answers the jobs of spread() and is not run by itself');
  parentPort?.on('message', (job: Job) => void answer(job).then((given) => parentPort?.postMessage(given)));
}
