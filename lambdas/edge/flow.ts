import middy from '@middy/core';
import * as z from 'zod/mini';
import { $ZodError } from 'zod/v4/core';
import { answerLimitBytes } from './flow-event.ts';
import type { Surroundings } from './world.ts';

export interface FlowFunction<Request, Answer extends Record<string, string>> extends Surroundings {
  request: z.core.$ZodType<Request>;
  answer: z.core.$ZodType<Answer>;
  run: (request: Request) => Promise<Answer>;
  /** Given whatever goes wrong, within the deadline: the caller must not hear of it. Undefined: the flow's error edge. */
  safeAnswer?: Answer;
}

/** The flow waits 2 seconds and may ask again within them; later than this nobody listens to the answer. */
const deadlineMilliseconds = 1700;

/**
 * A function a flow invokes: request parsed, answer checked to be what Connect can read (flat, text, below 32 KB), a
 * fault or a hanging table turned into the safe answer and a metric. Nothing of the event is ever logged.
 */
export function fromFlow<Request, Answer extends Record<string, string>>(wiring: FlowFunction<Request, Answer>) {
  const { request, answer, run, safeAnswer, log, metrics } = wiring;
  return middy<unknown, Answer>()
    .onError((failed) => {
      metrics.ofCenter({ SafeAnswers: 1 });
      log.error('flow function failed', { reason: reasonOf(failed.error) });
      // A value returned here is the function's result; without one the error goes on to the flow's error edge.
      return safeAnswer;
    })
    .handler(async (event) => {
      const result = await withinDeadline(run(z.parse(request, event)));
      const checked = z.parse(answer, result);
      if (Buffer.byteLength(JSON.stringify(checked)) > answerLimitBytes) throw new Error('answer over 32 KB');
      return checked;
    });
}

/** Schema errors quote what they were given; only the paths are told. */
export function reasonOf(error: unknown): string {
  if (error instanceof $ZodError) {
    return `refused: ${error.issues.map((issue) => `${issue.path.join('.')} ${issue.code}`).join(', ')}`;
  }
  return error instanceof Error && error.name === 'Fault' ? error.message : nameOf(error);
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);

async function withinDeadline<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error(), { name: 'DeadlinePassed' })), deadlineMilliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
