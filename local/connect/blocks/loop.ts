import { type Block, EVERY_CHANNEL, wholeNumberProblems } from './block.ts';

/** Counts per contact and block, or per name where it has one ($.Loop.<name>.Index); starts again after DoneLooping. */
export const loop: Block = {
  type: 'Loop',
  flowTypes: 'all',
  errors: [],
  conditions: 'some',
  channels: EVERY_CHANNEL,
  problems: (parameters) => wholeNumberProblems(parameters, 'LoopCount', { least: 0, most: 100, dynamic: true }),
  run({ action, contact, run, text }) {
    const { loops } = contact.memory;
    const name = String(action.Parameters.LoopName ?? `${run.flow.id}/${action.Identifier}`);
    const rounds = loops[name] ?? 0;
    if (rounds < Number(text(action.Parameters.LoopCount))) {
      loops[name] = rounds + 1;
      return { kind: 'condition', value: 'ContinueLooping' };
    }
    loops[name] = 0;
    return { kind: 'condition', value: 'DoneLooping' };
  },
};
