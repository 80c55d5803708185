import * as z from 'zod/mini';
import { variables } from '../edge/environment.ts';

export const environment = z.object({ ...variables.table, ...variables.keys, ...variables.instance });

/** What API Gateway hands to a function for a request (REST API, proxy integration), as far as it is read here. */
export const request = z.object({
  httpMethod: z.enum(['GET', 'HEAD', 'POST', 'OPTIONS']),
  /** The route: /link/{token}. Logged in place of the path, which holds the token. */
  resource: z.string().check(z.maxLength(100)),
  path: z.string().check(z.maxLength(2048)),
  headers: z.nullish(z.record(z.string(), z.nullish(z.string()))),
  pathParameters: z.nullish(z.record(z.string(), z.nullish(z.string()))),
  body: z.nullish(z.string()),
  isBase64Encoded: z.optional(z.boolean()),
  requestContext: z.object({
    /** With the stage, or the base path of a domain of one's own. */
    path: z.optional(z.string()),
    identity: z.object({ sourceIp: z.string().check(z.maxLength(64)) }),
    /** What the authoriser found; all text. */
    authorizer: z.nullish(z.record(z.string(), z.unknown())),
  }),
});

export type DeskRequest = z.output<typeof request>;

export interface DeskResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

/** A form of a few fields; the page itself is asked for, never sent. */
export const longestBodyBytes = 8192;

const name = z.string().check(z.minLength(1), z.maxLength(30), z.regex(/^[a-z][a-z0-9-]*$/));
/** An instant as the forms carry it: epoch milliseconds. */
const moment = z.string().check(z.regex(/^\d{12,14}$/));

/** What may be posted where; any other field is refused. */
export const bodies = {
  callback: z.strictObject({
    queue: name,
    number: z.string().check(z.minLength(3), z.maxLength(40)),
    startsAt: z.optional(moment),
  }),
  customerCallback: z.strictObject({ queue: name, startsAt: z.optional(moment) }),
  chat: z.strictObject({ queue: name, name: z.string().check(z.minLength(1), z.maxLength(60)) }),
  link: z.discriminatedUnion('do', [
    z.strictObject({ do: z.literal('callback'), startsAt: z.optional(moment) }),
    z.strictObject({ do: z.literal('chat') }),
    z.strictObject({ do: z.literal('move'), startsAt: moment }),
    z.strictObject({ do: z.literal('cancel') }),
    z.strictObject({ do: z.literal('survey'), solved: z.enum(['yes', 'no']), easy: z.enum(['1', '2', '3', '4', '5']) }),
  ]),
  say: z.strictObject({
    text: z.string().check(z.minLength(1), z.maxLength(1000)),
    turn: z.string().check(z.regex(/^\d{1,15}$/)),
  }),
} as const;
