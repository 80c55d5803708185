import { speechSeconds } from '../person.ts';
import { type Block, type Step, VOICE_ONLY } from './block.ts';
import { PROMPT_SOURCES, promptOf } from './prompt.ts';

/** Repeats its messages until it is interrupted, or an agent has accepted. The log has each message once. */
export const messageParticipantIteratively: Block = {
  type: 'MessageParticipantIteratively',
  flowTypes: ['CUSTOMER_QUEUE', 'CUSTOMER_HOLD', 'AGENT_HOLD'],
  errors: ['NoMatchingError'],
  conditions: 'some',
  channels: VOICE_ONLY,
  needsCustomer: true,
  problems(parameters) {
    const messages = parameters.Messages;
    if (!Array.isArray(messages) || messages.length === 0) return ['Messages is required, with at least one message'];
    return messages.every((message) => PROMPT_SOURCES.some((source) => source in (message as object)))
      ? []
      : [`a message has none of ${PROMPT_SOURCES.join(', ')}`];
  },
  run(step) {
    sayInTurn(step);
    const { InterruptFrequencySeconds } = step.action.Parameters;
    if (InterruptFrequencySeconds !== undefined) {
      step.after(Number(step.text(InterruptFrequencySeconds)), () =>
        step.resume({ kind: 'condition', value: 'MessagesInterrupted' }),
      );
    }
    return 'waits';
  },
};

function sayInTurn({ action, contact, board, text, after }: Step): void {
  let fromSeconds = 0;
  for (const message of action.Parameters.Messages as Record<string, unknown>[]) {
    const prompt = promptOf(message, text);
    if (prompt === undefined) continue;
    after(fromSeconds, () => board.note(contact, { kind: 'said', text: prompt, to: 'customer' }));
    fromSeconds += speechSeconds(prompt);
  }
}
