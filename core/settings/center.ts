import * as z from 'zod';
import { timeZone } from './days.ts';
import { advise, object, oneOf, text } from './fields.ts';

/** Languages the prompts are written in, as Connect and Polly name them. */
export const languages = ['en-US', 'en-GB', 'en-AU', 'en-IN', 'en-IE', 'en-NZ', 'en-ZA'] as const;
export type Language = (typeof languages)[number];

// Connect's own rule for an instance alias: it becomes <alias>.my.connect.aws. It must be free in all of AWS.
const aliasParams = advise(
  '1 to 45 letters, digits and hyphens, no hyphen first, last or doubled, not starting with "d-"',
);
const alias = z.string(aliasParams).regex(/^(?!d-)(?!.*--)[\da-zA-Z](?:[\da-zA-Z-]{0,43}[\da-zA-Z])?$/, aliasParams);

const arnParams = advise('the ARN of a Connect instance, "arn:aws:connect:<region>:<account>:instance/<id>"');
const instanceArn = z
  .string(arnParams)
  .regex(
    /^arn:aws[a-z-]*:connect:[a-z]{2}(?:-[a-z]+)+-\d:\d{12}:instance\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    arnParams,
  );

const create = object({ alias: alias.describe('Host name of the new instance; must be free in all of AWS.') });
const adopt = object({
  instanceArn: instanceArn.describe('The existing instance. Its own settings and storage stay as they are.'),
});

const oneParams = advise('either "create": { "alias": … } or "adopt": { "instanceArn": … }');

const connect = object({
  create: create.exactOptional().describe('Make a new instance.'),
  adopt: adopt.exactOptional().describe('Or work in one that exists.'),
})
  .refine(({ create, adopt }) => (create === undefined) !== (adopt === undefined), oneParams)
  .transform((either) => either as { create: z.output<typeof create> } | { adopt: z.output<typeof adopt> })
  .meta({ oneOf: [{ required: ['create'] }, { required: ['adopt'] }] });

export const centerSchema = object({
  name: text(1, 60).describe('The center as callers hear it: "Thank you for calling <name>".'),
  timeZone: timeZone.describe("IANA time zone of hours and shifts that name none, and of the reports' days."),
  language: oneOf(languages).default('en-US').describe('Language and accent of everything spoken.'),
  recordingNotice: text(1, 300)
    .nullable()
    .default(null)
    .describe(
      'Said to callers, and to called-back customers, before anything is recorded. null: nothing is said, and nothing may be recorded.',
    ),
  connect: connect.describe('The Connect instance: one of the two.'),
});
