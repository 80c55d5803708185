import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 120_000 });

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'nohold-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

function nohold(...args: string[]): Promise<Outcome> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(root, 'bin/cli.ts'), ...args], { cwd: root });
    const outcome: Outcome = { code: null, stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => {
      outcome.stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      outcome.stderr += chunk;
    });
    child.on('close', (code) => done({ ...outcome, code }));
  });
}

function settingsFile(name: string, change: (settings: Record<string, never>) => void): string {
  const settings = JSON.parse(readFileSync(join(root, 'nohold.config.json'), 'utf8'));
  change(settings);
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(settings));
  return path;
}

describe('the command line', () => {
  test('without a command shows what there is, and that is good', async () => {
    const { code, stdout, stderr } = await nohold();
    expect(code).toBe(0);
    expect(stdout).toMatch(/start .*\n[\s\S]*check .*\n[\s\S]*replay .*\n[\s\S]*simulate /);
    expect(stderr).toBe('');
  });

  test('knows its version', async () => {
    expect(await nohold('--version')).toMatchObject({ code: 0, stdout: '0.1.0\n' });
  });

  test.each([
    [['chekc'], "unknown command 'chekc'. Did you mean check? See nohold --help.\n"],
    [['check', '--foo'], "unknown option '--foo'. See nohold --help.\n"],
    [['check', '--chat-share', '2'], '--chat-share: expected a number from 0 to 1, got "2".\n'],
    [['check', 'a', 'b'], "too many arguments for 'check'. Expected 1 argument but got 2. See nohold --help.\n"],
  ])('%j is bad input, in one line that says what to do', async (args, message) => {
    expect(await nohold(...args)).toEqual({ code: 1, stdout: '', stderr: message });
  });

  test('a settings file that is not there is bad input', async () => {
    const { code, stderr } = await nohold('check', 'nowhere.json');
    expect(code).toBe(1);
    expect(stderr).toBe(
      'nowhere.json: expected a settings file, there is none. Name yours, or copy docs/settings.example.jsonc to nohold.config.json.\n',
    );
  });

  test('JSON with a mistake is bad input, with its line', async () => {
    const path = join(folder, 'broken.json');
    writeFileSync(path, '{\n  "center": {},\n}');
    const { code, stderr } = await nohold('check', path);
    expect(code).toBe(1);
    expect(stderr).toBe(`${path}:3:1: expected JSON (comments allowed), got "}". Remove the comma before it.\n`);
  });

  test('wrong settings are bad input, all mistakes named', async () => {
    const path = settingsFile('wrong.json', (settings) => {
      Object.assign(settings, { alarm: {}, queues: {} });
    });
    const { code, stderr, stdout } = await nohold('check', path, '--json');
    expect(code).toBe(1);
    expect(stderr).toContain(`${path} alarm: expected one of the keys`);
    expect(JSON.parse(stdout).error).toMatchObject({
      kind: 'bad-input',
      problems: [{ path: 'alarm', write: '"alarms"' }],
    });
  });

  test('loading check does not load the local center', () => {
    const seen = new Set<string>();
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      const text = readFileSync(join(root, path), 'utf8');
      for (const [, target = ''] of text.matchAll(/^(?:import|export) (?!type )[^;]*?from '(\.[^']+\.ts)'/gm)) {
        visit(relative(root, resolve(root, dirname(path), target)));
      }
    };
    visit('bin/cli.ts');
    visit('bin/program.ts');
    visit('bin/commands/check.ts');
    expect([...seen].filter((path) => path.startsWith('local/'))).toEqual([]);
    expect(seen.size).toBeGreaterThan(10);
  });
});
