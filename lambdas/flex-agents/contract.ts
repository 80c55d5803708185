import * as z from 'zod/mini';
import { variables } from '../edge/environment.ts';

export const environment = z.object({ ...variables.table, ...variables.planningBucket, ...variables.instance });

/** `MarginShrinking`, which is told of live channels, as EventBridge hands it over; whatever else wakes the function is its schedule. */
export const marginShrinking = z.object({
  'detail-type': z.literal('MarginShrinking'),
  detail: z.object({ queue: z.string(), channel: z.enum(['voice', 'chat']) }),
});
