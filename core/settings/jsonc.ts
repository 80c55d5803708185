import { BadJson } from './settingsError.ts';

/**
 * JSON that may hold comments, as editors write it: each comment becomes blanks, so that positions in messages stay
 * those of the file. Nothing else of JSON changes.
 */
export function withoutComments(text: string): string {
  // A string is matched whole, so that `//` in an address is not taken for a comment.
  return text.replace(/"(?:\\.|[^"\\\n])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (part) =>
    part.startsWith('"') ? part : part.replace(/[^\n]/g, ' '),
  );
}

/** Throws BadJson with line and column. */
export function parseJsonWithComments(text: string, file: string): unknown {
  const json = withoutComments(text.replace(/^\uFEFF/, ''));
  try {
    return JSON.parse(json);
  } catch (error) {
    const position = Number(/position (\d+)/.exec((error as Error).message)?.[1] ?? json.length);
    throw new BadJson(file, json, position);
  }
}
