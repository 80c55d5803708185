import { type Block, EVERY_CHANNEL, failed, next } from './block.ts';

/** All attributes of a contact together, in bytes. */
export const MOST_ATTRIBUTE_BYTES = 32_768;

const sizeOf = (attributes: Record<string, string>): number => Buffer.byteLength(JSON.stringify(attributes));

export const updateContactAttributes: Block = {
  type: 'UpdateContactAttributes',
  flowTypes: 'all',
  errors: ['NoMatchingError'],
  requiredErrors: ['NoMatchingError'],
  channels: EVERY_CHANNEL,
  problems: (parameters) =>
    typeof parameters.Attributes === 'object' && parameters.Attributes !== null ? [] : ['Attributes is required'],
  run({ action, contact, board, text }) {
    const given = action.Parameters.Attributes as Record<string, unknown>;
    const attributes = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, text(value)]));
    if (sizeOf({ ...contact.attributes, ...attributes }) > MOST_ATTRIBUTE_BYTES) return failed('attributes over 32 KB');
    Object.assign(contact.attributes, attributes);
    board.note(contact, { kind: 'attributes', attributes });
    return next;
  },
};
