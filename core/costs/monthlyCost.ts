import { type Channel, perChannel } from '../contacts/channel.ts';
import { metrics } from '../rows/metrics.ts';
import { recallsMatter } from '../settings/journey.ts';
import type { HoursSettings, Settings } from '../settings/schema.ts';
import { type Bill, billOf, line } from './bill.ts';
import { daysPerMonth, type IdleCost, idleCost, sum } from './idleCost.ts';
import { tableLines } from './tableCost.ts';
import { resourcesOf, type Template } from './template.ts';

/** How much a center has to do in a month. */
export interface Volume {
  contactsPerMonth: number;
  /** Share of contacts that write, 0 to 1. */
  chatShare: number;
  /** Minutes with an agent. */
  callMinutes: number;
  /** Minutes in menus and in queue before that: Connect charges for them too. */
  waitMinutes: number;
  /** Share of calls that become a callback, 0 to 1: their wait costs nothing, their call is outbound. */
  callbackShare: number;
  messagesPerChat: number;
  /** Beside the contacts above. */
  emailsPerMonth: number;
  tasksPerMonth: number;
  /** Pages and forms of the web desk, and requests of scripts to it. */
  webRequestsPerMonth: number;
}

export const usualVolume: Omit<Volume, 'contactsPerMonth'> = {
  chatShare: 0.2,
  callMinutes: 5,
  waitMinutes: 1,
  callbackShare: 0.1,
  messagesPerChat: 12,
  emailsPerMonth: 0,
  tasksPerMonth: 0,
  webRequestsPerMonth: 0,
};

/** What Nohold itself uses for one contact beside its wait: a quote, an offer, the events and the fold of them. Rounded up. */
export const contactAssumptions = {
  invocations: 8,
  gbSeconds: 0.5,
  readUnits: 10,
  writeUnits: 12,
  queueRequests: 12,
  logBytes: 12_000,
  kmsRequests: 4,
} as const;

/** And for a minute it waits: its flow asks for a new quote every half minute. */
export const waitingMinuteAssumptions: Record<keyof typeof contactAssumptions, number> = {
  invocations: 2,
  gbSeconds: 0.1,
  readUnits: 10,
  writeUnits: 4,
  queueRequests: 0,
  logBytes: 3000,
  kmsRequests: 0,
};

/** A call to a center that recalls what its callers were in contact about: one question before the menu. Rounded up. */
export const recallAssumptions: Record<keyof typeof contactAssumptions, number> = {
  invocations: 1,
  gbSeconds: 0.05,
  readUnits: 2,
  writeUnits: 0,
  queueRequests: 0,
  logBytes: 1000,
  kmsRequests: 0,
};

/** One request to the web desk: half a gigabyte for as long as every answer takes, and what it reads. Rounded up. */
export const webRequestAssumptions = { gbSeconds: 0.2, readUnits: 6, writeUnits: 2 } as const;

/** What a contact leaves in the table for as long as contacts are kept: its row, with quotes and a callback. Rounded up. */
const keptAssumptions = { bytes: 4000, indexShare: 1 } as const;

/** As shares of calls and chats. */
const usualShares = { email: 0.2, task: 0.1, webRequests: 2 } as const;

/** What a center with these settings has beside calls and chats, where nobody said otherwise: a share of its contacts. */
export function usualPost({ queues, web }: Settings, contactsPerMonth: number) {
  const serves = (channel: Channel) => Object.values(queues).some(({ channels }) => channels.includes(channel));
  const share = (has: boolean, of: number): number => (has ? Math.round(contactsPerMonth * of) : 0);
  return {
    emailsPerMonth: share(serves('email'), usualShares.email),
    tasksPerMonth: share(serves('task'), usualShares.task),
    webRequestsPerMonth: share(web !== undefined, usualShares.webRequests),
  };
}

/** Each widget of the dashboard is drawn once a minute wherever it is open: on one screen, in the opening hours. */
const drawsPerOpenHour = 60;
const drawGbSeconds = 0.25;

