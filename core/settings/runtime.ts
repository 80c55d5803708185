import type { Channel } from '../contacts/channel.ts';
import type { Settings } from './schema.ts';

/**
 * What a Lambda needs of the settings: of people only what they serve and when, nothing of the deployment. It is written as settings.json into each
 * Lambda's bundle, so this file imports types only and no schema: what synth has parsed is not parsed again at a cold start.
 */
export interface RuntimeSettings {
  center: Pick<Settings['center'], 'name' | 'timeZone' | 'language' | 'recordingNotice'>;
  hours: Settings['hours'];
  queues: Settings['queues'];
  segments: Settings['segments'];
  callbacks: Settings['callbacks'];
  forecasting: Settings['forecasting'];
  staffing: Settings['staffing'];
  privacy: Settings['privacy'];
  journey: Settings['journey'];
  agentsMay: Settings['agentsMay'];
  survey: Settings['survey'];
  web?: Settings['web'];
  /**
   * Agents, managers left out: what they serve, and when they work. Only those of a reserve are there by user name,
   * because a function moves them; the others are nobody in particular.
   */
  people: Record<string, Pick<Settings['agents'][string], 'queues' | 'shift'>>;
  /** Whose letters are sent by e-mail. @default none are sent */
  letterhead?: { address: string; displayName: string };
  /** Known numbers of the center in E.164: never called back. */
  ownNumbers: string[];
  /** By queue: contacts one agent serves at once; the mean over the queue's agents, 1 where none is named. */
  contactsPerAgent: Record<string, Record<Channel, number>>;
}

export function runtimeSettings(settings: Settings): RuntimeSettings {
  const { name, timeZone, language, recordingNotice } = settings.center;
  return {
    center: { name, timeZone, language, recordingNotice },
    hours: settings.hours,
    queues: settings.queues,
    segments: settings.segments,
    callbacks: settings.callbacks,
    forecasting: settings.forecasting,
    staffing: settings.staffing,
    privacy: settings.privacy,
    journey: settings.journey,
    agentsMay: settings.agentsMay,
    survey: settings.survey,
    ...(settings.web === undefined ? {} : { web: settings.web }),
    ...letterheadOf(settings),
    people: peopleOf(settings),
    ownNumbers: Object.values(settings.phoneNumbers).flatMap((phone) =>
      phone.number === undefined ? [] : [phone.number],
    ),
    contactsPerAgent: Object.fromEntries(
      Object.keys(settings.queues).map((queue) => [
        queue,
        {
          voice: 1,
          chat: meanConcurrency(settings, queue, 'chat'),
          email: meanConcurrency(settings, queue, 'email'),
          task: meanConcurrency(settings, queue, 'task'),
        },
      ]),
    ),
  };
}

function letterheadOf({ web, emailAddresses, center }: Settings): Pick<RuntimeSettings, 'letterhead'> {
  const from = web?.emails && emailAddresses[web.emails.from];
  return from ? { letterhead: { address: from.address, displayName: from.displayName ?? center.name } } : {};
}

function peopleOf({ agents, staffing }: Settings): RuntimeSettings['people'] {
  const moved = new Set(Object.values(staffing?.reserve ?? {}).flatMap((pool) => pool.agents));
  return Object.fromEntries(
    Object.entries(agents)
      .filter(([, { role }]) => role === 'agent')
      .map(([name, { queues, shift }], index) => [
        moved.has(name) ? name : `#${index + 1}`,
        { queues, ...(shift === undefined ? {} : { shift }) },
      ]),
  );
}

function meanConcurrency(settings: Settings, queue: string, channel: Exclude<Channel, 'voice'>): number {
  const each = Object.values(settings.agents)
    .filter((agent) => agent.queues.includes(queue))
    .flatMap((agent) => agent[`${channel}Concurrency`] ?? []);
  return each.length === 0 ? 1 : each.reduce((sum, count) => sum + count, 0) / each.length;
}
