import { type Block, CUSTOMER_FLOWS, EVERY_CHANNEL } from './block.ts';

/** Ends the flow and leaves the contact where it is: waiting in a queue, or about to be joined with an agent. */
export const endFlowExecution: Block = {
  type: 'EndFlowExecution',
  flowTypes: 'all',
  errors: [],
  terminal: true,
  channels: EVERY_CHANNEL,
  run: () => ({ kind: 'over', ending: 'ended' }),
};

export const disconnectParticipant: Block = {
  type: 'DisconnectParticipant',
  flowTypes: CUSTOMER_FLOWS,
  errors: [],
  terminal: true,
  channels: EVERY_CHANNEL,
  run: () => ({ kind: 'over', ending: 'disconnected' }),
};
