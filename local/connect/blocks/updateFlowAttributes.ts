import { type Block, EVERY_CHANNEL, next } from './block.ts';

/** Attributes that live as long as the flow. */
export const updateFlowAttributes: Block = {
  type: 'UpdateFlowAttributes',
  flowTypes: 'all',
  errors: ['NoMatchingError'],
  channels: EVERY_CHANNEL,
  problems: (parameters) =>
    typeof parameters.FlowAttributes === 'object' && parameters.FlowAttributes !== null
      ? []
      : ['FlowAttributes is required'],
  run({ action, contact, text }) {
    const given = action.Parameters.FlowAttributes as Record<string, { Value: unknown }>;
    for (const [key, { Value }] of Object.entries(given)) contact.memory.flowAttributes[key] = text(Value);
    return next;
  },
};
