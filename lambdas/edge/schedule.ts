import middy from '@middy/core';
import { reasonOf } from './flow.ts';
import type { Surroundings } from './world.ts';

export interface ScheduledFunction extends Surroundings {
  run: () => Promise<void>;
}

/** A function that a schedule wakes. Its event says nothing: it looks at the rows. A failure is told to whoever woke it. */
export function fromSchedule({ run, log }: ScheduledFunction) {
  return middy<unknown, void>().handler(async () => {
    try {
      await run();
    } catch (error) {
      log.error('scheduled run failed', { reason: reasonOf(error) });
      throw error;
    }
  });
}
