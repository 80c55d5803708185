import { parentPort, workerData } from 'node:worker_threads';
import { type CenterToday, compareToday } from '../../../core/simulation/today.ts';

/** What the worker is given: today's center and the other one. */
export interface WhatIfTask {
  readonly sides: readonly [CenterToday, CenterToday];
  readonly options: { readonly seed: number; readonly replications: number; readonly horizonSeconds: number };
}

/** A thread of its own, so that the pages and the center's clock go on while the twin runs. */
const { sides, options } = workerData as WhatIfTask;
const figures = compareToday(sides, options, (share) => parentPort?.postMessage({ share }));
parentPort?.postMessage({ figures });
