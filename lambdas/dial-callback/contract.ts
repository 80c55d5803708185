import * as z from 'zod/mini';
import { variables } from '../edge/environment.ts';

export const environment = z.object({
  ...variables.table,
  ...variables.keys,
  ...variables.instance,
  ...variables.callbackFlow,
});

export const request = z.object({
  callbackKey: z.string().check(z.minLength(1)),
  callbackId: z.string().check(z.minLength(1)),
  attempt: z.int().check(z.minimum(1)),
});

export type DialRequest = z.output<typeof request>;
