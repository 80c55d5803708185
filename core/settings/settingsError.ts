import type * as z from 'zod';
import { readAdvice } from './fields.ts';

/** One mistake in the settings: where, what stands there, what was expected and, where it can be known, what to write. */
export interface SettingsProblem {
  /** Dotted path into the settings: `queues.service.expectation.voice.waitSeconds`; '' is the whole file. */
  path: string;
  /** What stands there; undefined when nothing does. */
  value: unknown;
  expected: string;
  write?: string;
}

/** `settings.json expectation.voice.waitSeconds: expected seconds from 5 to 3600, got "2m". Write 120.` */
export function sayProblem(file: string, problem: SettingsProblem): string {
  const where = problem.path === '' ? file : `${file} ${problem.path}`;
  const advice = problem.write === undefined ? '' : ` Write ${problem.write}.`;
  return `${where}: expected ${problem.expected}, got ${shown(problem.value)}.${advice}`;
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** All mistakes found in a settings file; its message has a line for each. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly file: string;
  readonly problems: readonly SettingsProblem[];

  constructor(file: string, problems: readonly SettingsProblem[]) {
    super(problems.map((problem) => sayProblem(file, problem)).join('\n'));
    this.file = file;
    this.problems = problems;
  }
}

/** The file is not JSON: nothing in it can be judged. */
export class BadJson extends Error {
  override readonly name = 'BadJson';

  /** `position` counts characters from the start of `text`. */
  constructor(file: string, text: string, position: number) {
    const before = text.slice(0, position).split('\n');
    const line = text.split('\n')[before.length - 1]?.trim() ?? '';
    const trailing = /^[}\]]/.test(text.slice(position).trimStart()) && /,\s*$/.test(text.slice(0, position));
    const missing = /["}\]\d\w]\s*$/.test(text.slice(0, position)) && /^\s*"/.test(text.slice(position));
    const hint = trailing ? ' Remove the comma before it.' : missing ? ' Write a comma before it.' : '';
    const found = position >= text.trimEnd().length ? 'the end of the file' : JSON.stringify(line.slice(0, 60));
    super(
      `${file}:${before.length}:${(before.at(-1) ?? '').length + 1}: expected JSON (comments allowed), got ${found}.${hint}`,
    );
  }
}

export const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    root,
  );
}

/** The mistakes behind zod's issues, one for each place. */
export function problemsOf(issues: readonly z.core.$ZodIssue[], input: unknown): SettingsProblem[] {
  const problems = issues.flatMap((issue) => problemsOfIssue(issue, input));
  return problems.filter((problem, index) => problems.findIndex((other) => other.path === problem.path) === index);
}

function problemsOfIssue(issue: z.core.$ZodIssue, input: unknown): SettingsProblem[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: pathText([...path, key]),
      value: valueAt(input, [...path, key]),
      ...readAdvice(issue.message),
    }));
  }
  if (issue.code === 'invalid_key') {
    const [inner] = issue.issues;
    return [{ path: pathText(path), value: path.at(-1), ...readAdvice(inner?.message ?? issue.message) }];
  }
  return [{ path: pathText(path), value: valueAt(input, path), ...readAdvice(issue.message) }];
}
