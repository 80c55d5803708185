import { type Block, CUSTOMER_FLOWS, failed, next, textProblems, VOICE_ONLY } from './block.ts';

/** The number a callback will ring. Connect allows no NoMatchingError here. */
export const updateContactCallbackNumber: Block = {
  type: 'UpdateContactCallbackNumber',
  flowTypes: CUSTOMER_FLOWS,
  errors: ['InvalidCallbackNumber', 'CallbackNumberNotDialable'],
  requiredErrors: ['InvalidCallbackNumber', 'CallbackNumberNotDialable'],
  channels: VOICE_ONLY,
  problems(parameters) {
    const missing = textProblems(parameters, 'CallbackNumber');
    if (missing.length > 0) return missing;
    return String(parameters.CallbackNumber).startsWith('$.') ? [] : ['CallbackNumber is not a JSONPath reference'];
  },
  run({ action, contact, board, text }) {
    const number = text(action.Parameters.CallbackNumber);
    if (!/^\+[1-9]\d{6,14}$/.test(number)) return failed('not E.164', 'InvalidCallbackNumber');
    if (!board.lines.isDialable(number)) return failed('country not allowed', 'CallbackNumberNotDialable');
    contact.callbackNumber = number;
    return next;
  },
};
