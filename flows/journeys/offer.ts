import { ask, choose, menu } from '../language/blocks.ts';
import { type Step, step } from '../language/flow.ts';
import { lambdaOf } from '../names.ts';
import { type AcceptParts, accept, acceptStart } from './accept.ts';
import { news, newsStart } from './news.ts';
import { ofQueue } from './queueFacts.ts';
import { recognised, recognisedStart } from './recognised.ts';
import { windows, windowsStart } from './windows.ts';

export const offerStart = (prefix: string): string => `${prefix}weigh`;

export interface OfferParts extends AcceptParts {
  /** Whether links are sent by text, and by e-mail. */
  readonly texts: boolean;
  readonly emails: boolean;
}

/**
 * What to do with quote-wait's answer, for a caller who has just arrived and for one who has waited: say it, offer a callback, or recognise
 * the callback they already have. A queue that offers none only recognises one. Holding is always one of the choices, and whatever fails leads there.
 */
export function offer(parts: OfferParts): Step[] {
  const { prefix, hold } = parts;
  const id = (name: string): string => `${prefix}${name}`;
  return [
    step(
      offerStart(prefix),
      choose(
        '$.External.offer',
        { callback: id('if-offered'), 'open-callback': recognisedStart(prefix) },
        id(newsStart),
      ),
    ),
    ...offered(parts),
    ...recognised(parts),
    ...news(hold, { prefix }),
  ];
}

/** 1 keeps the place, 3 is a time that suits, 4 a link by text, 5 one by e-mail, 2 or silence holds: as core/offers/say.ts words it, in any order and number. */
function offered(parts: OfferParts): Step[] {
  const { prefix, hold, texts, emails } = parts;
  const id = (name: string): string => `${prefix}${name}`;
  const decline = id('decline');
  const suiting = { ...parts, prefix: id('suit-'), when: 'window', hold: decline } as const;
  return [
    step(
      id('if-offered'),
      choose(
        ofQueue.offers,
        { callback: id('offer'), window: id('offer'), text: id('offer'), email: id('offer') },
        id(newsStart),
      ),
    ),
    step(
      id('offer'),
      menu(
        '$.External.say $.External.ask',
        {
          '1': acceptStart(prefix),
          '2': decline,
          '3': windowsStart(suiting.prefix),
          ...(texts ? { '4': id('text') } : {}),
          ...(emails ? { '5': id('email') } : {}),
        },
        { onSilence: decline, onOtherKey: decline, onError: hold },
      ),
    ),
    ...(texts ? [linkBy('text', id('text'), id(newsStart), hold)] : []),
    ...(emails ? [linkBy('email', id('email'), id(newsStart), hold)] : []),
    step(
      decline,
      ask(
        lambdaOf('take-offer'),
        { choice: 'decline', queue: ofQueue.queue, channel: 'voice', when: 'now' },
        { next: hold, onFault: hold },
      ),
    ),
    ...accept(parts),
    ...windows({
      prefix: suiting.prefix,
      naming: 'name-window',
      take: acceptStart(suiting.prefix),
      hold: decline,
    }),
    ...accept(suiting),
  ];
}

const linkBy = (choice: 'text' | 'email', id: string, next: string, onFault: string): Step =>
  step(
    id,
    ask(lambdaOf('take-offer'), { choice, queue: ofQueue.queue, channel: 'voice', when: 'now' }, { next, onFault }),
  );
