import { speechSeconds } from '../person.ts';
import { type Block, CUSTOMER_FLOWS, exactlyOneProblems, failed, VOICE_ONLY, wholeNumberProblems } from './block.ts';
import { chooseKey, collectDigits } from './keys.ts';
import { PROMPT_SOURCES, promptOf } from './prompt.ts';

/** A menu (one key), or with StoreInput digits that are kept. In a chat it takes the error branch: keys would need a bot. */
export const getParticipantInput: Block = {
  type: 'GetParticipantInput',
  flowTypes: CUSTOMER_FLOWS,
  errors: ['InputTimeLimitExceeded', 'NoMatchingCondition', 'NoMatchingError', 'InvalidPhoneNumber'],
  conditions: 'some',
  channels: VOICE_ONLY,
  needsCustomer: true,
  problems: (parameters) => [
    ...exactlyOneProblems(parameters, PROMPT_SOURCES),
    ...wholeNumberProblems(parameters, 'InputTimeLimitSeconds', { least: 1, most: 180, dynamic: true }),
    ...(['True', 'False'].includes(String(parameters.StoreInput)) ? [] : ['StoreInput is "True" or "False"']),
    ...(parameters.StoreInput === 'True' && parameters.InputValidation === undefined
      ? ['InputValidation is required when StoreInput is "True"']
      : []),
  ],
  run(step) {
    const { action, contact, board, text } = step;
    const prompt = promptOf(action.Parameters, text);
    if (prompt === undefined) return failed('nothing to ask');
    const collectsDigits = action.Parameters.StoreInput === 'True';
    const keys = (action.Transitions.Conditions ?? []).flatMap(({ Condition }) => Condition.Operands);
    board.note(contact, { kind: 'asked', text: prompt, keys, collectsDigits });
    const spokenSeconds = speechSeconds(prompt);
    const waitSeconds = spokenSeconds + Number(text(action.Parameters.InputTimeLimitSeconds));
    if (collectsDigits) collectDigits(step, waitSeconds);
    else chooseKey(step, waitSeconds);
    askPerson(step, { prompt, keys, collectsDigits, spokenSeconds });
    return 'waits';
  },
};

function askPerson(
  { contact, board, run, after }: Parameters<Block['run']>[0],
  asked: { prompt: string; keys: readonly string[]; collectsDigits: boolean; spokenSeconds: number },
): void {
  const answer = contact.person.keys?.({
    contactId: contact.id,
    text: asked.prompt,
    keys: asked.keys,
    collectsDigits: asked.collectsDigits,
    flow: run.flow.name,
    asksBefore: contact.asks,
  });
  contact.asks += 1;
  if (answer === undefined || answer === null) return;
  const press = typeof answer === 'string' ? { keys: answer } : answer;
  after(press.afterSeconds ?? asked.spokenSeconds + 1, () => board.flows.press(run, press.keys));
}
