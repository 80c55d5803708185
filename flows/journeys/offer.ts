import { ask, choose, hangUp, menu, say } from '../language/blocks.ts';
import { type Step, step } from '../language/flow.ts';
import { lambdaOf } from '../names.ts';
import { type AcceptParts, accept, acceptStart } from './accept.ts';
import { news, newsStart } from './news.ts';
import { ofQueue } from './queueFacts.ts';

export const offerStart = (prefix: string): string => `${prefix}weigh`;

/**
 * What to do with quote-wait's answer, for a caller who has just arrived and for one who has waited: say it, offer a callback, or recognise
 * the callback they already have. A queue that offers none only recognises one. Holding is always one of the choices, and whatever fails leads there.
 */
export function offer(parts: AcceptParts): Step[] {
  const { prefix, hold } = parts;
  const id = (name: string): string => `${prefix}${name}`;
  return [
    step(
      offerStart(prefix),
      choose('$.External.offer', { callback: id('if-offered'), 'open-callback': id('recognise') }, id(newsStart)),
    ),
    ...offered(parts),
    ...recognised(parts),
    ...news(hold, { prefix }),
  ];
}

function offered(parts: AcceptParts): Step[] {
  const { prefix, hold } = parts;
  const id = (name: string): string => `${prefix}${name}`;
  const decline = id('decline');
  return [
    step(id('if-offered'), choose(ofQueue.offers, { callback: id('offer') }, id(newsStart))),
    step(
      id('offer'),
      menu(
        '$.External.say $.External.ask',
        { '1': acceptStart(prefix), '2': decline },
        { onSilence: decline, onOtherKey: decline, onError: hold },
      ),
    ),
    step(decline, answer('decline', hold, hold)),
    ...accept(parts),
  ];
}

function recognised({ prefix, prompts, hold }: AcceptParts): Step[] {
  const id = (name: string): string => `${prefix}${name}`;
  const farewell = `$.External.say ${prompts.goodbye}`;
  return [
    step(
      id('recognise'),
      menu(
        '$.External.say $.External.ask',
        { '1': id('keep'), '2': id('live'), '3': id('cancel') },
        { onSilence: hold, onOtherKey: hold, onError: hold },
      ),
    ),
    step(id('keep'), answer('keep', id('if-kept'), hold)),
    step(id('if-kept'), choose('$.External.result', { kept: id('kept') }, id(newsStart))),
    step(id('kept'), say(farewell)),
    step(id('leave-kept'), hangUp('callback')),
    step(id('live'), answer('live', id(newsStart), hold)),
    step(id('cancel'), answer('cancel', id('if-cancelled'), hold)),
    step(id('if-cancelled'), choose('$.External.result', { cancelled: id('cancelled') }, id(newsStart))),
    step(id('cancelled'), say(farewell)),
    step(id('leave-cancelled'), hangUp('customer-choice')),
  ];
}

const answer = (choice: 'decline' | 'keep' | 'live' | 'cancel', next: string, onFault: string) =>
  ask(lambdaOf('take-offer'), { choice, queue: ofQueue.queue, channel: 'voice', when: 'now' }, { next, onFault });
