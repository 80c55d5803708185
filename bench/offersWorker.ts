import { parentPort } from 'node:worker_threads';
import { type OfferTask, runOffers } from './offersCase.ts';

/** One thread of the bench: runs a policy on a seed at a time. */
parentPort?.on('message', (task: OfferTask) => parentPort?.postMessage(runOffers(task)));
