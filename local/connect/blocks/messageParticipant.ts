import { speechSeconds } from '../person.ts';
import { type Block, exactlyOneProblems, failed, next, SPOKEN_IN } from './block.ts';
import { PROMPT_SOURCES, promptOf } from './prompt.ts';

/** Speaks, or writes in a chat. An empty text cannot be spoken: error branch. */
export const messageParticipant: Block = {
  type: 'MessageParticipant',
  flowTypes: 'all',
  errors: ['NoMatchingError'],
  channels: SPOKEN_IN,
  needsCustomer: true,
  problems: (parameters) => exactlyOneProblems(parameters, PROMPT_SOURCES),
  run({ action, contact, board, run, text, after, resume }) {
    const prompt = promptOf(action.Parameters, text);
    if (prompt === undefined) return failed('nothing to say');
    if (contact.channel === 'CHAT') {
      board.chats.write(contact, 'system', prompt);
      return next;
    }
    board.note(contact, { kind: 'said', text: prompt, to: run.flow.type === 'AGENT_WHISPER' ? 'agent' : 'customer' });
    after(speechSeconds(prompt), () => resume(next));
    return 'waits';
  },
};
