import type { Settings } from '../../core/settings/schema.ts';
import { choose, menu } from '../language/blocks.ts';
import { type Step, step } from '../language/flow.ts';
import { promptsFor } from '../prompts.ts';
import { type AcceptParts, accept, acceptStart } from './accept.ts';
import { news } from './news.ts';
import { ofQueue } from './queueFacts.ts';
import { sorry } from './sorry.ts';

export const closedStart = 'closed';

/** The queue is closed: a callback when it opens, if the center makes them; else when it is open, and the other way. */
export function closed(
  settings: Settings,
  accepting: Omit<AcceptParts, 'prefix' | 'when' | 'hold' | 'keepsPlace'>,
): Step[] {
  const saying = { settings, queues: 'chosen', channel: 'voice' } as const;
  if (!settings.callbacks.openAfterHours) return sorry(closedStart, 'closed', saying);
  const prompts = promptsFor(settings.center.language);
  const prefix = 'closed-';
  const hold = 'closed-hours';
  return [
    step(closedStart, choose(ofQueue.offers, { callback: 'closed-offer', window: 'closed-offer' }, hold)),
    step(
      'closed-offer',
      menu(
        prompts.closedOffer(ofQueue.spokenName),
        { '1': acceptStart(prefix), '2': hold },
        { onSilence: hold, onOtherKey: hold, onError: hold },
      ),
    ),
    ...accept({ ...accepting, prefix, when: 'next-opening', hold, keepsPlace: false }),
    ...news(hold, { prefix }),
    ...sorry(hold, 'closed', saying),
  ];
}
