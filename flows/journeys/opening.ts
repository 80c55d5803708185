import type { Settings } from '../../core/settings/schema.ts';
import { keepOutOfLogs, record, setLanguage, speakWith } from '../language/blocks.ts';
import { type Step, step } from '../language/flow.ts';
import { voiceFor } from '../voices.ts';

/** Every flow starts with its log off: a flow's own, it is not inherited. */
export const quietly = (): Step => step('keep-out-of-logs', keepOutOfLogs());

export function inTheCentersVoice({ center }: Settings): Step[] {
  return [step('voice', speakWith(voiceFor(center.language))), step('language', setLanguage(center.language))];
}

export const recorded = ({ privacy, center }: Settings): Step =>
  step('recording', record(privacy.recordCalls, privacy.analyzeCalls ? center.language : undefined));
