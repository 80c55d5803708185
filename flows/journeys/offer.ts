import { ask, choose, hangUp, menu, say } from '../language/blocks.ts';
import { type Step, step } from '../language/flow.ts';
import { lambdaOf } from '../names.ts';
import { type AcceptParts, accept, acceptStart } from './accept.ts';
import { news, newsStart } from './news.ts';

export interface OfferParts extends AcceptParts {
  /** Whether this queue may offer a callback; if not, only an open one is recognised. */
  readonly offersCallback: boolean;
}

export const offerStart = (prefix: string): string => `${prefix}weigh`;

/**
 * What to do with quote-wait's answer, for a caller who has just arrived and for one who has waited: say it, offer a callback, or recognise
 * the callback they already have. Holding is always one of the choices, and whatever fails leads there.
 */
export function offer(parts: OfferParts): Step[] {
  const { prefix, offersCallback, hold } = parts;
  const id = (name: string): string => `${prefix}${name}`;
  const branches = { ...(offersCallback ? { callback: id('offer') } : {}), 'open-callback': id('recognise') };
  return [
    step(offerStart(prefix), choose('$.External.offer', branches, id(newsStart))),
    ...(offersCallback ? offered(parts) : []),
    ...recognised(parts),
    ...news(hold, { prefix }),
  ];
}

function offered(parts: OfferParts): Step[] {
  const { prefix, queue, hold } = parts;
  const id = (name: string): string => `${prefix}${name}`;
  const decline = id('decline');
  return [
    step(
      id('offer'),
      menu(
        '$.External.say $.External.ask',
        { '1': acceptStart(prefix), '2': decline },
        { onSilence: decline, onOtherKey: decline, onError: hold },
      ),
    ),
    step(decline, answer('decline', queue, hold, hold)),
    ...accept(parts),
  ];
}

function recognised({ prefix, queue, prompts, hold }: OfferParts): Step[] {
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
    step(id('keep'), answer('keep', queue, id('if-kept'), hold)),
    step(id('if-kept'), choose('$.External.result', { kept: id('kept') }, id(newsStart))),
    step(id('kept'), say(farewell)),
    step(id('leave-kept'), hangUp('callback')),
    step(id('live'), answer('live', queue, id(newsStart), hold)),
    step(id('cancel'), answer('cancel', queue, id('if-cancelled'), hold)),
    step(id('if-cancelled'), choose('$.External.result', { cancelled: id('cancelled') }, id(newsStart))),
    step(id('cancelled'), say(farewell)),
    step(id('leave-cancelled'), hangUp('customer-choice')),
  ];
}

const answer = (choice: 'decline' | 'keep' | 'live' | 'cancel', queue: string, next: string, onFault: string) =>
  ask(lambdaOf('take-offer'), { choice, queue, channel: 'voice', when: 'now' }, { next, onFault });
