#!/usr/bin/env node
import { exitCodes } from './outcome.ts';
import { runCommand } from './program.ts';

// `nohold check | head` closes the pipe early: that is the reader's right, not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.good);
  throw error;
});

process.exitCode = await runCommand(process.argv.slice(2));
