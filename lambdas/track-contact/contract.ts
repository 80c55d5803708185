import * as z from 'zod/mini';
import { variables } from '../edge/environment.ts';

export const environment = z.object({ ...variables.table, ...variables.instance });

/** The message EventBridge puts into the queue. Only the frame is held to a shape: events grow fields and types. */
export const request = z.object({
  source: z.literal('aws.connect'),
  'detail-type': z.string(),
  detail: z.record(z.string(), z.unknown()),
});

export type ContactEventMessage = z.output<typeof request>;
