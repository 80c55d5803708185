import type { Channel } from '../core/contacts/channel.ts';
import type { Settings } from '../core/settings/schema.ts';
import { agentGuide } from './journeys/agentGuide.ts';
import { agentMark } from './journeys/agentMark.ts';
import { arrival } from './journeys/arrival.ts';
import { callbackCreation } from './journeys/callbackCreation.ts';
import { callbackOutbound } from './journeys/callbackOutbound.ts';
import { chat, chatWaiting, chatWith } from './journeys/chat.ts';
import { connecting, queueTransfer } from './journeys/passingOn.ts';
import { post } from './journeys/post.ts';
import { textLink } from './journeys/textLink.ts';
import { waiting } from './journeys/waiting.ts';
import { welcome } from './journeys/welcome.ts';
import { callbackWhisper, outboundWhisper } from './journeys/whispers.ts';
import type { Flow } from './language/flow.ts';

/**
 * Every flow a center with these settings needs: its journeys once, and the ways into them, one for each number and each queue with chat, e-mail or tasks. A flow stands after those it refers to, so they can be made in this order.
 */
export function flowsOf(settings: Settings): Flow[] {
  const voiceQueues = queuesOf(settings, 'voice');
  const chatQueues = queuesOf(settings, 'chat');
  return [
    ...(settings.journey.stepByStep ? [agentGuide(settings)] : []),
    outboundWhisper(settings),
    callbackWhisper(settings),
    connecting(settings),
    queueTransfer(settings),
    agentMark(settings),
    callbackCreation(settings),
    callbackOutbound(voiceQueues, settings),
    ...(voiceQueues.length > 0 ? [waiting(settings), arrival(settings)] : []),
    ...(chatQueues.length > 0 ? [chatWaiting(), chat(settings)] : []),
    ...(settings.web?.texts === undefined ? [] : [textLink()]),
    ...chatQueues.map((name) => chatWith(name, settings)),
    ...queuesOf(settings, 'email').map((name) => post(name, 'email', settings.web?.emails !== undefined)),
    ...queuesOf(settings, 'task').map((name) => post(name, 'task', false)),
    ...Object.entries(settings.phoneNumbers).map(([id, { queues }]) => welcome(id, queues, settings)),
  ];
}

function queuesOf(settings: Settings, channel: Channel): string[] {
  return Object.keys(settings.queues).filter((name) => settings.queues[name]?.channels.includes(channel));
}
