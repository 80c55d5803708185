import type { Settings } from '../../core/settings/schema.ts';
import { aimAt, ifOpen, joinQueue, menu, repeat, waitIn } from '../language/blocks.ts';
import { type Flow, type Step, step, tell } from '../language/flow.ts';
import { flowIds, flowOf, hoursOf, queueOf } from '../names.ts';
import { type Prompts, promptsFor } from '../prompts.ts';
import { plain } from '../speech.ts';
import { acceptStart, countryOfNumbers } from './accept.ts';
import { closed, closedStart } from './closed.ts';
import { offer, offerStart } from './offer.ts';
import { quietly } from './opening.ts';
import { quote } from './quote.ts';
import { sorry } from './sorry.ts';

type Queue = Settings['queues'][string];

const sorryStart = 'sorry';

/** A call has chosen this queue: is it open, how long would the wait be, is there something better, and in. */
export function arrival(name: string, queue: Queue, settings: Settings): Flow {
  const prompts = promptsFor(settings.center.language);
  const offersCallback = queue.offers.includes('callback');
  const accepting = { queue: name, country: countryOfNumbers(settings), prompts };
  return tell(
    {
      id: flowIds.arrival(name),
      type: 'CONTACT_FLOW',
      channel: 'voice',
      description: `A call for ${name}: hours, the expected wait, the offer of a callback, and the queue.`,
    },
    [
      quietly(),
      step('aim', aimAt(queueOf(name), { onError: sorryStart })),
      step('if-open', ifOpen(hoursOf(queue.hours), { closed: closedStart, onError: 'waiting-flow' })),
      step('waiting-flow', waitIn(flowOf(flowIds.waiting(name)))),
      ...quote({ purpose: 'arrival', queue: name, channel: 'voice', onAnswer: offerStart(''), onFault: 'join' }),
      ...offer({ ...accepting, prefix: '', when: 'now', offersCallback, hold: 'join', keepsPlace: false }),
      step('join', joinQueue({ onFull: offersCallback ? 'full' : sorryStart, onError: sorryStart })),
      ...(offersCallback ? offerInsteadOfFullQueue(queue, prompts) : []),
      ...sorry(sorryStart, 'full', { settings, queues: [name], channel: 'voice' }),
      ...closed(name, queue, settings, accepting),
    ],
  );
}

/**
 * A full queue still has a ledger: a callback needs no place in it. Who takes none hears the last message; whose callback cannot be taken
 * down after all tries the queue once more, where a place may have come free.
 */
function offerInsteadOfFullQueue(queue: Queue, prompts: Prompts): Step[] {
  return [
    step('full', repeat(2, 'full-offer', sorryStart)),
    step(
      'full-offer',
      menu(
        prompts.full(plain(queue.spokenName)),
        { '1': acceptStart('') },
        { onSilence: sorryStart, onOtherKey: sorryStart, onError: sorryStart },
      ),
    ),
  ];
}
