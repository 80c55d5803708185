import type { Settings } from '../../core/settings/schema.ts';
import {
  aimAt,
  choose,
  goTo,
  ifOpen,
  ifSentence,
  joinQueue,
  pause,
  remember,
  say,
  stayInQueue,
  waitIn,
} from '../language/blocks.ts';
import { type Flow, onward, step, tell } from '../language/flow.ts';
import { flowIds, flowOf, queueOf } from '../names.ts';
import { guided } from './agentGuide.ts';
import { news, newsStart } from './news.ts';
import { quietly } from './opening.ts';
import { chatFacts, ofQueue } from './queueFacts.ts';
import { quote, quoteStart } from './quote.ts';
import { sorry } from './sorry.ts';
import { lookAgainSeconds } from './waiting.ts';

/**
 * Somebody writes to one queue: the way in that a page or widget names. It says which queue it is and hands on, so that nothing a page writes
 * can lead a chat elsewhere. The queue is set here already, so that the chat can be queued even when the next flow cannot be reached.
 */
export function chatWith(name: string, settings: Settings): Flow {
  return tell(
    {
      id: flowIds.chatWith(name),
      type: 'CONTACT_FLOW',
      channel: 'chat',
      description: `A chat for ${name} starts here.`,
    },
    [
      quietly(),
      step('aim', aimAt(queueOf(name), { onError: onward })),
      step('about', remember(chatFacts(name, settings), { onError: 'join' })),
      step('enter', goTo(flowOf(flowIds.chat), 'join')),
      step('join', joinQueue({ onFull: 'sorry', onError: 'sorry' })),
      ...sorry('sorry', 'full', { settings, queues: [name], channel: 'chat' }),
    ],
  );
}

/** The expected wait and the link come as text, because a chat has no keys to press. */
export function chat(settings: Settings): Flow {
  const saying = { settings, queues: 'chosen', channel: 'chat' } as const;
  return tell(
    {
      id: flowIds.chat,
      type: 'CONTACT_FLOW',
      channel: 'chat',
      description: 'A chat for any queue: hours, the expected wait, a link, and the queue.',
    },
    [
      quietly(),
      step('aim', aimAt(ofQueue.queueArn, { onError: onward })),
      step('if-open', ifOpen({ closed: 'closed', onError: 'waiting-flow' })),
      step('waiting-flow', waitIn(flowOf(flowIds.chatWaiting))),
      // A page that knows its customer has written what came before onto the chat.
      ...(settings.journey.stepByStep
        ? [step('if-known', ifSentence('$.Attributes.journey', 'guide', quoteStart))]
        : []),
      ...guided(settings, quoteStart),
      ...quote({ purpose: 'arrival', channel: 'chat', onAnswer: newsStart, onFault: 'join' }),
      step(newsStart, ifSentence('$.External.say', 'if-linked', 'join')),
      step('if-linked', choose(ofQueue.linked, { yes: 'tell-with-link' }, 'tell')),
      step('tell-with-link', say(`$.External.say ${ofQueue.link}`, 'join')),
      step('tell', say('$.External.say', 'join')),
      step('join', joinQueue({ onFull: 'sorry', onError: 'sorry' })),
      ...sorry('sorry', 'full', saying),
      ...sorry('closed', 'closed', saying),
    ],
  );
}

/** A chat waits. It is told when what it was told no longer holds, and otherwise left in peace. */
export function chatWaiting(): Flow {
  return tell(
    {
      id: flowIds.chatWaiting,
      type: 'CUSTOMER_QUEUE',
      channel: 'chat',
      description: `A chat waits: a look at the wait every ${lookAgainSeconds} seconds.`,
    },
    [
      quietly(),
      step('pause', pause(lookAgainSeconds, { onError: 'stay' })),
      ...quote({ purpose: 'waiting', channel: 'chat', onAnswer: newsStart, onFault: 'pause' }),
      ...news('pause'),
      step('stay', stayInQueue()),
    ],
  );
}
