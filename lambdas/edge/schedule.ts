import middy from '@middy/core';
import { reasonOf } from './flow.ts';
import type { Surroundings } from './world.ts';

export interface ScheduledFunction extends Surroundings {
  /** What woke it: of a schedule it says nothing. */
  run: (event: unknown) => Promise<void>;
}

/** A function that a schedule wakes: it looks at the rows. A failure is told to whoever woke it. */
export function fromSchedule({ run, log }: ScheduledFunction) {
  return middy<unknown, void>().handler(async (event) => {
    try {
      await run(event);
    } catch (error) {
      log.error('scheduled run failed', { reason: reasonOf(error) });
      throw error;
    }
  });
}
