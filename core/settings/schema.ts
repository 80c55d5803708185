import * as z from 'zod';
import type { Channel } from '../contacts/channel.ts';
import { agentSchema, email, username } from './agents.ts';
import { agentsMaySchema } from './allowances.ts';
import { callbacksSchema } from './callbacks.ts';
import { centerSchema } from './center.ts';
import { hoursSchema } from './days.ts';
import { emailAddressSchema } from './emailAddresses.ts';
import { advise, listOf, named, object, wholeDays, yesOrNo } from './fields.ts';
import { journeySchema } from './journey.ts';
import { own } from './names.ts';
import { phoneNumberSchema } from './phoneNumbers.ts';
import { forecastingSchema, staffingSchema } from './planning.ts';
import { queueSchema } from './queues.ts';
import { segmentSchema } from './segments.ts';
import { surveySchema } from './survey.ts';
import { webSchema } from './web.ts';

/** The settings file as the operator writes it; its defaults depend on no other field. */
export const writtenSchema = object({
  $schema: z
    .string(advise('the address of nohold.schema.json'))
    .exactOptional()
    .describe('Lets an editor check and complete this file.'),
  center: centerSchema.describe('The contact center as a whole.'),
  phoneNumbers: named('phone-number', phoneNumberSchema).default({}).describe('Telephone numbers and where they lead.'),
  emailAddresses: named('e-mail address', emailAddressSchema)
    .default({})
    .describe('Addresses customers write to, and where their messages wait.'),
  hours: named('hours', hoursSchema).describe('Opening hours by name; queues refer to them.'),
  queues: named('queue', queueSchema).describe('The queues by name.'),
  segments: named('segment', segmentSchema)
    .default({})
    .describe(
      'Groups of customers who expect another wait of the same queue, by name; of those that fit the first counts. Your systems may say which it is: a contact attribute "segment" with the name counts before all else.',
    ),
  callbacks: callbacksSchema.prefault({}).describe('Rules for calling customers back.'),
  agentsMay: agentsMaySchema.prefault({}).describe('What agents may do for a customer by themselves.'),
  journey: journeySchema.prefault({}).describe('Customers who are in contact more than once.'),
  survey: surveySchema.prefault({}).describe('Asking customers afterwards.'),
  web: webSchema
    .exactOptional()
    .describe('The web desk: a page with the wait right now, callbacks and chat. Left out: there is none.'),
  agents: z
    .record(username, agentSchema, advise('an object { "username": … }'))
    .default({})
    .describe('The people, by user name. Empty: users are managed elsewhere.'),
  forecasting: forecastingSchema.prefault({}).describe('What the volume of contacts is forecast from.'),
  staffing: staffingSchema
    .prefault({})
    .describe('How many agents are planned, and who may be called when they are too few.'),
  privacy: object({
    contactRetentionDays: wholeDays(8, 730)
      .default(90)
      .describe('Days the facts of a contact are kept. At least 8: repeat contacts are counted over 7.'),
    numberRetentionDays: wholeDays(8, 730)
      .default(30)
      .describe("Days a closed callback keeps the customer's number, encrypted."),
    recordCalls: yesOrNo()
      .default(false)
      .describe('Record calls and keep them encrypted. Needs center.recordingNotice.'),
    analyzeCalls: yesOrNo()
      .default(false)
      .describe(
        'Let Contact Lens analyse recorded calls, so that the journey tells how a call felt to the customer. Needs privacy.recordCalls; AWS charges for it by the minute, and its transcripts lie beside the recordings.',
      ),
  })
    .prefault({})
    .describe('What is kept, and how long.'),
  alarms: object({
    emails: listOf('e-mail addresses', email)
      .default([])
      .describe('Who is told when an alarm goes off; each address must confirm once.'),
  })
    .prefault({})
    .describe('Alarms.'),
});

export type WrittenSettings = z.output<typeof writtenSchema>;

/** Fills in what depends on another field, so that no reader of settings has a default of its own. */
function complete(written: WrittenSettings) {
  const { $schema: _, ...settings } = written;
  const serves = ({ queues }: { queues: readonly string[] }, channel: Channel): boolean =>
    queues.some((name) => own(settings.queues, name)?.channels.includes(channel));
  const someShift = Object.values(settings.agents).some(({ shift, role }) => shift !== undefined && role === 'agent');
  const schedule = settings.staffing.schedule ?? (someShift ? ('settings' as const) : ('measured' as const));
  return {
    ...settings,
    staffing: { ...settings.staffing, schedule },
    hours: mapValues(settings.hours, (hours) => ({ ...hours, timeZone: hours.timeZone ?? settings.center.timeZone })),
    queues: mapValues(settings.queues, (queue, name) => ({
      ...queue,
      spokenName: queue.spokenName ?? name.replaceAll('-', ' '),
      lineOfBusiness: queue.lineOfBusiness ?? name,
      expectation: completed(queue.expectation),
      offers: queue.offers ?? (queue.channels.includes('voice') ? ['callback' as const, 'window' as const] : []),
    })),
    agents: mapValues(settings.agents, (agent) => ({
      ...agent,
      ...(serves(agent, 'chat') ? { chatConcurrency: agent.chatConcurrency ?? 2 } : {}),
      ...(serves(agent, 'email') ? { emailConcurrency: agent.emailConcurrency ?? 1 } : {}),
      ...(serves(agent, 'task') ? { taskConcurrency: agent.taskConcurrency ?? 1 } : {}),
    })),
  };
}

function completed({ voice, chat, email, task }: WrittenSettings['queues'][string]['expectation']) {
  return {
    ...(voice && { voice: withMargin(withSegments(voice)) }),
    ...(chat && { chat: withMargin(withSegments(chat)) }),
    ...(email && { email: withSegments(email) }),
    ...(task && { task: withSegments(task) }),
  };
}

interface Expected {
  waitSeconds: number;
  confidence: number;
  segments: Record<string, { waitSeconds: number; confidence?: number }>;
}

const withSegments = <Usual extends Expected>({ segments, ...usual }: Usual) => ({
  ...usual,
  segments: mapValues(segments, ({ waitSeconds, confidence = usual.confidence }) => ({ waitSeconds, confidence })),
});

/** Half of the shortest wait that anybody expects. */
const withMargin = <Usual extends Expected & { marginSeconds?: number }>(expectation: Usual) => ({
  ...expectation,
  marginSeconds: expectation.marginSeconds ?? Math.round(shortestExpected(expectation) / 2),
});

/** Over everybody and each segment, seconds. */
export const shortestExpected = ({ waitSeconds, segments }: Expected): number =>
  Math.min(waitSeconds, ...Object.values(segments).map((own) => own.waitSeconds));

function mapValues<From, To>(
  record: Record<string, From>,
  change: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}

export const settingsSchema = writtenSchema.transform(complete);

/** The settings with every default filled in. */
export type Settings = z.output<typeof settingsSchema>;
export type CenterSettings = Settings['center'];
export type HoursSettings = Settings['hours'][string];
export type QueueSettings = Settings['queues'][string];
export type CallbackSettings = Settings['callbacks'];
export type PhoneNumberSettings = Settings['phoneNumbers'][string];
export type WebSettings = NonNullable<Settings['web']>;
export type AgentSettings = Settings['agents'][string];
