import type { Channel } from '../core/contacts/channel.ts';
import type { Settings } from '../core/settings/schema.ts';
import { arrival } from './journeys/arrival.ts';
import { callbackCreation } from './journeys/callbackCreation.ts';
import { callbackOutbound } from './journeys/callbackOutbound.ts';
import { chat, chatWaiting } from './journeys/chat.ts';
import { connecting, queueTransfer } from './journeys/passingOn.ts';
import { waiting } from './journeys/waiting.ts';
import { welcome } from './journeys/welcome.ts';
import { callbackWhisper, outboundWhisper } from './journeys/whispers.ts';
import type { Flow } from './language/flow.ts';

/** Every flow a center with these settings needs. A flow stands after those it refers to, so they can be made in this order. */
export function flowsOf(settings: Settings): Flow[] {
  const voiceQueues = queuesOf(settings, 'voice');
  const chatQueues = queuesOf(settings, 'chat');
  const voiceNames = voiceQueues.map(([name]) => name);
  return [
    outboundWhisper(settings),
    callbackWhisper(settings),
    connecting(settings),
    queueTransfer(settings),
    callbackCreation(voiceNames),
    callbackOutbound(voiceNames, settings),
    ...voiceQueues.map(([name, queue]) => waiting(name, queue, settings)),
    ...voiceQueues.map(([name, queue]) => arrival(name, queue, settings)),
    ...chatQueues.map(([name]) => chatWaiting(name)),
    ...chatQueues.map(([name, queue]) => chat(name, queue, settings)),
    ...Object.entries(settings.phoneNumbers).map(([id, { queues }]) => welcome(id, queues, settings)),
  ];
}

function queuesOf(settings: Settings, channel: Channel): [string, Settings['queues'][string]][] {
  return Object.entries(settings.queues).filter(([, queue]) => queue.channels.includes(channel));
}
