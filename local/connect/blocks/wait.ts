import { type Block, CUSTOMER_FLOWS, failed, NOT_IN_CALLS } from './block.ts';

const LONGEST_WAIT_SECONDS = 604_800;

/** Not in calls here; Connect knows it for voice in inbound flows as well, around asynchronous Lambdas. */
export const wait: Block = {
  type: 'Wait',
  flowTypes: CUSTOMER_FLOWS,
  errors: ['NoMatchingError'],
  conditions: 'some',
  channels: NOT_IN_CALLS,
  problems: (parameters) => {
    const limit = parameters.TimeLimitSeconds ?? parameters.TimeoutSeconds;
    return limit === undefined ? ['TimeLimitSeconds is required'] : [];
  },
  run({ action, text, after, resume }) {
    const seconds = Number(text(action.Parameters.TimeLimitSeconds ?? action.Parameters.TimeoutSeconds));
    if (!(seconds > 0 && seconds <= LONGEST_WAIT_SECONDS)) return failed(`cannot wait ${seconds} s`);
    after(seconds, () => resume({ kind: 'condition', value: 'WaitCompleted' }));
    return 'waits';
  },
};
