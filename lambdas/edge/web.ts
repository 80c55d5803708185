import * as z from 'zod/mini';
import { reasonOf } from './flow.ts';
import type { Surroundings } from './world.ts';

export interface WebResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

export interface WebFunction<Request> extends Surroundings {
  request: z.core.$ZodType<Request>;
  run: (request: Request) => Promise<WebResponse>;
}

/** A function behind API Gateway: whatever goes wrong, a visitor reads one sentence and the log one reason. */
export function fromWeb<Request>({ request, run, log, metrics }: WebFunction<Request>) {
  return async (event: unknown): Promise<WebResponse> => {
    try {
      return await run(z.parse(request, event));
    } catch (error) {
      metrics.ofCenter({ SafeAnswers: 1 });
      log.error('web request failed', { reason: reasonOf(error) });
      return {
        statusCode: 503,
        headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', 'retry-after': '30' },
        body: 'Something went wrong on our side. Please try again, or call us.',
      };
    }
  };
}
