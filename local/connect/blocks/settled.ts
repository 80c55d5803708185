import { type Block, EVERY_CHANNEL, next } from './block.ts';

/** Blocks whose effect is not heard or seen locally: they change nothing here and go on. */
const settled = (type: string, errors: readonly string[]): Block => ({
  type,
  flowTypes: 'all',
  errors,
  channels: EVERY_CHANNEL,
  run: () => next,
});

export const updateFlowLoggingBehavior = settled('UpdateFlowLoggingBehavior', []);
export const updateContactTextToSpeechVoice = settled('UpdateContactTextToSpeechVoice', ['NoMatchingError']);
