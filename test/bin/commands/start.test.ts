import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, test } from 'vitest';

const repository = path.resolve(import.meta.dirname, '../../..');
const nohold = (...args: string[]) =>
  spawnSync(process.execPath, ['bin/cli.ts', 'start', ...args], { cwd: repository, encoding: 'utf8' });

test.each([
  [['--headless'], '--headless: expected --until and a duration, such as --until 8h'],
  [['--headless', '--until', 'soon'], '--until: expected a duration such as 8h or 30m, got "soon"'],
  [['--speed', '0'], '--speed: expected a number above 0, got "0"'],
  [['--seed', 'x'], '--seed: expected a whole number, got "x"'],
  [['--headless', '--until', '1h', '--day', 'missing.csv'], '--day missing.csv: there is no such file.'],
  [['--settings', 'missing.json'], 'missing.json: expected a settings file, there is none.'],
])('start %j is refused in a line that says what to write', (args, message) => {
  const { status, stderr } = nohold(...args);
  expect(stderr).toContain(message);
  expect(stderr.trim().split('\n').length).toBe(1);
  expect(status).toBe(1);
});

test('a busy port is said in one line, before anything is started', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const { status, stderr } = nohold('--port', String(port));
  server.close();
  expect(stderr.trim()).toBe(`Port ${port} is in use. Choose another with --port, or 0 for any that is free.`);
  expect(status).toBe(1);
});
