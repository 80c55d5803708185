import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What a generated mutant takes away, or that it was thought of by a person. */
export type MutantKind = 'condition' | 'token' | 'sweep branch' | 'hours check' | 'acknowledgement' | 'named';

/** One mistake in the source of the functions, or of the rows they write: `text` stands for `length` characters at `at`. */
export interface Mutant {
  kind: MutantKind;
  name: string;
  /** Below the root of the repository. */
  file: string;
  at: number;
  length: number;
  text: string;
}

/** Lines move; what is written on one says more of a mutant. */
export const nameWithoutLine = ({ name }: Mutant): string => name.replace(/:\d+ /, ' ');

export const root = fileURLToPath(new URL('../../../', import.meta.url));

const sources = new Map<string, string>();

export function sourceOf(file: string): string {
  const known = sources.get(file) ?? readFileSync(`${root}${file}`, 'utf8');
  sources.set(file, known);
  return known;
}

export const lineOf = (file: string, at: number): number => sourceOf(file).slice(0, at).split('\n').length;

export function mutated({ file, at, length, text }: Mutant): string {
  const source = sourceOf(file);
  return source.slice(0, at) + text + source.slice(at + length);
}
