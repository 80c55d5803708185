import type { Settings } from '../settings/schema.ts';
import type { Volume } from './monthlyCost.ts';
import { resourcesOf, type Template } from './template.ts';

/** A default quota the center would breach, and what to do about it before going live. */
export interface QuotaBreach {
  /** The quota's name in Service Quotas. */
  quota: string;
  default: number;
  needed: number;
  /** Why as many are needed. */
  because: string;
  /** What to do, to the word. */
  ask: string;
}

interface Quota {
  quota: string;
  default: number;
  needed: number;
  because: string;
}

/**
 * Connect's defaults for a new instance. Accounts differ: what yours has stands in Service Quotas.
 * Source: docs.aws.amazon.com/connect/latest/adminguide/amazon-connect-service-limits.html
 */
export const defaultQuotas = {
  phoneNumbers: 5,
  queues: 100,
  hours: 100,
  routingProfiles: 500,
  queueChannelsPerProfile: 50,
  users: 500,
  flows: 100,
  lambdas: 50,
  concurrentCalls: 10,
  concurrentChats: 500,
  startOutboundPerSecond: 2,
} as const;

/** What a new instance brings along: BasicQueue, Basic Hours, Basic Routing Profile, the default and the sample flows. */
const broughtAlong = { queues: 1, hours: 1, routingProfiles: 1, flows: 25 } as const;

/** Each quota the settings would breach at this volume; empty: the defaults suffice. */
export function quotaBreaches(settings: Settings, template: Template, volume: Volume): QuotaBreach[] {
  return [...countedQuotas(settings, template), ...liveQuotas(settings, volume)]
    .filter((quota) => quota.needed > quota.default)
    .map((quota) => ({
      ...quota,
      ask: `Service Quotas → Amazon Connect → "${quota.quota}": ask for ${quota.needed}.`,
    }))
    .concat(outboundCountries(settings));
}

function countedQuotas(settings: Settings, template: Template): Quota[] {
  const count = (type: string) => resourcesOf(template, `AWS::Connect::${type}`).length;
  const along = 'create' in settings.center.connect ? 1 : 0;
  const counted = (quota: string, limit: number, needed: number, noun: string): Quota => ({
    quota,
    default: limit,
    needed,
    because: `these settings make ${noun}`,
  });
  const profiles = Object.values(settings.agents).map((agent) =>
    agent.queues.reduce((sum, name) => sum + (settings.queues[name]?.channels.length ?? 0), 0),
  );
  const lambdas = resourcesOf(template, 'AWS::Connect::IntegrationAssociation').length;
  return [
    counted('Phone numbers per instance', defaultQuotas.phoneNumbers, count('PhoneNumber'), 'as many phone numbers'),
    counted(
      'Queues per instance',
      defaultQuotas.queues,
      count('Queue') + along * broughtAlong.queues,
      'as many queues',
    ),
    counted(
      'Hours of operation per instance',
      defaultQuotas.hours,
      count('HoursOfOperation') + along * broughtAlong.hours,
      'as many hours',
    ),
    counted(
      'Routing profiles per instance',
      defaultQuotas.routingProfiles,
      count('RoutingProfile') + along * broughtAlong.routingProfiles,
      'a routing profile for each set of queues an agent serves',
    ),
    counted(
      'Queues per routing profile per instance',
      defaultQuotas.queueChannelsPerProfile,
      Math.max(0, ...profiles),
      'an agent with as many queues and channels',
    ),
    counted('Users per instance', defaultQuotas.users, count('User'), 'as many users'),
    counted(
      'Flows per instance',
      defaultQuotas.flows,
      count('ContactFlow') + along * broughtAlong.flows,
      'a flow for each phone number and each queue with chat, e-mail or tasks, beside those all of them share',
    ),
    counted('AWS Lambda functions per instance', defaultQuotas.lambdas, lambdas, 'as many functions'),
  ];
}

/** Share of a month's contacts in its busiest hour: a weekday of some 22, an hour of some 8, half as many again. */
const busiestHourShare = 1.5 / (22 * 8);

function liveQuotas(settings: Settings, volume: Volume): Quota[] {
  const { queues, agents, callbacks } = settings;
  const takes = (channel: 'voice' | 'chat') =>
    Object.values(agents).filter((agent) => agent.queues.some((name) => queues[name]?.channels.includes(channel)));
  const busiestHour = volume.contactsPerMonth * busiestHourShare;
  const calls = atOnce(busiestHour * (1 - volume.chatShare), volume.callMinutes + volume.waitMinutes);
  // Chats last longer than calls, since an agent has several of them: three times as long here.
  const chats = atOnce(busiestHour * volume.chatShare, 3 * volume.callMinutes + volume.waitMinutes);
  const voiceAgents = takes('voice').length;
  const chatSlots = takes('chat').reduce((sum, agent) => sum + (agent.chatConcurrency ?? 0), 0);
  return [
    {
      quota: 'Concurrent calls per instance',
      default: defaultQuotas.concurrentCalls,
      needed: Math.max(2 * voiceAgents, calls),
      because: `${voiceAgents} people take calls, and as many callers again may be in menus or waiting; at this volume ${calls} calls at once. Beyond the quota callers hear a busy tone`,
    },
    {
      quota: 'Concurrent chats per instance',
      default: defaultQuotas.concurrentChats,
      needed: Math.max(2 * chatSlots, chats),
      because: `agents take ${chatSlots} chats at once, and as many people may wait; at this volume ${chats} chats at once`,
    },
    {
      quota: 'Rate of StartOutboundVoiceContact API requests',
      default: defaultQuotas.startOutboundPerSecond,
      needed: callbacks.dialsPerSecond,
      because: 'callbacks.dialsPerSecond says so',
    },
  ];
}

/** Contacts at once in a busy hour, exceeded in one of a thousand moments: Little's law and the spread of a Poisson law. */
function atOnce(contactsPerHour: number, minutesEach: number): number {
  const mean = (contactsPerHour * minutesEach) / 60;
  return Math.ceil(mean + 3.1 * Math.sqrt(mean));
}

/** Connect dials some numbers only once it was asked to. */
function outboundCountries(settings: Settings): QuotaBreach[] {
  if (!settings.callbacks.allowedCountries.includes('GB')) return [];
  return [
    {
      quota: 'UK mobile numbers (+447)',
      default: 0,
      needed: 1,
      because: 'callbacks.allowedCountries has GB, and Connect does not dial +447 unless it was asked to',
      ask: 'Service Quotas → Amazon Connect → "Countries for outbound calls": ask for UK mobile numbers, +447.',
    },
  ];
}
