import type { Step } from './block.ts';

/** What a block with a prompt says, references resolved; undefined when there is nothing to say. */
export function promptOf(parameters: Readonly<Record<string, unknown>>, text: Step['text']): string | undefined {
  const { Text, SSML, PromptId, Media } = parameters;
  if (PromptId !== undefined || Media !== undefined) return '(recorded prompt)';
  const prompt = text(Text ?? SSML).trim();
  return prompt === '' ? undefined : prompt;
}

export const PROMPT_SOURCES: readonly string[] = ['Text', 'SSML', 'PromptId', 'Media'];
