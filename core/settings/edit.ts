import { withoutComments } from './jsonc.ts';

/**
 * The text of a settings file with one number in it replaced; comments, blanks and everything else stay as they are.
 * `path` names the keys from the outside in. Undefined where the file has no number there. `text` must be readable JSON,
 * comments allowed.
 */
export function withNumberAt(text: string, path: readonly string[], value: number): string | undefined {
  const json = withoutComments(text);
  const span = spanAt(json, path);
  if (span === undefined || !/^-?\d/.test(json.slice(span.from, span.until))) return undefined;
  return `${text.slice(0, span.from)}${value}${text.slice(span.until)}`;
}

interface Span {
  from: number;
  until: number;
}

function spanAt(json: string, path: readonly string[]): Span | undefined {
  let from = skipBlanks(json, 0);
  for (const key of path) {
    const found = json[from] === '{' ? memberOf(json, from, key) : undefined;
    if (found === undefined) return undefined;
    from = found;
  }
  return { from, until: endOfValue(json, from) };
}

/** Where the value of `key` begins in the object that begins at `from`. */
function memberOf(json: string, from: number, key: string): number | undefined {
  let at = skipBlanks(json, from + 1);
  while (json[at] === '"') {
    const end = endOfValue(json, at);
    const name = JSON.parse(json.slice(at, end)) as string;
    const value = skipBlanks(json, skipBlanks(json, end) + 1);
    if (name === key) return value;
    at = skipBlanks(json, endOfValue(json, value));
    if (json[at] === ',') at = skipBlanks(json, at + 1);
  }
  return undefined;
}

function endOfValue(json: string, from: number): number {
  const start = json[from];
  if (start === '"') return from + (/^"(?:\\.|[^"\\])*"/.exec(json.slice(from))?.[0].length ?? 1);
  if (start !== '{' && start !== '[') return from + (/^[^\s,}\]]+/.exec(json.slice(from))?.[0].length ?? 1);
  let depth = 0;
  for (let at = from; at < json.length; at += 1) {
    if (json[at] === '"') at = endOfValue(json, at) - 1;
    else if (json[at] === '{' || json[at] === '[') depth += 1;
    else if (json[at] === '}' || json[at] === ']') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return json.length;
}

const skipBlanks = (json: string, from: number): number => from + (/^\s*/.exec(json.slice(from))?.[0].length ?? 0);
