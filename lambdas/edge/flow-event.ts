import * as z from 'zod/mini';

/** What a flow passes to any Lambda (adminguide, connect-lambda-functions). Everything of Nohold's own is text in Parameters. */
const contactData = z.object({
  ContactId: z.string().check(z.minLength(1), z.maxLength(256)),
  InitialContactId: z.nullish(z.string()),
  PreviousContactId: z.nullish(z.string()),
  Channel: z.nullish(z.string()),
  InitiationMethod: z.nullish(z.string()),
  CustomerEndpoint: z.nullish(z.object({ Address: z.nullish(z.string()), Type: z.nullish(z.string()) })),
  Attributes: z.nullish(z.record(z.string(), z.string())),
});

export type ContactData = z.output<typeof contactData>;

/** The flow event around a function's own parameters; parameters it does not know are ignored. */
export const flowEvent = <Parameters extends z.core.$ZodType>(parameters: Parameters) =>
  z.object({ Details: z.object({ ContactData: contactData, Parameters: parameters }) });

/**
 * A figure a flow passes: text, and text that is no finite number ≥ 0 means unknown. Connect's metrics block gives
 * nothing at all when a queue is quiet, so absence must never be read as 0.
 */
export const figure = z.pipe(
  z.nullish(z.string()),
  z.transform((text): number | undefined => {
    if (text === undefined || text === null || text.trim() === '') return undefined;
    const value = Number(text);
    return Number.isFinite(value) && value >= 0 ? value : undefined;
  }),
);

/** Text that may be missing, as flows pass '' for what they do not have. */
export const optionalText = z.pipe(
  z.nullish(z.string()),
  z.transform((text): string | undefined => (text ? text : undefined)),
);

export const channelName = z.enum(['voice', 'chat', 'email', 'task']);

/** Settings name of a queue. */
export const queueName = z.string().check(z.minLength(1), z.maxLength(127));

/** Connect reads an answer as a flat map of texts of at most 32 KB; anything else takes the error branch. */
export const answerLimitBytes = 32_000;
