import type { Settings } from '../../core/settings/schema.ts';
import { comfort, repeat, stayInQueue } from '../language/blocks.ts';
import { type Flow, step, tell } from '../language/flow.ts';
import { flowIds } from '../names.ts';
import { promptsFor } from '../prompts.ts';
import { inQuiet } from '../speech.ts';
import { countryOfNumbers } from './accept.ts';
import { offer, offerStart } from './offer.ts';
import { quietly } from './opening.ts';
import { quote, quoteStart } from './quote.ts';

/**
 * Seconds between two looks at the wait. Mostly quote-wait answers with silence, because nobody is spoken to more than once a minute; the look
 * is more frequent so that a told bound about to pass is noticed before it has. Not under 20: an agent has that long to accept the contact.
 */
export const lookAgainSeconds = 30;

/**
 * A caller waits. Now and then the wait is predicted anew; quote-wait decides whether there is anything to say or offer, mostly there is not.
 * Whatever fails leads back to the comfort messages, and the caller keeps waiting.
 */
export function waiting(settings: Settings): Flow {
  const prompts = promptsFor(settings.center.language);
  const comforted = 'comfort';
  return tell(
    {
      id: flowIds.waiting,
      type: 'CUSTOMER_QUEUE',
      channel: 'voice',
      description: `A call waits: comfort messages, and a look at the wait every ${lookAgainSeconds} seconds.`,
    },
    [
      quietly(),
      // Connect's own count makes the messages take turns: the first, the first, the second.
      step(comforted, repeat(2, 'comfort-1', 'comfort-2')),
      ...prompts.comfort.map((message, index) =>
        step(
          `comfort-${index + 1}`,
          comfort([inQuiet(message, lookAgainSeconds)], {
            interruptEverySeconds: lookAgainSeconds,
            onInterrupt: quoteStart,
            onError: 'stay',
          }),
        ),
      ),
      step('stay', stayInQueue()),
      ...quote({ purpose: 'waiting', channel: 'voice', onAnswer: offerStart(''), onFault: comforted }),
      ...offer({
        texts: settings.web?.texts !== undefined,
        emails: settings.web?.emails !== undefined,
        prefix: '',
        when: 'now',
        country: countryOfNumbers(settings),
        prompts,
        hold: comforted,
        keepsPlace: true,
      }),
    ],
  );
}