/** Connect's recordings are 8 kHz stereo of 16 bits. */
const recordedMbPerMinute = 1.92;

export interface MonthlyCost extends IdleCost {
  /** Connect's own charge and telephony. */
  contacts: Bill;
  /** What Nohold adds on top, idle cost apart. */
  nohold: Bill;
  totalUsd: number;
}

/** Dollars of a month at a volume. Metrics are charged for the hours in which they are sent: the opening hours. */
export function monthlyCost(template: Template, settings: Settings, volume: Volume): MonthlyCost {
  const { idle, phoneNumbers } = idleCost(template);
  const contacts = contactsBill(template, settings, volume);
  const nohold = noholdBill(template, settings, volume);
  const totalUsd = sum([idle, phoneNumbers, contacts, nohold].map((bill) => bill.totalUsd));
  return { idle, phoneNumbers, contacts, nohold, totalUsd };
}

function contactsBill(template: Template, settings: Settings, volume: Volume): Bill {
  const chats = volume.contactsPerMonth * volume.chatShare;
  const calls = volume.contactsPerMonth - chats;
  const callbacks = calls * volume.callbackShare;
  // A minute of menus and offers goes before a callback is taken; its wait costs nothing.
  const inbound = (calls - callbacks) * (volume.callMinutes + volume.waitMinutes) + callbacks;
  const outbound = callbacks * volume.callMinutes;
  const numbers = resourcesOf(template, 'AWS::Connect::PhoneNumber');
  const tollFree = numbers.filter((number) => number.properties.Type === 'TOLL_FREE').length;
  // Callers use the numbers alike: nothing in the settings says which is the busy one.
  const tollFreeShare = numbers.length === 0 ? 0 : tollFree / numbers.length;
  return billOf([
    line('calls in Connect, minutes', inbound + outbound, 'connectVoiceMinute'),
    line(
      'calls analysed by Contact Lens, minutes',
      settings.privacy.analyzeCalls ? calls * volume.callMinutes : 0,
      'contactLensMinute',
    ),
    line('inbound telephony, ordinary', inbound * (1 - tollFreeShare), 'didInboundMinute'),
    line('inbound telephony, toll-free', inbound * tollFreeShare, 'tollFreeInboundMinute'),
    line('callbacks: outbound telephony', outbound, 'outboundMinute'),
    line('chat messages', chats * volume.messagesPerChat, 'connectChatMessage'),
    // The message, the letter that says when it is answered, and the answer.
    line('e-mails', volume.emailsPerMonth * (settings.web?.emails === undefined ? 2 : 3), 'connectEmail'),
    line('tasks', volume.tasksPerMonth, 'connectTask'),
  ]);
}

