import type { Settings } from '../../core/settings/schema.ts';
import { choose, endWhisper, say } from '../language/blocks.ts';
import { type Flow, step, tell } from '../language/flow.ts';
import { flowIds } from '../names.ts';
import { promptsFor } from '../prompts.ts';
import { plain } from '../speech.ts';
import { inTheCentersVoice, quietly, recorded } from './opening.ts';

/** What an agent hears before a callback is connected. Nothing of the customer: who it is stands on the screen. */
export function callbackWhisper(settings: Settings): Flow {
  return tell(
    {
      id: flowIds.callbackWhisper,
      type: 'AGENT_WHISPER',
      channel: 'voice',
      description: 'Tells the agent that this contact is a callback.',
    },
    [
      quietly(),
      ...inTheCentersVoice(settings),
      step('whisper', say(promptsFor(settings.center.language).callbackWhisper)),
      step('end', endWhisper()),
    ],
  );
}

/**
 * What a customer hears who was called through a queue: by a callback that kept its place, or by an agent dialling out. It is a contact of its
 * own, so the recording notice of the first call does not cover it.
 */
export function outboundWhisper(settings: Settings): Flow {
  const prompts = promptsFor(settings.center.language);
  const center = plain(settings.center.name);
  const notice = settings.center.recordingNotice === null ? null : plain(settings.center.recordingNotice);
  return tell(
    {
      id: flowIds.outboundWhisper,
      type: 'OUTBOUND_WHISPER',
      channel: 'voice',
      description: 'Greets a customer who is called, with the recording notice.',
    },
    [
      quietly(),
      ...inTheCentersVoice(settings),
      recorded(settings),
      step('if-callback', choose('$.InitiationMethod', { CALLBACK: 'promised' }, 'hello')),
      step('promised', say(prompts.callbackHello(center, notice), 'end')),
      step('hello', say(prompts.outboundHello(center, notice))),
      step('end', endWhisper()),
    ],
  );
}
