import { z } from 'zod';

const contactId = z.string().min(1).max(100);

/** What a page may ask of the server. Those of the second list change something and need the run's token. */
export const commandShape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('enter'), token: z.string().max(200) }),
  z.object({
    type: z.literal('watch-board'),
    hours: z.number().min(0.25).max(24),
    dashboard: z.int().min(0).max(9).default(0),
    chosen: z.record(z.string().max(100), z.string().max(200)).default({}),
  }),
  z.object({ type: z.literal('watch-contacts') }),
  z.object({ type: z.literal('watch-transcript'), contactId }),
  z.object({ type: z.literal('watch-desk') }),
  z.object({ type: z.literal('watch-control') }),
  z.object({ type: z.literal('watch-nothing') }),

  z.object({ type: z.literal('phone'), number: z.string().regex(/^\+1\d{10}$/) }),
  z.object({ type: z.literal('dial'), line: z.string() }),
  z.object({ type: z.literal('press'), contactId, keys: z.string().regex(/^[0-9*#]{1,20}$/) }),
  z.object({ type: z.literal('answer'), contactId }),
  z.object({ type: z.literal('hang-up'), contactId }),
  z.object({ type: z.literal('start-chat'), queue: z.string() }),
  z.object({ type: z.literal('send-chat'), contactId, text: z.string().trim().min(1).max(1024) }),
  z.object({ type: z.literal('set-speed'), speed: z.number().min(0.1).max(1000) }),
  z.object({ type: z.literal('pause-traffic'), paused: z.boolean() }),
  z.object({ type: z.literal('agent-leaves'), username: z.string() }),
  z.object({ type: z.literal('agent-returns'), username: z.string() }),

  z.object({ type: z.literal('desk-login'), username: z.string() }),
  z.object({ type: z.literal('desk-logout') }),
  z.object({ type: z.literal('desk-status'), status: z.enum(['available', 'break']) }),
  z.object({ type: z.literal('desk-accept'), contactId }),
  z.object({ type: z.literal('desk-end'), contactId }),
  z.object({ type: z.literal('desk-say'), contactId, text: z.string().trim().min(1).max(1024) }),
  z.object({ type: z.literal('desk-transfer'), contactId, queue: z.string() }),
  z.object({ type: z.literal('desk-finish'), contactId, reason: z.string().min(1).max(100) }),

  z.object({
    type: z.literal('control-surge'),
    queue: z.string(),
    perHour: z.number().min(1).max(2000),
    minutes: z.number().min(1).max(240),
  }),
  z.object({ type: z.literal('control-crew'), queue: z.string(), change: z.union([z.literal(-1), z.literal(1)]) }),
  z.object({ type: z.literal('control-part'), part: z.string(), out: z.boolean() }),
  z.object({
    type: z.literal('control-what-if'),
    queue: z.string(),
    agentsAdded: z.int().min(-50).max(50),
    arrivalsFactor: z.number().min(0).max(5),
    offers: z.enum(['as-now', 'none', 'callback']),
  }),
]);

export type Command = z.output<typeof commandShape>;

const reading: ReadonlySet<string> = new Set([
  'enter',
  'watch-board',
  'watch-contacts',
  'watch-transcript',
  'watch-desk',
  'watch-control',
  'watch-nothing',
]);

export const changesState = (command: Command): boolean => !reading.has(command.type);

/** A command as it comes from a page; one with a number is answered when all that it changed has been told. */
export interface Asked {
  readonly command: Command;
  readonly number: number | undefined;
}

const numbered = z.object({ number: z.int().min(1).optional(), command: commandShape });

/** What a message asks; undefined when it asks nothing that is known. */
export function readAsked(message: string): Asked | undefined {
  try {
    const read = numbered.safeParse(JSON.parse(message));
    return read.success ? { command: read.data.command, number: read.data.number } : undefined;
  } catch {
    return undefined;
  }
}
