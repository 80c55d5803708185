import type { Settings } from '../../core/settings/schema.ts';
import { choose, ifSentence, remember } from '../language/blocks.ts';
import { onward, type Step, step } from '../language/flow.ts';
import { givePriority, preferAgent } from '../language/precedence.ts';
import { guided } from './agentGuide.ts';

export const knownStart = 'if-known';

/** What a Lambda told of the customer's journey goes onto the contact, where the agent sees it. Without any nothing is written. */
export const tellAgent = (settings: Settings, next: string): Step[] => [
  step(knownStart, ifSentence('$.External.journey', 'tell-agent', next)),
  step('tell-agent', remember({ journey: '$.External.journey', repeat: '$.External.repeat' }, { onError: onward })),
  ...guided(settings),
];

/** A customer who was in contact before: the agent is told, and a repeat is led to who knew the matter, before others where it is owed. */
export function known(settings: Settings, next: string): Step[] {
  const { repeatPriority, knownAgentSeconds } = settings.journey;
  const toAgent = knownAgentSeconds > 0 ? 'if-agent' : next;
  const raises = repeatPriority < 5;
  return [
    ...tellAgent(settings, next),
    ...(raises
      ? [
          step('if-owed', choose('$.External.priority', { raised: 'raise' }, toAgent)),
          step('raise', givePriority(repeatPriority)),
        ]
      : []),
    ...(knownAgentSeconds > 0
      ? [
          step('if-agent', choose('$.External.prefer', { agent: 'prefer-agent' }, next)),
          step('prefer-agent', preferAgent('$.External.agentId', knownAgentSeconds, { next, onError: next })),
        ]
      : []),
  ];
}
