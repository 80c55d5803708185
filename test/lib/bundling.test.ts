import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runtimeSettings } from '../../core/settings/runtime.ts';
import { bundle, compile } from '../../lib/bundling.ts';
import { settingsWith } from './support/center.ts';

const directory = () => mkdtempSync(join(tmpdir(), 'nohold-bundle-'));
const settings = runtimeSettings(settingsWith());
const kilobyte = 1000;

describe('the Lambdas of this center', () => {
  const bundles = bundle({ code: compile(), settings, into: directory() });
  const codeOf = (verb: string) => readFileSync(join(bundles.directory(verb), 'index.mjs'), 'utf8');

  test('are each one module and the settings', () => {
    expect(bundles.verbs).toHaveLength(16);
    for (const verb of bundles.verbs) {
      expect(readdirSync(bundles.directory(verb)).sort()).toEqual(['index.mjs', 'settings.json']);
      expect(JSON.parse(readFileSync(join(bundles.directory(verb), 'settings.json'), 'utf8'))).toEqual(settings);
    }
  });

  test('quote-wait, which a caller hears as silence while it starts, has at most 300 KB', () => {
    expect(statSync(join(bundles.directory('quote-wait'), 'index.mjs')).size).toBeLessThanOrEqual(300 * kilobyte);
  });

  test('are the same bytes wherever and whenever they are made', () => {
    const again = bundle({ code: compile(), settings, into: directory() });
    for (const verb of bundles.verbs) {
      expect(readFileSync(join(again.directory(verb), 'index.mjs'), 'utf8')).toBe(codeOf(verb));
      expect(codeOf(verb)).not.toContain(resolve(import.meta.dirname, '../..'));
    }
  });

  test('know nobody by name', () => {
    for (const verb of bundles.verbs) {
      expect(readFileSync(join(bundles.directory(verb), 'settings.json'), 'utf8')).not.toMatch(/Almeida|"ana"/);
    }
  });

  test('a folder without a handler is named when somebody asks for it', () => {
    expect(() => bundles.directory('tell-fortune')).toThrow('lambdas/tell-fortune/handler.ts is missing');
  });
});

describe('a bundle with the one place where Lambda keeps credentials', () => {
  const requests: IncomingMessage[] = [];
  let answer: (response: ServerResponse, attempt: number) => void;
  let server: Server;
  const from = resolve(import.meta.dirname, 'fixtures/lambdas');
  const taskRoot = bundle({ code: compile(from), settings: { told: true }, into: directory() }).directory('read-row');

  beforeAll(async () => {
    server = createServer((request, response) => {
      requests.push(request);
      request.resume().on('end', () => answer(response, requests.length));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const found = (response: ServerResponse) =>
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{"Item":{"pk":{"S":"a"}}}');

  /** Runs the bundle in a process of its own, with Lambda's environment and nothing else to find credentials in. */
  async function invoke(event: object, credentials: Record<string, string> = {}): Promise<{ stdout: string }> {
    requests.length = 0;
    const script = `import(${JSON.stringify(join(taskRoot, 'index.mjs'))})
      .then(({ handler }) => handler(${JSON.stringify(event)}))
      .then((answer) => console.log(JSON.stringify(answer)), (error) => console.log(error.name + ': ' + error.message));`;
    return promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      env: {
        AWS_REGION: 'us-east-1',
        AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        LAMBDA_TASK_ROOT: taskRoot,
        ...credentials,
      },
    });
  }
  const role = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'session' };

  test('signs with the role Lambda gave it, and reads its settings', async () => {
    answer = found;
    const { stdout } = await invoke({}, role);
    expect(JSON.parse(stdout)).toEqual({ item: { pk: { S: 'a' } }, settings: { told: true } });
    expect(requests[0]?.headers.authorization).toContain('Credential=AKIDEXAMPLE/');
    expect(requests[0]?.headers['x-amz-security-token']).toBe('session');
  });

  test('still tries again what failed in passing', async () => {
    answer = (response, attempt) => (attempt < 3 ? response.writeHead(500).end() : found(response));
    const { stdout } = await invoke({}, role);
    expect(JSON.parse(stdout).item).toEqual({ pk: { S: 'a' } });
    expect(requests).toHaveLength(3);
  });

  test('still gives up when it is told to', async () => {
    answer = () => {};
    const { stdout } = await invoke({ timeoutMilliseconds: 200 }, role);
    expect(stdout).toMatch(/^(AbortError|TimeoutError): /);
  });

  test('says which variables are missing where nobody plays Lambda', async () => {
    answer = found;
    const { stdout } = await invoke({});
    expect(stdout).toContain('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set');
    expect(requests).toHaveLength(0);
  });
});
