import * as z from 'zod/mini';
import { reasonOf } from './flow.ts';
import type { Surroundings } from './world.ts';

export interface WidgetFunction<Request> extends Surroundings {
  request: z.core.$ZodType<Request>;
  run: (request: Request) => Promise<string>;
}

/** A function behind a widget of the dashboard: it answers HTML, whatever goes wrong. */
export function fromWidget<Request>({ request, run, log }: WidgetFunction<Request>) {
  return async (event: unknown): Promise<string> => {
    try {
      return await run(z.parse(request, event));
    } catch (error) {
      log.error('widget not drawn', { reason: reasonOf(error) });
      return '<p>This cannot be drawn now. The figures themselves are safe; see the log of draw-widget.</p>';
    }
  };
}
