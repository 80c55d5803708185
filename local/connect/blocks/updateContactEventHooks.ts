import type { Hook } from '../contact.ts';
import { idOf } from '../resources.ts';
import { type Block, EVERY_CHANNEL, failed, next } from './block.ts';

const HOOKS: readonly string[] = [
  'AgentHold',
  'AgentWhisper',
  'CustomerHold',
  'CustomerQueue',
  'CustomerRemaining',
  'CustomerWhisper',
  'DefaultAgentUI',
  'DisconnectAgentUI',
  'PauseContact',
  'ResumeContact',
];

export const updateContactEventHooks: Block = {
  type: 'UpdateContactEventHooks',
  flowTypes: 'all',
  errors: ['NoMatchingError'],
  channels: EVERY_CHANNEL,
  problems(parameters) {
    const hooks = Object.keys((parameters.EventHooks as Record<string, unknown>) ?? {});
    if (hooks.length !== 1) return [`EventHooks takes one hook an action, got ${hooks.length}`];
    return hooks.filter((hook) => !HOOKS.includes(hook)).map((hook) => `EventHooks has no "${hook}"`);
  },
  run({ action, contact, board, text }) {
    const [[hook, reference]] = Object.entries(action.Parameters.EventHooks as Record<string, unknown>) as [
      [Hook, unknown],
    ];
    const flowId = idOf(text(reference));
    if (!board.resources.flows.has(flowId)) return failed(`no flow ${flowId}`);
    contact.hooks[hook] = flowId;
    return next;
  },
};
