import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { bundlePages } from '../../../local/web/bundle.ts';

const root = resolve(import.meta.dirname, '../../..');

test('the pages type-check against the messages of the server', () => {
  execFileSync(resolve(root, 'node_modules/.bin/tsc'), ['--noEmit', '-p', 'local/web/app'], {
    cwd: root,
    stdio: 'pipe',
  });
});

test('the pages are one script that asks nothing of the network and writes no markup from text', async () => {
  const script = String(Buffer.from((await bundlePages()).get('/app.js')?.body ?? ''));
  expect(script).not.toMatch(/dangerouslySetInnerHTML:/);
  expect(script).not.toMatch(/\bfetch\(|importScripts|new Function\(/);
  expect(script.length).toBeLessThan(900_000);
});
