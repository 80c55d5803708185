import type { Settings } from '../../core/settings/schema.ts';
import {
  aimAt,
  ask,
  choose,
  hangUp,
  joinQueue,
  menu,
  repeat,
  say,
  waitIn,
  whisperToAgent,
} from '../language/blocks.ts';
import { type Flow, onward, type Step, step, tell } from '../language/flow.ts';
import { givePriority, preferAgent } from '../language/precedence.ts';
import { flowIds, flowOf, lambdaOf } from '../names.ts';
import { type Prompts, promptsFor } from '../prompts.ts';
import { plain } from '../speech.ts';
import { guided } from './agentGuide.ts';
import { inTheCentersVoice, quietly, recorded } from './opening.ts';
import { sorry } from './sorry.ts';

/** How often a person is asked to press a key. A machine presses none, and no agent is called for it. */
const confirmTries = 2;

/** The dialler has called and somebody, or something, has answered. A person says so with a key and is put first in the queue. */
export function callbackOutbound(queues: readonly string[], settings: Settings): Flow {
  const prompts = promptsFor(settings.center.language);
  const notice = settings.center.recordingNotice;
  return tell(
    {
      id: flowIds.callbackOutbound,
      type: 'CONTACT_FLOW',
      channel: 'voice',
      description: 'A promised callback is dialled: 1 to talk, 2 to cancel, then first in the queue.',
    },
    [
      quietly(),
      ...inTheCentersVoice(settings),
      recorded(settings),
      step('tries', repeat(confirmTries, 'greeting', 'leave')),
      step(
        'greeting',
        menu(
          prompts.callbackGreeting(plain(settings.center.name), notice === null ? null : plain(notice)),
          { '1': 'confirm', '2': 'cancel', '9': 'opt-out' },
          { onSilence: 'tries', onOtherKey: 'tries', onError: 'tries', limitSeconds: 6 },
        ),
      ),
      ...confirmed(prompts, settings),
      ...cancelled(prompts),
      step('leave', hangUp('callback')),
      ...sorry('sorry', 'full', { settings, queues, channel: 'voice' }),
    ],
  );
}

function confirmed(prompts: Prompts, settings: Settings): Step[] {
  const { knownAgentSeconds } = settings.journey;
  return [
    step('confirm', answer('confirm', 'if-over', 'prefer')),
    step('if-over', choose('$.External.result', { end: 'over' }, 'prefer')),
    step('over', say(`$.External.say ${prompts.goodbye}`, 'leave')),
    step('prefer', givePriority(1)),
    // An agent who promised the call is asked for first.
    ...(knownAgentSeconds > 0
      ? [
          step('if-promised', choose('$.Attributes.prefer', { agent: 'own-agent' }, 'waiting-flow')),
          step('own-agent', preferAgent('$.Attributes.agentId', knownAgentSeconds, { onError: onward })),
        ]
      : []),
    step('waiting-flow', waitIn(flowOf(flowIds.connecting))),
    ...guided(settings),
    step('whisper', whisperToAgent(flowOf(flowIds.callbackWhisper))),
    // The dialler's request names the queue too: without this attribute the contact already has one.
    step('aim', aimAt('$.Attributes.queueArn', { onError: 'join' })),
    step('join', joinQueue({ onFull: 'sorry', onError: 'sorry' })),
  ];
}

function cancelled(prompts: Prompts): Step[] {
  return [
    step('cancel', answer('cancel', 'cancelled', 'not-cancelled')),
    step('opt-out', answer('opt-out', 'cancelled', 'not-cancelled')),
    step('cancelled', say(`$.External.say ${prompts.goodbye}`)),
    step('leave-cancelled', hangUp('customer-choice')),
    step('not-cancelled', say(prompts.callbackNotCancelled, 'leave')),
  ];
}

const answer = (choice: 'confirm' | 'cancel' | 'opt-out', next: string, onFault: string) =>
  ask(
    lambdaOf('take-offer'),
    { choice, queue: '$.Attributes.queue', channel: 'voice', when: 'now' },
    { next, onFault },
  );