function noholdBill(template: Template, settings: Settings, volume: Volume): Bill {
  const contacts = volume.contactsPerMonth + volume.emailsPerMonth + volume.tasksPerMonth;
  const waitedMinutes = volume.contactsPerMonth * volume.waitMinutes;
  const web = volume.webRequestsPerMonth;
  const draws = contacts > 0 ? drawsPerOpenHour * openHours(settings) * customWidgets(template) : 0;
  const recalled = recallsMatter(settings) ? volume.contactsPerMonth * (1 - volume.chatShare) : 0;
  const used = (what: keyof typeof contactAssumptions): number =>
    contacts * contactAssumptions[what] +
    waitedMinutes * waitingMinuteAssumptions[what] +
    recalled * recallAssumptions[what];
  const recordedMinutes = volume.contactsPerMonth * (1 - volume.chatShare) * volume.callMinutes;
  // Each recording is kept for the whole retention, so as many months of them lie there at once.
  const monthsKept = settings.privacy.contactRetentionDays / daysPerMonth;
  const recordedGb = settings.privacy.recordCalls ? (recordedMinutes * recordedMbPerMinute * monthsKept) / 1000 : 0;
  const rowsGb = (contacts * keptAssumptions.bytes * monthsKept) / 1e9;
  return billOf([
    line('metrics, by the open hour', contacts > 0 ? metricMonths(settings) : 0, 'metric'),
    line('Lambda: requests', used('invocations'), 'lambdaRequest'),
    line('Lambda: compute', used('gbSeconds'), 'lambdaArmGbSecond'),
    line('web desk: API requests', web, 'apiRequest'),
    line('web desk: Lambda', web, 'lambdaRequest'),
    line('web desk: compute', web * webRequestAssumptions.gbSeconds, 'lambdaArmGbSecond'),
    line('dashboard widgets: Lambda', draws, 'lambdaRequest'),
    line('dashboard widgets: compute', draws * drawGbSeconds, 'lambdaArmGbSecond'),
    line('table: reads', used('readUnits') + web * webRequestAssumptions.readUnits, 'dynamoRead'),
    line('table: writes', used('writeUnits') + web * webRequestAssumptions.writeUnits, 'dynamoWrite'),
    ...tableLines(template, rowsGb, keptAssumptions.indexShare),
    line('queues', used('queueRequests'), 'sqsRequest'),
    line('logs', used('logBytes') / 1e9, 'logGb'),
    line('traces', used('invocations'), 'trace'),
    line('decryptions', used('kmsRequests'), 'kmsRequest'),
    line('recordings kept', recordedGb, 's3GbMonth'),
  ]);
}

/** Metrics, dashboards, alarms and the widgets drawn. */
const watching = new Set([
  ...['dashboards', 'metrics of alarms', 'metrics, by the open hour'],
  ...['dashboard widgets: Lambda', 'dashboard widgets: compute'],
]);

/** What it costs a month to see how the center does. The most that ten queues may cost, open forty hours a week: $30. */
export const watchingUsd = ({ idle, nohold }: Pick<MonthlyCost, 'idle' | 'nohold'>): number =>
  sum([...idle.lines, ...nohold.lines].filter(({ what }) => watching.has(what)).map(({ usd }) => usd));

const customWidgets = (template: Template): number =>
  sum(
    resourcesOf(template, 'AWS::CloudWatch::Dashboard').map(
      ({ properties }) => JSON.stringify(properties).split('\\"type\\":\\"custom\\"').length - 1,
    ),
  );

/** Metrics of each queue and channel times the share of the month it is open; those of the whole center all month. */
function metricMonths(settings: Settings): number {
  const { perQueue, wholeCenter } = metricCounts();
  const lines = Object.values(settings.queues).flatMap((queue) =>
    queue.channels.map((channel) => perQueue[channel] * openShare(settings.hours[queue.hours])),
  );
  return sum(lines) + wholeCenter;
}

/** How many metrics a line of waiting contacts writes: only calls have offers and callbacks. */
function metricCounts(): { perQueue: Record<Channel, number>; wholeCenter: number } {
  const all = Object.entries(metrics).map(([name, { dimensions }]) => ({ name, ofQueue: dimensions.length > 0 }));
  const ofQueue = all.filter((metric) => metric.ofQueue);
  const ofChat = ofQueue.filter((metric) => !/Callback|Offer/.test(metric.name));
  const perQueue = perChannel((channel) => (channel === 'voice' ? ofQueue.length : ofChat.length));
  return { perQueue, wholeCenter: all.length - ofQueue.length };
}

/** Of a month, the hours in which the queue that is open longest is open. */
const openHours = (settings: Settings): number =>
  Math.max(0, ...Object.values(settings.queues).map((queue) => openShare(settings.hours[queue.hours]))) *
  daysPerMonth *
  24;

/** Share of a week's hours in which a queue is open, 0 to 1. Holidays are not taken off. */
export function openShare(hours: HoursSettings | undefined): number {
  const ranges = Object.values(hours?.week ?? {}).flat();
  const minutes = ranges.map((range) => minuteOf(range.slice(6)) - minuteOf(range.slice(0, 5)));
  return sum(minutes) / (7 * 24 * 60);
}

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
