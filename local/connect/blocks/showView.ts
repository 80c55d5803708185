import { type Block, failed, textProblems } from './block.ts';

/** AWS's own views: those of an instance are not known here. */
const managed = /:aws:view\/(cards|confirmation|detail|form|list)(:\d+)?$/;

/** Shown in the agent's workspace, in the chat contact of a guide. Nobody clicks in it here: it stays until its contact ends. */
export const showView: Block = {
  type: 'ShowView',
  flowTypes: ['CONTACT_FLOW', 'CUSTOMER_QUEUE'],
  errors: ['NoMatchingCondition', 'NoMatchingError', 'TimeLimitExceeded'],
  conditions: 'some',
  channels: ['CHAT'],
  problems: ({ ViewResource, InvocationTimeLimitSeconds }) => [
    ...textProblems((ViewResource ?? {}) as Record<string, unknown>, 'Id'),
    ...textProblems({ InvocationTimeLimitSeconds }, 'InvocationTimeLimitSeconds'),
  ],
  run({ action, board, contact, text, after, resume }) {
    const { ViewResource, ViewData = {}, InvocationTimeLimitSeconds } = action.Parameters;
    const view = text((ViewResource as { Id: string }).Id);
    if (!managed.test(view)) return failed(`no view ${view}`);
    const filledIn = (value: unknown): unknown => {
      if (typeof value === 'string') return text(value);
      if (Array.isArray(value)) return value.map(filledIn);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, filledIn(entry)]));
    };
    const data = filledIn(ViewData) as Record<string, unknown>;
    board.note(contact, { kind: 'view-shown', view, data, relatedContactId: contact.relatedContactId });
    after(Number(text(InvocationTimeLimitSeconds)), () => resume({ kind: 'error', error: 'TimeLimitExceeded' }));
    return 'waits';
  },
};
