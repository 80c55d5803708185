import type { Settings } from '../../core/settings/schema.ts';
import { aimAt, goTo, joinQueue, menu, remember, repeat, say } from '../language/blocks.ts';
import { type Flow, onward, type Step, step, tell } from '../language/flow.ts';
import { flowIds, flowOf, queueOf } from '../names.ts';
import { type Prompts, promptsFor } from '../prompts.ts';
import { plain } from '../speech.ts';
import { inTheCentersVoice, quietly, recorded } from './opening.ts';
import { voiceFacts } from './queueFacts.ts';
import { sorry } from './sorry.ts';

/** A caller who has not found a key by then is let in by the first. */
export const menuTries = 3;

const sorryStart = 'sorry';

/** A phone number is called: the greeting, and to the queue it serves, by a menu where it serves several. */
export function welcome(id: string, queues: readonly string[], settings: Settings): Flow {
  const prompts = promptsFor(settings.center.language);
  const notice = settings.center.recordingNotice;
  return tell(
    {
      id: flowIds.welcome(id),
      type: 'CONTACT_FLOW',
      channel: 'voice',
      description: `Calls to ${id}: greeting, recording notice, and the way to ${queues.join(', ')}.`,
    },
    [
      quietly(),
      ...inTheCentersVoice(settings),
      recorded(settings),
      step('greeting', say(prompts.welcome(plain(settings.center.name), notice === null ? null : plain(notice)))),
      ...(queues.length > 1 ? queueMenu(queues, settings, prompts) : []),
      ...queues.flatMap((queue, index) => enterQueue(queue, index, settings, queues.length > 1)),
      step('join', joinQueue({ onFull: sorryStart, onError: sorryStart })),
      ...sorry(sorryStart, 'full', { settings, queues, channel: 'voice' }),
    ],
  );
}

const entry = (index: number): string => `aim-${index + 1}`;

function queueMenu(queues: readonly string[], settings: Settings, prompts: Prompts): Step[] {
  const names = queues.map((queue) => plain(settings.queues[queue]?.spokenName ?? queue));
  const keys = Object.fromEntries(queues.map((_, index) => [String(index + 1), entry(index)]));
  return [
    step('tries', repeat(menuTries, 'menu', entry(0))),
    step(
      'menu',
      menu(prompts.menu(names), keys, { onSilence: 'tries', onOtherKey: 'not-understood', onError: entry(0) }),
    ),
    step('not-understood', say(prompts.menuNotUnderstood, 'tries')),
  ];
}

/**
 * The queue is set here already, so that the caller can be queued even when the next flow cannot be reached, or could not be told which queue
 * it is.
 */
function enterQueue(queue: string, index: number, settings: Settings, menuAsked: boolean): Step[] {
  return [
    step(entry(index), aimAt(queueOf(queue), { onError: onward })),
    step(`about-${index + 1}`, remember(voiceFacts(queue, settings, menuAsked), { onError: 'join' })),
    step(`enter-${index + 1}`, goTo(flowOf(flowIds.arrival), 'join')),
  ];
}
