import { lineOf, type Mutant, type MutantKind, sourceOf } from './mutant.ts';

/** Files of the sweep: each of their branches is taken away. */
const sweepFiles = ['lambdas/sweep/sweep.ts', 'lambdas/sweep/sweep.callbacks.ts', 'lambdas/sweep/sweep.waiting.ts'];
const hoursFiles = [
  'core/callbacks/dialTime.ts',
  'lambdas/booking.ts',
  'lambdas/opening.ts',
  'lambdas/dial-callback/dial-callback.ts',
  ...sweepFiles,
];
const batchFiles = ['lambdas/edge/batch.ts', 'lambdas/track-contact/track-contact.ts'];

/** A call of one of these, and what says yes in its place. */
const hoursChecks = {
  isOpenAt: '((..._: unknown[]) => true)',
  mayRing: '((..._: unknown[]) => true)',
  dialNotBefore: '((..._: unknown[]) => undefined)',
  nextRingAt: '((now: unknown, ..._: unknown[]) => now)',
};

/**
 * Every condition on a write, token, branch of the sweep, look at the hours and acknowledgement of the code that is
 * simulated, taken away in turn. Read off the source: a new one is a new mutant.
 */
export function generatedMutants(): Mutant[] {
  return [
    ...conditionsOf('adapters/memory/rows.ts', /return (?:'conflict'|'exhausted'|\{ kind: 'over' \})/).filter(
      // Links and kept answers are the web desk's, which is not simulated: `npm run race:link` holds them.
      ({ name }) => !/links|answers/.test(name),
    ),
    ...conditionsOf('adapters/memory/callbacks.ts', /return (?:'conflict'|undefined)/),
    ...conditionsOf('core/callbacks/ledger.ts', /return unchanged\(/),
    ...conditionsOf('core/callbacks/accept.ts', /return \{ kind: '/),
    ...conditionsOf('lambdas/dial-callback/dial-callback.ts', /return(?:;| void| \{|\n)/),
    ...conditionsOf('lambdas/bind-callback/bind-callback.ts', /return ended\(/),
    ...tokensOf('lambdas/dial-callback/dial-callback.ts'),
    ...sweepFiles.flatMap(branchesOf),
    ...hoursFiles.flatMap(hoursChecksOf),
    ...batchFiles.flatMap(acknowledgementsOf),
  ];
}

/** Each `if` whose consequence begins as `refusal` says: its condition becomes `false`. */
function conditionsOf(file: string, refusal: RegExp): Mutant[] {
  const begins = new RegExp(`^\\s*\\{?\\s*${refusal.source}`);
  return ifsOf(file).flatMap(({ open, close }) =>
    begins.test(sourceOf(file).slice(close + 1)) ? [without('condition', file, open + 1, close, 'false')] : [],
  );
}

/** Each time one is passed on, a fresh one is. */
const tokensOf = (file: string): Mutant[] =>
  [...sourceOf(file).matchAll(/clientToken: (\w+)/g)].map((found) => {
    const at = found.index + 'clientToken: '.length;
    return without('token', file, at, at + (found[1] ?? '').length, 'String(performance.now())');
  });

/** Each part, each case and each `if` of the sweep. */
function branchesOf(file: string): Mutant[] {
  const source = sourceOf(file);
  const parts = [...source.matchAll(/part\(world, '\w+', \(\) =>/g)].map(({ index, 0: text }) =>
    // What is true is given, and what stands right of it is not run.
    without('sweep branch', file, index + text.length, index + text.length, ' Promise.resolve() as never ||', text),
  );
  const cases = [...source.matchAll(/return settle\w+\([^)]*\);/g)].map(({ index, 0: text }) =>
    without('sweep branch', file, index, index + text.length, 'return;'),
  );
  const ifs = ifsOf(file).map(({ open, close }) => without('sweep branch', file, open + 1, close, 'false'));
  return [...parts, ...cases, ...ifs];
}

const hoursChecksOf = (file: string): Mutant[] =>
  Object.entries(hoursChecks).flatMap(([name, yes]) =>
    [...sourceOf(file).matchAll(new RegExp(`(?<![\\w.'])${name}(?=\\()`, 'g'))]
      .filter(({ index }) => !/function $/.test(sourceOf(file).slice(0, index)))
      .map(({ index }) => without('hours check', file, index, index + name.length, yes)),
  );

/** A message that failed counts as done. */
const acknowledgementsOf = (file: string): Mutant[] =>
  [...sourceOf(file).matchAll(/\bfail(?:ed|ures)\.set(?=\()/g)].map(({ index, 0: text }) =>
    without('acknowledgement', file, index, index + text.length, '((..._: unknown[]) => {})'),
  );

function without(
  kind: MutantKind,
  file: string,
  from: number,
  until: number,
  text: string,
  shown = sourceOf(file).slice(from, until),
): Mutant {
  const says = shown.replaceAll(/\s+/g, ' ').slice(0, 90);
  return { kind, name: `${file}:${lineOf(file, from)} ${says}`, file, at: from, length: until - from, text };
}

/** Places of the parentheses around the condition of each `if`. */
function ifsOf(file: string): { open: number; close: number }[] {
  const source = sourceOf(file);
  return [...source.matchAll(/\bif \(/g)].map(({ index, 0: text }) => {
    const open = index + text.length - 1;
    return { open, close: closingOf(source, open) };
  });
}

/** Of the parenthesis at `open`; texts in the source hold none that does not close. */
function closingOf(source: string, open: number): number {
  let depth = 0;
  for (let at = open; at < source.length; at += 1) {
    if (source[at] === '(') depth += 1;
    if (source[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error(`no parenthesis closes that of ${source.slice(open, open + 40)}`);
}
