import { parentPort } from 'node:worker_threads';
import { runReplication } from '../core/simulation/replications.ts';
import type { Scenario } from '../core/simulation/scenario.ts';

/** One thread of the pool: runs the replications it is given, one at a time. */
parentPort?.on('message', ({ scenario, replication }: { scenario: Scenario; replication: number }) => {
  parentPort?.postMessage(runReplication(scenario, replication));
});
