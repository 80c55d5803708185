import { Worker } from 'node:worker_threads';
import { changed, type QueueCompared, type WhatIf } from '../../../core/simulation/today.ts';
import type { WhatIfMessage } from '../controlMessages.ts';
import type { TodayReader } from './todayReader.ts';
import type { WhatIfTask } from './whatIfWorker.ts';

/** One question to the twin at a time for one page. */
export interface WhatIfDesk {
  ask(question: WhatIf): Promise<void>;
  message(): WhatIfMessage;
  close(): void;
}

/** Two hours are as far as a manager can act at once; twenty replications tell one agent more from chance. */
const options = { seed: 1, replications: 20, horizonSeconds: 7200 } as const;

export function createWhatIfDesk(today: TodayReader, changes: () => void): WhatIfDesk {
  let state: WhatIfMessage = { state: 'none' };
  let worker: Worker | undefined;
  let latest: WhatIf | undefined;

  const become = (next: WhatIfMessage): void => {
    state = next;
    changes();
  };

  async function ask(question: WhatIf): Promise<void> {
    close();
    latest = question;
    become({ state: 'running', question, share: 0 });
    const failed = (error: unknown): void => {
      worker = undefined;
      become({ state: 'failed', question, reason: error instanceof Error ? error.message : String(error) });
    };
    const center = await today().catch(failed);
    if (latest !== question || center === undefined) return;
    const task: WhatIfTask = { sides: [center, changed(center, question)], options };
    const running = new Worker(new URL('./whatIfWorker.ts', import.meta.url), { workerData: task });
    worker = running;
    running.on('message', (said: { share?: number; figures?: readonly QueueCompared[] }) => {
      if (worker !== running) return;
      if (said.share !== undefined) become({ state: 'running', question, share: said.share });
      if (said.figures !== undefined) {
        worker = undefined;
        become({ state: 'done', question, ...options, figures: said.figures });
      }
    });
    running.on('error', (error) => {
      if (worker === running) failed(error);
    });
  }

  function close(): void {
    latest = undefined;
    void worker?.terminate();
    worker = undefined;
  }

  return { ask, message: () => state, close };
}
