import type { Command } from 'commander';

/** What a command has to say: one value for machines, one text for people. */
export interface Answer {
  /** Printed with --json. */
  json: unknown;
  /** Printed without; a line end is added. */
  text: string;
  /** False: the answer is the bad news itself (settings that break a rule), so the exit code is 1. */
  good?: boolean;
}

/** The person's input is at fault. The message names it and says what to write instead; the exit code is 1. */
export class BadInput extends Error {
  override readonly name: string = 'BadInput';
}

export const exitCodes = { good: 0, badInput: 1, failure: 2 } as const;

/** Errors of the settings are bad input wherever they are met; they are known by name, so that this file loads no schema. */
const badInputNames = new Set(['BadInput', 'SettingsError', 'BadJson', 'BeyondOneStack']);

/**
 * A commander action from a function that answers: prints what it returns, as JSON when the command was given --json.
 * A command that prints by itself returns nothing.
 */
export function answering<Args extends unknown[]>(
  run: (...args: Args) => Promise<Answer | undefined> | Answer | undefined,
) {
  return async (...args: [...Args, Command]): Promise<void> => {
    const command = args.at(-1) as Command;
    const answer = await run(...(args.slice(0, -1) as Args));
    if (!answer) return;
    process.stdout.write(`${command.optsWithGlobals().json ? JSON.stringify(answer.json, null, 2) : answer.text}\n`);
    if (answer.good === false) process.exitCode = exitCodes.badInput;
  };
}

/** One line that tells a waiting person what is going on; replaced by the next. Silent where nobody looks. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

/** Says on stderr what went wrong, with --json also as an object on stdout, and gives the exit code. */
export function reportFailure(error: unknown, json: boolean): number {
  const known = error instanceof Error;
  const badInput = known && badInputNames.has(error.name);
  const message = known ? error.message : String(error);
  if (json) {
    const problems = known && 'problems' in error ? { problems: error.problems } : {};
    process.stdout.write(
      `${JSON.stringify({ error: { kind: badInput ? 'bad-input' : 'failure', message, ...problems } }, null, 2)}\n`,
    );
  }
  process.stderr.write(`${badInput ? message : `nohold failed: ${message}`}\n`);
  // Our own mistake: whoever mends it needs to know where.
  if (!badInput && known && process.env.NOHOLD_DEBUG) process.stderr.write(`${error.stack}\n`);
  else if (!badInput) process.stderr.write('Set NOHOLD_DEBUG=1 to see where.\n');
  return badInput ? exitCodes.badInput : exitCodes.failure;
}
