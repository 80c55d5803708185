import { defineConfig } from 'vitest/config';

/**
 * The tests that a mutant of callbacks, contacts and offers is judged by: those beside them and of the figures, and of the
 * functions that quote, ask and note. Not those that take seconds, which are hours over all mutants.
 */
export default defineConfig({
  test: {
    include: [
      'test/core/{callbacks,contacts,offers,kpi}/**/*.test.ts',
      'test/lambdas/{quote-wait,survey,journey,mark-contact}.test.ts',
    ],
    exclude: ['**/hoursFuzz.test.ts'],
    setupFiles: ['test/mutation/firstFailure.ts'],
    // A mutant is switched on while the tests run, so one process may load the modules once for all of them.
    isolate: false,
    // Stryker's own set-up, which notes what each test covers, must run for each file, and not once for the process.
    server: { deps: { inline: [/stryker-setup/] } },
    // It would give the code of the run before, with other mutants in it.
    fsModuleCache: false,
    testTimeout: 60_000,
  },
});
