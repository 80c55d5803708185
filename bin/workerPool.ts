import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/**
 * Gives every task to one of the threads that run `script`; the results come in the order of the tasks, whatever thread
 * finished first. A script answers each message with one message. Rejects with the first error of a thread.
 */
export async function runOnWorkers<Task, Result>(
  script: URL,
  tasks: readonly Task[],
  { workers = availableParallelism(), done = () => {} }: { workers?: number; done?: (share: number) => void } = {},
): Promise<Result[]> {
  const results: Result[] = new Array(tasks.length);
  let next = 0;
  let finished = 0;
  const thread = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(script);
      let current = -1;
      const give = () => {
        current = next;
        next += 1;
        if (current < tasks.length) worker.postMessage(tasks[current]);
        else void worker.terminate().then(() => resolve());
      };
      worker.on('message', (result: Result) => {
        results[current] = result;
        finished += 1;
        done(finished / tasks.length);
        give();
      });
      worker.on('error', (error) => {
        next = tasks.length;
        reject(error);
      });
      give();
    });
  await Promise.all(Array.from({ length: Math.max(1, Math.min(workers, tasks.length)) }, thread));
  return results;
}
