import { ifSentence, say } from '../language/blocks.ts';
import { type Step, step } from '../language/flow.ts';

export const newsStart = 'news';

/** Passes on what the Lambda asked last wants said, if anything. */
export function news(then: string, { prefix = '' }: { prefix?: string } = {}): Step[] {
  return [
    step(`${prefix}${newsStart}`, ifSentence('$.External.say', `${prefix}tell`, then)),
    step(`${prefix}tell`, say('$.External.say', then)),
  ];
}
