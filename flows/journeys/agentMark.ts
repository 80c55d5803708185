import type { Settings } from '../../core/settings/schema.ts';
import { ask, choose, hangUp, menu, repeat, say } from '../language/blocks.ts';
import { type Flow, type Step, step, tell } from '../language/flow.ts';
import { flowIds, lambdaOf } from '../names.ts';
import { promptsFor } from '../prompts.ts';
import { plain } from '../speech.ts';
import { inTheCentersVoice, quietly } from './opening.ts';

/**
 * An agent says of the contact in hand how it stands, by a quick connect: the customer waits on hold meanwhile and comes back to the agent when
 * this flow hangs up. What is pressed here is for mark-contact; nobody is passed on.
 */
export function agentMark(settings: Settings): Flow {
  const prompts = promptsFor(settings.center.language);
  const allowances = Object.entries(settings.agentsMay.allowances);
  const otherwise = { onSilence: 'leave', onOtherKey: 'tries', onError: 'leave' };
  return tell(
    {
      id: flowIds.agentMark,
      type: 'QUEUE_TRANSFER',
      channel: 'voice',
      description: 'An agent marks a contact, promises a call, or gives what agents may give.',
    },
    [
      quietly(),
      ...inTheCentersVoice(settings),
      step('tries', repeat(2, 'menu', 'leave')),
      step(
        'menu',
        menu(
          prompts.agentMark(allowances.length > 0),
          { '1': 'solved', '2': 'not-yet', '3': 'promise', ...(allowances.length > 0 ? { '4': 'allowances' } : {}) },
          otherwise,
        ),
      ),
      step('solved', marking({ do: 'solved' })),
      step('not-yet', marking({ do: 'not-yet' })),
      step('promise', menu(prompts.agentPromise, { '1': 'half-hour', '2': 'two-hours', '3': 'tomorrow' }, otherwise)),
      ...(['half-hour', 'two-hours', 'tomorrow'] as const).map((by) => step(by, marking({ do: 'promise', by }))),
      ...(allowances.length > 0 ? given(allowances, settings) : []),
      step('told', say('$.External.say', 'leave')),
      step('failed', say(prompts.agentMarkFailed)),
      step('leave', hangUp('agent-stays')),
    ],
  );
}

const marking = (asked: Record<string, string>, next = 'told') =>
  ask(lambdaOf('mark-contact'), asked, { next, onFault: 'failed' });

type Allowances = [string, { spokenName: string }][];

/** One key for each allowance; beyond its rule one for each reason. */
function given(allowances: Allowances, { agentsMay, center }: Settings): Step[] {
  const prompts = promptsFor(center.language);
  const keys = (count: number, target: (key: number) => string) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [String(index + 1), target(index + 1)]));
  const otherwise = { onSilence: 'leave', onOtherKey: 'leave', onError: 'leave' };
  const reasons = agentsMay.reasons.map(plain);
  return [
    step(
      'allowances',
      menu(
        prompts.menu(allowances.map(([, { spokenName }]) => plain(spokenName))),
        keys(allowances.length, (key) => `allow-${key}`),
        otherwise,
      ),
    ),
    ...allowances.flatMap(([allowance], index) => {
      const key = index + 1;
      return [
        step(`allow-${key}`, marking({ do: 'allow', allowance }, `if-allowed-${key}`)),
        step(`if-allowed-${key}`, choose('$.External.result', { 'needs-reason': `why-${key}` }, 'told')),
        step(
          `why-${key}`,
          menu(
            `$.External.say ${prompts.agentReasons(reasons)}`,
            keys(reasons.length, (reason) => `why-${key}-${reason}`),
            otherwise,
          ),
        ),
        ...reasons.map((_, at) =>
          step(`why-${key}-${at + 1}`, marking({ do: 'allow', allowance, reason: String(at + 1) })),
        ),
      ];
    }),
  ];
}
