import { ask, choose, hangUp, menu, say } from '../language/blocks.ts';
import { type Step, step } from '../language/flow.ts';
import { lambdaOf } from '../names.ts';
import { type AcceptParts, accept, otherNumberStart } from './accept.ts';
import { news, newsStart } from './news.ts';
import { ofQueue } from './queueFacts.ts';
import { windowNamed, windows, windowsStart } from './windows.ts';

export const recognisedStart = (prefix: string): string => `${prefix}recognise`;

/** A caller who has a callback open already: keep it, wait on the line instead, take it back, or change its number or time. */
export function recognised(parts: AcceptParts): Step[] {
  const { prefix, prompts, hold } = parts;
  const id = (name: string): string => `${prefix}${name}`;
  const farewell = `$.External.say ${prompts.goodbye}`;
  return [
    step(
      recognisedStart(prefix),
      menu(
        '$.External.say $.External.ask',
        { '1': id('keep'), '2': id('live'), '3': id('cancel'), '4': id('change') },
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
    ...changed(parts),
  ];
}

/** Whatever becomes of a change, the callback that was open is kept. */
function changed(parts: AcceptParts): Step[] {
  const { prefix, prompts } = parts;
  const id = (name: string): string => `${prefix}${name}`;
  const hold = id('keep');
  const number = { ...parts, prefix: id('number-'), when: 'change-number', hold } as const;
  const time = id('time-');
  return [
    step(
      id('change'),
      menu(
        prompts.changeCallback,
        { '1': otherNumberStart(number.prefix), '2': windowsStart(time) },
        { onSilence: hold, onOtherKey: hold, onError: hold },
      ),
    ),
    ...accept(number),
    ...news(hold, { prefix: number.prefix }),
    ...windows({ prefix: time, naming: 'change-time', take: `${time}take`, hold }),
    step(
      `${time}take`,
      ask(
        lambdaOf('take-offer'),
        { choice: 'change-time', queue: ofQueue.queue, channel: 'voice', when: 'window', window: '$.External.window' },
        { next: `${time}taken`, onFault: hold },
      ),
    ),
    step(
      `${time}taken`,
      choose('$.External.result', { kept: id('kept'), window: windowNamed(time) }, `${time}${newsStart}`),
    ),
  ];
}

const answer = (choice: 'keep' | 'live' | 'cancel', next: string, onFault: string) =>
  ask(lambdaOf('take-offer'), { choice, queue: ofQueue.queue, channel: 'voice', when: 'now' }, { next, onFault });
