import * as z from 'zod/mini';

const name = z.string().check(z.minLength(1));

/** Environment variables by name; each contract picks those its function needs. */
export const variables = {
  table: { NOHOLD_TABLE: name },
  keys: { NOHOLD_KEYS_SECRET_ARN: name },
  instance: { NOHOLD_INSTANCE_ARN: z.string().check(z.regex(/^arn:[^:]+:connect:[^:]*:[^:]*:instance\/.+/)) },
  dueCallbacks: { NOHOLD_DUE_CALLBACKS_URL: z.string().check(z.regex(/^https?:\/\//)) },
  /** '-' where there is none. */
  webDesk: { NOHOLD_WEB_DESK: name },
  /** '-' where there is none. */
  planningBucket: { NOHOLD_PLANNING_BUCKET: name },
  callbackFlow: { NOHOLD_CALLBACK_FLOW_ID: name },
} as const;

/** Read at cold start, so that a missing variable fails the deployment and not a call. Names the variable, not its value. */
export function readEnvironment<Shape extends z.core.$ZodType>(schema: Shape): z.output<Shape> {
  const read = z.safeParse(schema, process.env);
  if (read.success) return read.data;
  const names = read.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new Error(`environment: ${names} missing or malformed; set by the construct that makes this function`);
}
