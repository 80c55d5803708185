import { type Channel, channels, isLive } from '../contacts/channel.ts';
import { reference } from './names.ts';
import { type QueueSettings, type Settings, shortestExpected } from './schema.ts';
import type { SettingsProblem } from './settingsError.ts';

/** A queue whose hours, channels, expectations, offers and numbers do not go together. */
export function queueContradictions(settings: Settings, name: string): SettingsProblem[] {
  const queue = settings.queues[name];
  if (!queue) return [];
  const path = `queues.${name}`;
  return [
    ...reference(`${path}.hours`, queue.hours, 'hours', settings.hours),
    ...channels.flatMap((channel) => expectationContradictions(path, queue, channel)),
    ...channelContradictions(path, queue, settings),
    ...reachContradictions(settings, path, name, queue),
  ];
}

const usualExpectationSeconds: Record<Channel, number> = { voice: 60, chat: 120, email: 14_400, task: 86_400 };

function expectationContradictions(path: string, queue: QueueSettings, channel: Channel): SettingsProblem[] {
  const serves = queue.channels.includes(channel);
  const expectation = queue.expectation[channel];
  const problems: SettingsProblem[] = [];
  if (serves && !expectation) {
    problems.push({
      path: `${path}.expectation.${channel}`,
      value: undefined,
      expected: `what customers expect of the channel "${channel}"`,
      write: `{ "waitSeconds": ${usualExpectationSeconds[channel]} }, or take "${channel}" out of ${path}.channels`,
    });
  }
  if (!serves && expectation) {
    problems.push({
      path: `${path}.expectation.${channel}`,
      value: expectation,
      expected: `an expectation only for channels of the queue (${queue.channels.join(', ')})`,
      write: `"${channel}" into ${path}.channels, or nothing here`,
    });
  }
  const { marginSeconds } = (isLive(channel) ? queue.expectation[channel] : undefined) ?? {};
  const shortest = expectation ? shortestExpected(expectation) : 0;
  if (expectation && marginSeconds !== undefined && marginSeconds >= shortest) {
    problems.push({
      path: `${path}.expectation.${channel}.marginSeconds`,
      value: marginSeconds,
      expected: `less than ${shortest === expectation.waitSeconds ? 'waitSeconds' : 'the shortest waitSeconds of a segment'} (${shortest}): no contact has more left than all of it`,
      write: String(Math.round(shortest / 2)),
    });
  }
  if (expectation && queue.serviceLevel.thresholdSeconds > expectation.waitSeconds) {
    problems.push({
      path: `${path}.serviceLevel.thresholdSeconds`,
      value: queue.serviceLevel.thresholdSeconds,
      expected: `no more than expectation.${channel}.waitSeconds (${expectation.waitSeconds}): the service level would count as success what customers find too long`,
      write: `${expectation.waitSeconds}, or a longer waitSeconds`,
    });
  }
  return problems;
}

function channelContradictions(path: string, queue: QueueSettings, settings: Settings): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const notConfigured = { text: 'which number texts come from', email: 'which address letters come from' } as const;
  for (const offer of ['text', 'email'] as const) {
    const kind = `${offer}s` as const;
    if (!queue.offers.includes(offer) || settings.web?.[kind] !== undefined) continue;
    problems.push({
      path: `${path}.offers`,
      value: queue.offers,
      expected: `no "${offer}", since web.${kind} does not say ${notConfigured[offer]}`,
      write: JSON.stringify(queue.offers.filter((one) => one !== offer)),
    });
  }
  if (!queue.channels.includes('voice') && queue.offers.length > 0) {
    problems.push({
      path: `${path}.offers`,
      value: queue.offers,
      expected: 'no callback: it is offered in a call, and the queue has no channel "voice"',
      write: '[], or "voice" into its channels',
    });
  }
  if (!queue.channels.includes('chat') && queue.chatLink !== undefined) {
    problems.push({
      path: `${path}.chatLink`,
      value: queue.chatLink,
      expected: 'nothing: the link is told in chat, and the queue has no channel "chat"',
      write: 'nothing here, or "chat" into its channels',
    });
  }
  return problems;
}

function reachContradictions(settings: Settings, path: string, name: string, queue: QueueSettings): SettingsProblem[] {
  if (!queue.channels.includes('voice')) return [];
  if (Object.values(settings.phoneNumbers).some((phone) => phone.queues.includes(name))) return [];
  return [
    {
      path,
      value: name,
      expected: 'a queue that a telephone number leads to, since it has the channel "voice"',
      write: `"${name}" into the queues of an entry of phoneNumbers`,
    },
  ];
}
