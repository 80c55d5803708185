import type { Settings } from '../../core/settings/schema.ts';
import { aimAt, ask, choose, hangUp, joinQueue, whisperToAgent } from '../language/blocks.ts';
import { type Flow, onward, step, tell } from '../language/flow.ts';
import { flowIds, flowOf, lambdaOf } from '../names.ts';
import { knownStart, tellAgent } from './known.ts';
import { quietly } from './opening.ts';

/**
 * Connect has made the contact of a callback that keeps its caller's place. It is tied to its row in the ledger, and ended here when the row
 * says so: a duplicate, a cancelled one, or one we could not ask about. The ledger still holds the promise then, and the dialler keeps it.
 *
 * The queue is set again from bind-callback's answer: whether the contact brings its queue along is not written anywhere.
 */
export function callbackCreation(settings: Settings): Flow {
  return tell(
    {
      id: flowIds.callbackCreation,
      type: 'CONTACT_FLOW',
      channel: 'voice',
      description: 'A callback that keeps its place has been created: bind it to the ledger, then queue it or end it.',
    },
    [
      quietly(),
      step('bind', ask(lambdaOf('bind-callback'), {}, { onFault: 'leave' })),
      step('if-wanted', choose('$.External.bind', { go: knownStart }, 'leave')),
      ...tellAgent(settings, 'aim'),
      step('aim', aimAt('$.External.queueArn', { onError: onward })),
      step('whisper', whisperToAgent(flowOf(flowIds.callbackWhisper))),
      step('join', joinQueue({ onFull: 'leave', onError: 'leave' })),
      step('leave', hangUp('callback')),
    ],
  );
}
