import * as z from 'zod/mini';
import { variables } from '../edge/environment.ts';

export const environment = z.object({ ...variables.table });

/** What can be drawn. */
export const views = ['now', 'today', 'plan', 'waits', 'effort', 'offers', 'leaving'] as const;
export type View = (typeof views)[number];

/**
 * What CloudWatch sends to the function of a custom widget. With `describe` it asks for documentation; otherwise our own
 * parameters come beside the context of whoever looks.
 */
export const request = z.object({
  describe: z.optional(z.boolean()),
  view: z._default(z.enum(views), 'today'),
  widgetContext: z.optional(
    z.object({
      theme: z._default(z.enum(['light', 'dark']), 'light'),
      width: z.optional(z.number()),
    }),
  ),
});

export type WidgetRequest = z.output<typeof request>;
