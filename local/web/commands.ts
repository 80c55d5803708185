import { z } from 'zod';

const contactId = z.string().min(1).max(100);

/** What a page may ask of the server. Those of the second list change something and need the run's token. */
export const commandShape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('enter'), token: z.string().max(200) }),
  z.object({ type: z.literal('watch-board'), hours: z.number().min(0.25).max(24) }),
  z.object({ type: z.literal('watch-contacts') }),
  z.object({ type: z.literal('watch-transcript'), contactId }),
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
]);

export type Command = z.output<typeof commandShape>;

const reading: ReadonlySet<string> = new Set([
  'enter',
  'watch-board',
  'watch-contacts',
  'watch-transcript',
  'watch-nothing',
]);

export const changesState = (command: Command): boolean => !reading.has(command.type);

/** The command a message holds; undefined when it is none. */
export function readCommand(message: string): Command | undefined {
  try {
    const read = commandShape.safeParse(JSON.parse(message));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
