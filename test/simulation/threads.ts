import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * Spreads jobs over threads; answers come in the jobs' order, so that what is printed is the same on any machine.
 * `script` is a module that calls `answerJobs`.
 */
export async function spread<Job, Answer>(
  script: URL,
  jobs: readonly Job[],
  { threads = availableParallelism(), ...options }: { threads?: number } & WorkerOptions = {},
  onAnswer: (answer: Answer, job: Job) => void = () => {},
): Promise<Answer[]> {
  const answers = new Map<number, Answer>();
  let next = 0;
  let told = 0;
  const tell = (): void => {
    for (; answers.has(told); told += 1) onAnswer(answers.get(told) as Answer, jobs[told] as Job);
  };
  const work = (): Promise<void> =>
    new Promise((done, fail) => {
      const worker = new Worker(script, options);
      let at = -1;
      const hand = (): void => {
        at = next;
        next += 1;
        if (at >= jobs.length) void worker.terminate().then(() => done());
        else worker.postMessage(jobs[at]);
      };
      worker.on('message', (answer: Answer) => {
        answers.set(at, answer);
        tell();
        hand();
      });
      worker.on('error', fail);
      hand();
    });
  await Promise.all(Array.from({ length: Math.max(1, Math.min(threads, jobs.length)) }, work));
  return jobs.map((_, index) => answers.get(index) as Answer);
}

/** In a thread: answers each job, one at a time. */
export function answerJobs<Job, Answer>(answer: (job: Job) => Promise<Answer>): void {
  if (isMainThread) throw new Error('this module answers the jobs of spread() and is not run by itself');
  parentPort?.on('message', (job: Job) => void answer(job).then((given) => parentPort?.postMessage(given)));
}
