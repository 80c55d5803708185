import { ask, choose, menu } from '../language/blocks.ts';
import { type Step, step } from '../language/flow.ts';
import { lambdaOf } from '../names.ts';
import { news, newsStart } from './news.ts';
import { ofQueue } from './queueFacts.ts';

export interface WindowsParts {
  /** Tells the steps apart from those of other offers. */
  readonly prefix: string;
  /** `name-window` for who has no callback; `change-time` for the one that is open. */
  readonly naming: 'name-window' | 'change-time';
  /** Takes the window that was named last: it is in $.External.window. */
  readonly take: string;
  /** Where the contact goes on when it takes none. */
  readonly hold: string;
}

export const windowsStart = (prefix: string): string => `${prefix}name`;
/** Asks about the window in $.External. */
export const windowNamed = (prefix: string): string => `${prefix}windows`;

/** A time that suits: the earliest that can be kept is named, and later ones by key, until one is taken or none. */
export function windows({ prefix, naming, take, hold }: WindowsParts): Step[] {
  const id = (name: string): string => `${prefix}${name}`;
  const about = { queue: ofQueue.queue, channel: 'voice', when: 'window' };
  return [
    step(
      windowsStart(prefix),
      ask(lambdaOf('take-offer'), { ...about, choice: naming }, { next: id('if-named'), onFault: hold }),
    ),
    step(id('if-named'), choose('$.External.result', { window: windowNamed(prefix) }, id(newsStart))),
    step(
      windowNamed(prefix),
      menu(
        '$.External.say $.External.ask',
        { '1': take, '2': id('later'), '3': hold },
        { onSilence: hold, onOtherKey: hold, onError: hold },
      ),
    ),
    step(
      id('later'),
      ask(
        lambdaOf('take-offer'),
        { ...about, choice: 'name-window', window: '$.External.window' },
        { next: id('if-named'), onFault: hold },
      ),
    ),
    ...news(hold, { prefix }),
  ];
}
