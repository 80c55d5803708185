import { Command } from 'commander';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answering, BadInput, reportFailure } from '../../bin/outcome.ts';
import { parseSettings } from '../../core/settings/parse.ts';

let stdout = '';
let stderr = '';

beforeEach(() => {
  stdout = '';
  stderr = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += text;
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function run(args: string[], answer: { json: unknown; text: string; good?: boolean }): Promise<void> {
  const program = new Command().option('--json');
  program
    .command('ask')
    .option('--json')
    .action(answering(() => answer));
  await program.parseAsync(['ask', ...args], { from: 'user' });
}

test('an answer is text for people and JSON for machines', async () => {
  await run([], { json: { waits: [1] }, text: 'one waits' });
  expect(stdout).toBe('one waits\n');
  stdout = '';
  await run(['--json'], { json: { waits: [1] }, text: 'one waits' });
  expect(JSON.parse(stdout)).toEqual({ waits: [1] });
  expect(process.exitCode).toBeUndefined();
});

test('an answer that is bad news exits with 1', async () => {
  await run([], { json: {}, text: 'no', good: false });
  expect(process.exitCode).toBe(1);
});

test('bad input exits with 1 and its own message alone', () => {
  expect(reportFailure(new BadInput('calls.csv:3: expected a time.'), false)).toBe(1);
  expect(stderr).toBe('calls.csv:3: expected a time.\n');
  expect(stdout).toBe('');
});

test('wrong settings are bad input wherever they are met', () => {
  try {
    parseSettings({});
  } catch (error) {
    expect(reportFailure(error, true)).toBe(1);
  }
  expect(JSON.parse(stdout).error.problems).toContainEqual({ path: 'queues', expected: expect.any(String) });
});

test('anything else is a failure and exits with 2', () => {
  expect(reportFailure(new Error('the table is gone'), true)).toBe(2);
  expect(stderr).toBe('nohold failed: the table is gone\nSet NOHOLD_DEBUG=1 to see where.\n');
  expect(JSON.parse(stdout)).toEqual({ error: { kind: 'failure', message: 'the table is gone' } });
  expect(reportFailure('text', false)).toBe(2);
});
