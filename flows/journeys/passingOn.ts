import type { Settings } from '../../core/settings/schema.ts';
import { comfort, hangUp, joinQueue, say, stayInQueue, waitIn } from '../language/blocks.ts';
import { type Flow, step, tell } from '../language/flow.ts';
import { flowIds, flowOf } from '../names.ts';
import { promptsFor } from '../prompts.ts';
import { inQuiet } from '../speech.ts';
import { quietly } from './opening.ts';

/** An agent passes a customer on to another queue by a quick connect, which has set the queue. A full one is the agent's to hear. */
export function queueTransfer(settings: Settings): Flow {
  return tell(
    {
      id: flowIds.queueTransfer,
      type: 'QUEUE_TRANSFER',
      channel: 'voice',
      description: 'An agent passes a customer on to another queue.',
    },
    [
      quietly(),
      step('waiting-flow', waitIn(flowOf(flowIds.connecting))),
      step('join', joinQueue({ onFull: 'refused', onError: 'refused' })),
      step('refused', say(promptsFor(settings.center.language).transferRefused)),
      step('leave', hangUp('agent-stays')),
    ],
  );
}

/** The wait of a customer who is being put through, after a callback or a transfer: nothing is offered, it was all said before. */
export function connecting(settings: Settings): Flow {
  const { comfortConnecting } = promptsFor(settings.center.language);
  return tell(
    {
      id: flowIds.connecting,
      type: 'CUSTOMER_QUEUE',
      channel: 'voice',
      description: 'A customer who was called back or passed on waits for the agent.',
    },
    [
      quietly(),
      step('comfort', comfort([inQuiet(comfortConnecting, 20)], { onError: 'stay' })),
      step('stay', stayInQueue()),
    ],
  );
}
