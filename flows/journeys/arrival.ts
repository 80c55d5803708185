import type { Settings } from '../../core/settings/schema.ts';
import { aimAt, choose, ifOpen, joinQueue, menu, repeat, waitIn } from '../language/blocks.ts';
import { type Flow, onward, type Step, step, tell } from '../language/flow.ts';
import { flowIds, flowOf } from '../names.ts';
import { type Prompts, promptsFor } from '../prompts.ts';
import { acceptStart, countryOfNumbers } from './accept.ts';
import { closed, closedStart } from './closed.ts';
import { known, knownStart } from './known.ts';
import { offer, offerStart } from './offer.ts';
import { quietly } from './opening.ts';
import { ofQueue } from './queueFacts.ts';
import { quote } from './quote.ts';
import { sorry } from './sorry.ts';

const sorryStart = 'sorry';

/** A call has chosen a queue: is it open, how long would the wait be, is there something better, and in. */
export function arrival(settings: Settings): Flow {
  const prompts = promptsFor(settings.center.language);
  const accepting = { country: countryOfNumbers(settings), prompts };
  return tell(
    {
      id: flowIds.arrival,
      type: 'CONTACT_FLOW',
      channel: 'voice',
      description: 'A call for any queue: hours, the expected wait, the offer of a callback, and the queue.',
    },
    [
      quietly(),
      // The welcome flow has aimed already: where this fails, its aim holds.
      step('aim', aimAt(ofQueue.queueArn, { onError: onward })),
      step('if-open', ifOpen({ closed: closedStart, onError: 'waiting-flow' })),
      step('waiting-flow', waitIn(flowOf(flowIds.waiting))),
      ...quote({ purpose: 'arrival', channel: 'voice', onAnswer: knownStart, onFault: 'join' }),
      ...known(settings, offerStart('')),
      ...offer({
        ...accepting,
        prefix: '',
        when: 'now',
        hold: 'join',
        keepsPlace: false,
        texts: settings.web?.texts !== undefined,
        emails: settings.web?.emails !== undefined,
      }),
      step('join', joinQueue({ onFull: 'full', onError: sorryStart })),
      ...offerInsteadOfFullQueue(prompts),
      ...sorry(sorryStart, 'full', { settings, queues: 'chosen', channel: 'voice' }),
      ...closed(settings, accepting),
    ],
  );
}

/**
 * A full queue still has a ledger: a callback needs no place in it. Who takes none, or is offered none, hears the last message; whose callback
 * cannot be taken down after all tries the queue once more, where a place may have come free.
 */
function offerInsteadOfFullQueue(prompts: Prompts): Step[] {
  return [
    step('full', choose(ofQueue.offers, { callback: 'full-tries' }, sorryStart)),
    step('full-tries', repeat(2, 'full-offer', sorryStart)),
    step(
      'full-offer',
      menu(
        prompts.full(ofQueue.spokenName),
        { '1': acceptStart('') },
        { onSilence: sorryStart, onOtherKey: sorryStart, onError: sorryStart },
      ),
    ),
  ];
}
