import { createVitest, type TestModule, type Vitest } from 'vitest/node';
import { type Mutant, mutated, root } from './mutant.ts';

/** The tests that stand nearest to a file, those first that say most of it. */
const nearest: readonly (readonly [file: RegExp, tests: readonly string[]])[] = [
  [/^adapters\/memory\/rows/, ['adapters/memory']],
  [/^core\/callbacks\/ledger/, ['core/callbacks/transitions', 'core/callbacks/ledger']],
  [/^core\/callbacks\/accept/, ['core/callbacks/accept']],
  [/^core\/callbacks\/dialTime/, ['core/callbacks/dialTime']],
  [/^lambdas\/edge/, ['lambdas/edge']],
  [/^lambdas\/track-contact/, ['lambdas/track-contact']],
  [
    /^lambdas\/(?:booking|opening)/,
    ['lambdas/booking', 'lambdas/mark-contact', 'lambdas/dial-callback', 'lambdas/take-offer'],
  ],
  [
    /^lambdas\/(?:dial-callback|bind-callback|sweep)/,
    [
      'lambdas/dial-callback',
      'lambdas/sweep',
      'lambdas/callback-kept',
      'lambdas/freeze',
      'lambdas/booking',
      'lambdas/take-offer',
      'lambdas/margin',
    ],
  ],
];

const filesFor = ({ file }: Mutant): readonly string[] =>
  (nearest.find(([of]) => of.test(file))?.[1] ?? []).map((name) => `${root}test/${name}.test.ts`);

export interface Judged {
  mutant: Mutant;
  /** File and name of the first test that failed; undefined: all passed. */
  foundBy?: string;
}

/**
 * Runs the tests nearest to each mutant's file with the mutant in it, until one fails. First they pass over the code as it
 * is: a test that fails anyhow would find nothing.
 */
export async function judgeByTests(
  mutants: readonly Mutant[],
  onJudged: (judged: Judged) => void = () => {},
): Promise<Judged[]> {
  if (mutants.length === 0) return [];
  let planted: Mutant | undefined;
  const vitest = await createVitest(
    'test',
    {
      config: false,
      root,
      include: ['test/**/*.test.ts'],
      setupFiles: [`${root}test/simulation/mutants/noShrinking.ts`],
      watch: false,
      // It would give the code as it is.
      fsModuleCache: false,
      update: false,
      bail: 1,
      maxWorkers: 1,
      testTimeout: 30_000,
      reporters: [{}],
    },
    {
      plugins: [
        {
          name: 'mutant',
          enforce: 'pre',
          load: (id) => (planted && id === `${root}${planted.file}` ? mutated(planted) : undefined),
        },
      ],
    },
  );
  try {
    const asItIs = await firstFailure(vitest, [...new Set(mutants.flatMap(filesFor))]);
    if (asItIs !== undefined) throw new Error(`fails without any mutant: ${asItIs}`);
    const judged: Judged[] = [];
    for (const mutant of mutants) {
      planted = mutant;
      vitest.invalidateFile(`${root}${mutant.file}`);
      const foundBy = await firstFailure(vitest, filesFor(mutant));
      planted = undefined;
      vitest.invalidateFile(`${root}${mutant.file}`);
      judged.push({ mutant, ...(foundBy === undefined ? {} : { foundBy }) });
      onJudged(judged.at(-1) as Judged);
    }
    return judged;
  } finally {
    await vitest.close();
  }
}

/** One file after the other, so that what fails first is the same on any machine. */
async function firstFailure(vitest: Vitest, files: readonly string[]): Promise<string | undefined> {
  const known = await vitest.globTestSpecifications([...files]);
  for (const file of files) {
    const specifications = known.filter(({ moduleId }) => moduleId === file);
    if (specifications.length === 0) throw new Error(`no tests in ${file}`);
    const { testModules } = await vitest.runTestSpecifications(specifications);
    // It tells of what ran before as well.
    const failure = testModules
      .filter(({ moduleId }) => moduleId === file)
      .map(failureOf)
      .find((one) => one !== undefined);
    if (failure !== undefined) return `${file.slice(root.length)}: ${failure}`;
  }
  return undefined;
}

function failureOf(module: TestModule): string | undefined {
  for (const test of module.children.allTests('failed')) return test.fullName;
  return module.ok() ? undefined : 'cannot be loaded';
}
