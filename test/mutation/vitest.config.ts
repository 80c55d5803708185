import { defineConfig } from 'vitest/config';

/** The tests that a mutant of callbacks, contacts and offers is judged by: those beside them. */
export default defineConfig({
  test: {
    include: ['test/core/{callbacks,contacts,offers}/**/*.test.ts'],
    // Its 20,000 cases would take seconds for each of the mutants that no other test finds first.
    exclude: ['**/hoursFuzz.test.ts'],
    testTimeout: 60_000,
  },
});
