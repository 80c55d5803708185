import { createVitest, type TestModule, type Vitest } from 'vitest/node';
import { NotWhole, type Spreading } from '../threads.ts';
import { type Mutant, mutated, root } from './mutant.ts';

/** The tests that stand nearest to a file, those first that say most of it. */
const nearest: readonly (readonly [file: RegExp, tests: readonly string[]])[] = [
  [/^adapters\/memory\//, ['adapters/memory']],
  [/^core\/callbacks\/ledger/, ['core/callbacks/transitions', 'core/callbacks/ledger']],
  [/^core\/callbacks\/accept/, ['core/callbacks/accept']],
  [/^core\/callbacks\/dialTime/, ['core/callbacks/dialTime']],
  [/^lambdas\/edge/, ['lambdas/edge']],
  [/^lambdas\/track-contact/, ['lambdas/track-contact']],
  [/^lambdas\/opening/, ['lambdas/opening', 'lambdas/dial-callback']],
  [
    /^lambdas\/booking/,
    ['lambdas/booking', 'lambdas/windows', 'lambdas/mark-contact', 'lambdas/dial-callback', 'lambdas/take-offer'],
  ],
  [
    /^lambdas\/(?:dial-callback|bind-callback|sweep)/,
    [
      'lambdas/dial-callback',
      'lambdas/sweep',
      'lambdas/callback-kept',
      'lambdas/freeze',
      'lambdas/booking',
      'lambdas/windows',
      'lambdas/take-offer',
      'lambdas/margin',
    ],
  ],
];

const filesFor = ({ file }: Mutant): readonly string[] =>
  (nearest.find(([of]) => of.test(file))?.[1] ?? []).map((name) => `${root}test/${name}.test.ts`);

interface Failure {
  /** File and name of the first test that failed; undefined: all passed. */
  foundBy?: string;
}

export interface Judged extends Failure {
  mutant: Mutant;
}

/**
 * Runs the tests nearest to each mutant's file with the mutant in it, until one fails. First they pass over the code as it
 * is: a test that fails anyhow would find nothing.
 */
export async function judgeByTests(
  mutants: readonly Mutant[],
  { kept, stopsAt = Number.POSITIVE_INFINITY }: Spreading = {},
  onJudged: (judged: Judged) => void = () => {},
): Promise<Judged[]> {
  if (mutants.length === 0) return [];
  const { exitCode } = process;
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
    const failureWith = async (mutant: Mutant | undefined, files: readonly string[]): Promise<Failure> => {
      const job = { mutant, files };
      const known = kept?.of(job) as Failure | undefined;
      if (known) return known;
      if (performance.now() > stopsAt) throw new NotWhole('not all mutants judged by tests: run it again to go on');
      planted = mutant;
      if (mutant) vitest.invalidateFile(`${root}${mutant.file}`);
      const foundBy = await firstFailure(vitest, files);
      planted = undefined;
      if (mutant) vitest.invalidateFile(`${root}${mutant.file}`);
      const failure = foundBy === undefined ? {} : { foundBy };
      kept?.put(job, failure);
      return failure;
    };
    for (const file of new Set(mutants.flatMap(filesFor))) {
      const { foundBy } = await failureWith(undefined, [file]);
      if (foundBy !== undefined) throw new Error(`fails without any mutant: ${foundBy}`);
    }
    const judged: Judged[] = [];
    for (const mutant of mutants) {
      judged.push({ mutant, ...(await failureWith(mutant, filesFor(mutant))) });
      onJudged(judged.at(-1) as Judged);
    }
    return judged;
  } finally {
    await vitest.close();
    // A test that fails ends vitest's process as failed; here it found what it shall find.
    process.exitCode = exitCode;
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
