import { defineConfig } from 'vitest/config';

/** The tests that a mutant of callbacks, contacts and offers is judged by: those beside them. */
export default defineConfig({
  test: { include: ['test/core/{callbacks,contacts,offers}/**/*.test.ts'] },
});
