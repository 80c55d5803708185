import { type Block, EVERY_CHANNEL, next } from './block.ts';

export const updateContactData: Block = {
  type: 'UpdateContactData',
  flowTypes: 'all',
  errors: ['NoMatchingError'],
  channels: EVERY_CHANNEL,
  run({ action, contact, text }) {
    const { LanguageCode, Name, Description } = action.Parameters;
    if (LanguageCode !== undefined) contact.languageCode = text(LanguageCode);
    if (Name !== undefined) contact.name = text(Name);
    if (Description !== undefined) contact.description = text(Description);
    return next;
  },
};
