import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Dozens of processes load the same large packages: workers, command lines, syntheses. Each finds them compiled.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/nohold-tests');

export default defineConfig({
  test: {
    // Its default leaves a core to nobody on a machine with two.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A machine that pauses for some seconds is slow, and nothing else.
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: ['test/journeys/**'],
          globalSetup: ['test/support/temporaryFolder.ts'],
          // Nearly all of it is pure: a process for each file spent a third of the time loading the same modules again.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          globalSetup: ['test/support/temporaryFolder.ts', 'test/journeys/assembly.ts'],
          testTimeout: 120_000,
        },
      },
    ],
  },
});
