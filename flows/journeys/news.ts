import { ifSentence, say } from '../language/blocks.ts';
import { type Step, step } from '../language/flow.ts';

export const newsStart = 'news';

/** Passes on what the Lambda asked last wants said, if anything. `besides` follows it in the same breath. */
export function news(then: string, { prefix = '', besides = '' }: { prefix?: string; besides?: string } = {}): Step[] {
  const text = besides === '' ? '$.External.say' : `$.External.say ${besides}`;
  return [
    step(`${prefix}${newsStart}`, ifSentence('$.External.say', `${prefix}tell`, then)),
    step(`${prefix}tell`, say(text, then)),
  ];
}
