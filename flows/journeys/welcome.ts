import type { Settings } from '../../core/settings/schema.ts';
import { aimAt, ask, choose, goTo, joinQueue, menu, remember, repeat, say } from '../language/blocks.ts';
import { type Flow, onward, type Step, step, tell } from '../language/flow.ts';
import { flowIds, flowOf, lambdaOf, queueOf } from '../names.ts';
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
      ...(queues.length > 1
        ? [...knownMatter(queues, settings, prompts), ...queueMenu(queues, settings, prompts)]
        : []),
      ...queues.flatMap((queue, index) => aimedAt(queue, index, settings)),
      step('enter', goTo(flowOf(flowIds.arrival), 'join')),
      step('join', joinQueue({ onFull: sorryStart, onError: sorryStart })),
      ...sorry(sorryStart, 'full', { settings, queues, channel: 'voice' }),
    ],
  );
}

const entry = (index: number): string => `aim-${index + 1}`;

const menuStart = 'about-to-ask';

/** Long enough to find the key; who wants the menu, or nothing else, waits through it. */
const knownMatterSeconds = 5;

/** A caller whose matter is known is not asked for it again; whatever fails leads to the menu. */
function knownMatter(queues: readonly string[], { journey }: Settings, prompts: Prompts): Step[] {
  if (journey.knownMatter === 'menu') return [];
  const assumes = journey.knownMatter === 'assume';
  const entries = Object.fromEntries(queues.map((queue, index) => [queue, entry(index)]));
  const toMenu = { onSilence: menuStart, onOtherKey: menuStart, onError: menuStart };
  const limitSeconds = knownMatterSeconds;
  const spokenName = '$.External.spokenName';
  return [
    step('recall', ask(lambdaOf('recall-matter'), { queues: queues.join(' ') }, { onFault: menuStart })),
    step(
      'if-known',
      choose('$.External.matter', { ask: 'same-matter', ...(assumes ? { assume: 'still-matter' } : {}) }, menuStart),
    ),
    step('same-matter', menu(prompts.sameMatter(spokenName), { '1': 'to-known' }, { ...toMenu, limitSeconds })),
    ...(assumes
      ? [
          step(
            'still-matter',
            menu(
              prompts.stillMatter(spokenName),
              { '1': menuStart },
              { ...toMenu, onSilence: 'to-known', limitSeconds },
            ),
          ),
        ]
      : []),
    step('to-known', choose('$.External.queue', entries, menuStart)),
  ];
}

function queueMenu(queues: readonly string[], settings: Settings, prompts: Prompts): Step[] {
  const names = queues.map((queue) => plain(settings.queues[queue]?.spokenName ?? queue));
  const keys = Object.fromEntries(queues.map((_, index) => [String(index + 1), entry(index)]));
  return [
    // Read by quote-wait, which counts what a customer is asked twice.
    step(menuStart, remember({ menu: 'yes' }, { onError: onward })),
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
function aimedAt(queue: string, index: number, settings: Settings): Step[] {
  return [
    step(entry(index), aimAt(queueOf(queue), { onError: onward })),
    step(`about-${index + 1}`, remember(voiceFacts(queue, settings), { next: 'enter', onError: 'join' })),
  ];
}
