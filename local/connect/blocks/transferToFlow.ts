import { flowNamed } from '../resources.ts';
import { type Block, EVERY_CHANNEL, failed, INBOUND_FLOWS, textProblems } from './block.ts';

export const transferToFlow: Block = {
  type: 'TransferToFlow',
  flowTypes: INBOUND_FLOWS,
  errors: ['NoMatchingError'],
  channels: EVERY_CHANNEL,
  problems: (parameters) => textProblems(parameters, 'ContactFlowId'),
  run({ action, board, run, text }) {
    const flow = flowNamed(board.resources, text(action.Parameters.ContactFlowId));
    if (flow === undefined) return failed('no such flow');
    if (flow.type !== run.flow.type) return failed(`a flow of type ${flow.type} cannot follow one of ${run.flow.type}`);
    return { kind: 'flow', flow };
  },
};
