import type { Settings } from '../../core/settings/schema.ts';
import { comfort, stayInQueue } from '../language/blocks.ts';
import { type Flow, step, tell } from '../language/flow.ts';
import { flowIds } from '../names.ts';
import { promptsFor } from '../prompts.ts';
import { spokenWithPauses } from '../speech.ts';
import { countryOfNumbers } from './accept.ts';
import { offer, offerStart } from './offer.ts';
import { quietly } from './opening.ts';
import { quote, quoteStart } from './quote.ts';

/**
 * Seconds of comfort between two quotes: a caller is not disturbed more often, and a told bound that would pass before the next one has to be
 * renewed now.
 */
export const requoteSeconds = 60;

/**
 * A caller waits. Once a minute the wait is predicted anew; quote-wait decides whether there is anything to say or offer, mostly there is not.
 * Whatever fails leads back to the comfort messages, and the caller keeps waiting.
 */
export function waiting(name: string, queue: Settings['queues'][string], settings: Settings): Flow {
  const prompts = promptsFor(settings.center.language);
  const comforted = 'comfort';
  return tell(
    {
      id: flowIds.waiting(name),
      type: 'CUSTOMER_QUEUE',
      channel: 'voice',
      description: `A call waits for ${name}: comfort messages, a new quote at most every ${requoteSeconds} seconds.`,
    },
    [
      quietly(),
      step(
        comforted,
        comfort(spokenWithPauses(prompts.comfort, requoteSeconds), {
          interruptEverySeconds: requoteSeconds,
          onInterrupt: quoteStart,
          onError: 'stay',
        }),
      ),
      step('stay', stayInQueue()),
      ...quote({ purpose: 'waiting', queue: name, channel: 'voice', onAnswer: offerStart(''), onFault: comforted }),
      ...offer({
        prefix: '',
        queue: name,
        when: 'now',
        country: countryOfNumbers(settings),
        prompts,
        offersCallback: queue.offers.includes('callback'),
        hold: comforted,
        keepsPlace: true,
      }),
    ],
  );
}
