import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { root } from './mutants/mutant.ts';

/** Answers of jobs that were done before, by the same code. */
export interface KeptAnswers {
  of(job: unknown): unknown;
  put(job: unknown, answer: unknown): void;
}

/** What a run depends on. */
const sources = [
  '{core,lambdas,adapters}/**/*.ts',
  'test/simulation/**/*.{ts,js}',
  // What mutants are judged by.
  'test/{core/callbacks,lambdas,adapters}/*.ts',
];

/**
 * A file with a line for each job that was done, so that a long run can be made in pieces. It belongs to one state of the
 * code: once that has changed, the file begins anew.
 */
export function keptAnswers(path: string): KeptAnswers {
  const code = digestOf(
    globSync(sources, { cwd: root })
      .sort()
      .map((file) => `${file} ${digestOf(readFileSync(`${root}${file}`, 'utf8'))}`)
      .join('\n'),
  );
  const [first = '', ...lines] = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  const same = first === code;
  if (!same) writeFileSync(path, `${code}\n`);
  // The last line is empty, or was cut off when the run was ended.
  const known = new Map((same ? lines.slice(0, -1) : []).map((line) => JSON.parse(line) as [string, unknown]));
  const keyOf = (job: unknown): string => digestOf(JSON.stringify(job));
  return {
    of: (job) => known.get(keyOf(job)),
    put(job, answer) {
      appendFileSync(path, `${JSON.stringify([keyOf(job), answer])}\n`);
    },
  };
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');
