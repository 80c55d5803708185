import type { Settings } from '../../core/settings/schema.ts';
import { aimAt, ifOpen, joinQueue, pause, stayInQueue, waitIn } from '../language/blocks.ts';
import { type Flow, step, tell } from '../language/flow.ts';
import { flowIds, flowOf, hoursOf, queueOf } from '../names.ts';
import { promptsFor } from '../prompts.ts';
import { plainLink } from '../speech.ts';
import { news, newsStart } from './news.ts';
import { quietly } from './opening.ts';
import { quote } from './quote.ts';
import { sorry } from './sorry.ts';
import { lookAgainSeconds } from './waiting.ts';

type Queue = Settings['queues'][string];

/** Somebody writes: the expected wait and the link come as text, because a chat has no keys to press. */
export function chat(name: string, queue: Queue, settings: Settings): Flow {
  const prompts = promptsFor(settings.center.language);
  const saying = { settings, queues: [name], channel: 'chat' } as const;
  return tell(
    {
      id: flowIds.chat(name),
      type: 'CONTACT_FLOW',
      channel: 'chat',
      description: `A chat for ${name}: hours, the expected wait, a link, and the queue.`,
    },
    [
      quietly(),
      step('aim', aimAt(queueOf(name), { onError: 'sorry' })),
      step('if-open', ifOpen(hoursOf(queue.hours), { closed: 'closed', onError: 'waiting-flow' })),
      step('waiting-flow', waitIn(flowOf(flowIds.chatWaiting(name)))),
      ...quote({ purpose: 'arrival', queue: name, channel: 'chat', onAnswer: newsStart, onFault: 'join' }),
      ...news('join', { besides: queue.chatLink === undefined ? '' : prompts.chatLink(plainLink(queue.chatLink)) }),
      step('join', joinQueue({ onFull: 'sorry', onError: 'sorry' })),
      ...sorry('sorry', 'full', saying),
      ...sorry('closed', 'closed', saying),
    ],
  );
}

/** A chat waits. It is told when what it was told no longer holds, and otherwise left in peace. */
export function chatWaiting(name: string): Flow {
  return tell(
    {
      id: flowIds.chatWaiting(name),
      type: 'CUSTOMER_QUEUE',
      channel: 'chat',
      description: `A chat waits for ${name}: a look at the wait every ${lookAgainSeconds} seconds.`,
    },
    [
      quietly(),
      step('pause', pause(lookAgainSeconds, { onError: 'stay' })),
      ...quote({ purpose: 'waiting', queue: name, channel: 'chat', onAnswer: newsStart, onFault: 'pause' }),
      ...news('pause'),
      step('stay', stayInQueue()),
    ],
  );
}
