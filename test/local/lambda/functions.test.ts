import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { instant } from '../../../core/time/units.ts';
import type { LocalClock } from '../../../local/clock/clock.ts';
import { createVirtualClock } from '../../../local/clock/virtual.ts';
import {
  createFunctions,
  type FunctionDefinition,
  type FunctionFault,
  type InvocationReport,
  type LocalFunctions,
} from '../../../local/lambda/functions.ts';
import { createFunctionLogs } from '../../../local/lambda/logs.ts';

let folder: string;
let functions: LocalFunctions;
let lines: string[];
let reports: InvocationReport[];
let fault: FunctionFault | undefined;
const clock = createVirtualClock(instant(Date.parse('2026-03-01T12:00:00Z')));

function start(with_: { clock?: LocalClock; oneAtATime?: boolean; concurrency?: number } = {}): LocalFunctions {
  functions = createFunctions({
    clock: with_.clock ?? clock,
    concurrency: with_.concurrency ?? 1,
    oneAtATime: with_.oneAtATime ?? false,
    onLine: (logicalId, line) => lines.push(`${logicalId}: ${line}`),
    onInvoked: (report) => reports.push(report),
    strike: () => fault,
  });
  return functions;
}

function aFunction(source: string, with_: Partial<FunctionDefinition> = {}): FunctionDefinition {
  const functionName = with_.functionName ?? 'quote-wait';
  const codePath = path.join(folder, functionName);
  const definition = {
    logicalId: 'QuoteWait',
    functionName,
    functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    handler: 'index.handler',
    environment: { NOHOLD_TABLE: 'Center' },
    memoryMegabytes: 128,
    timeoutSeconds: 5,
    reservedConcurrency: undefined,
    ...with_,
    codePath,
  };
  mkdirSync(codePath);
  writeFileSync(path.join(codePath, 'index.mjs'), source);
  return definition;
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nohold-functions-'));
  lines = [];
  reports = [];
  fault = undefined;
});

afterEach(() => {
  functions.close();
  rmSync(folder, { recursive: true });
});

test("a bundle is called with the event, its environment, its context and the center's time", async () => {
  start().add(
    aFunction(`export const handler = async (event, context) => ({
      event, table: process.env.NOHOLD_TABLE, name: context.functionName, memory: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      now: new Date().toISOString(), later: Date.now(), date: new Date(0) instanceof Date, text: typeof Date(),
      given: new Date(2026, 1, 3).getTime(), remaining: context.getRemainingTimeInMillis() > 0 });`),
  );
  const result = await functions.invoke('arn:aws:lambda:us-east-1:000000000000:function:quote-wait', {
    queue: 'service',
  });
  expect(result).toEqual({
    kind: 'answer',
    payload: {
      event: { queue: 'service' },
      table: 'Center',
      name: 'quote-wait',
      memory: '128',
      now: '2026-03-01T12:00:00.000Z',
      later: Date.parse('2026-03-01T12:00:00Z'),
      date: true,
      text: 'string',
      given: Date.UTC(2026, 1, 3),
      remaining: true,
    },
  });
});

test('each invocation brings the time it starts at', async () => {
  start().add(aFunction('export const handler = () => Date.now();'));
  const before = await functions.invoke('quote-wait', {});
  await clock.runUntil(instant(clock.now() + 90_000));
  const after = await functions.invoke('quote-wait', {});
  if (before.kind !== 'answer' || after.kind !== 'answer') throw new Error('expected answers');
  expect(Number(after.payload) - Number(before.payload)).toBe(90_000);
});

test('an error the handler throws is a fault that names it, and the process goes on', async () => {
  start().add(
    aFunction(
      `let calls = 0; export const handler = () => { calls += 1; if (calls === 1) throw new TypeError('no queue'); return calls; };`,
    ),
  );
  expect(await functions.invoke('quote-wait', {})).toEqual({ kind: 'fault', cause: 'TypeError: no queue' });
  expect(await functions.invoke('quote-wait', {})).toEqual({ kind: 'answer', payload: 2 });
});

test('an invocation beyond its limit is ended, and the next one finds a fresh process', async () => {
  const wallLike: LocalClock = { ...clock, speed: 1 };
  start({ clock: wallLike }).add(
    aFunction(
      `let calls = 0; export const handler = async (event) => { calls += 1; if (event.hang) await new Promise((r) => setTimeout(r, 60000)); return calls; };`,
    ),
  );
  await functions.invoke('quote-wait', {});
  const hung = await functions.invoke('quote-wait', { hang: true }, 0.1);
  expect(hung).toEqual({ kind: 'fault', cause: 'Task timed out after 0.10 seconds' });
  expect(await functions.invoke('quote-wait', {})).toEqual({ kind: 'answer', payload: 1 });
});

test('a process that dies is a fault, and is started again', async () => {
  start().add(aFunction('export const handler = (event) => { if (event.die) process.exit(3); return "alive"; };'));
  expect(await functions.invoke('quote-wait', { die: true })).toEqual({
    kind: 'fault',
    cause: 'Runtime exited with error: exit status 3',
  });
  expect(await functions.invoke('quote-wait', {})).toEqual({ kind: 'answer', payload: 'alive' });
});

test('a function that wants more memory than the template gives is ended', async () => {
  start().add(
    aFunction(
      'export const handler = () => { const kept = []; for (;;) kept.push(new Array(100_000).fill(kept.length)); };',
      { memoryMegabytes: 32, timeoutSeconds: 60 },
    ),
  );
  const result = await functions.invoke('quote-wait', {});
  expect(result).toMatchObject({ kind: 'fault', cause: expect.stringContaining('Runtime exited with error') });
});

test('a bundle that cannot load says why', async () => {
  start().add(aFunction('throw new Error("NOHOLD_TABLE is missing");'));
  expect(await functions.invoke('quote-wait', {})).toMatchObject({
    kind: 'fault',
    cause: 'quote-wait did not start: Error: NOHOLD_TABLE is missing',
  });
});

test('what a function prints is handed on line by line', async () => {
  start().add(aFunction('export const handler = () => { console.log("one\\ntwo"); console.error("three"); };'));
  await functions.invoke('quote-wait', {});
  await expect.poll(() => lines.toSorted()).toEqual(['QuoteWait: one', 'QuoteWait: three', 'QuoteWait: two']);
  expect(reports).toMatchObject([{ functionName: 'quote-wait', result: { kind: 'answer', payload: null } }]);
});

test('one at a time means one at a time over all functions, in the order they were asked', async () => {
  start({ oneAtATime: true, concurrency: 3 });
  const source =
    'export const handler = async (event) => { console.log("in " + event); await new Promise((r) => setTimeout(r, 5)); console.log("out " + event); };';
  functions.add(aFunction(source, { functionName: 'first', logicalId: 'F' }));
  functions.add(aFunction(source, { functionName: 'second', logicalId: 'F' }));
  const asked = ['first', 'second', 'first'].map((name, index) => functions.invoke(name, index));
  await Promise.all(asked);
  await expect.poll(() => lines.length).toBe(6);
  const order = reports.map((report) => report.functionName);
  expect(order).toEqual(['first', 'second', 'first']);
});

test('switched faults strike a function before its code', async () => {
  start().add(aFunction('export const handler = () => { console.log("ran"); return 1; };'));
  fault = { kind: 'outage' };
  expect(await functions.invoke('quote-wait', {})).toMatchObject({ kind: 'fault' });
  fault = { kind: 'lost-reply' };
  expect(await functions.invoke('quote-wait', {})).toMatchObject({ kind: 'fault' });
  fault = undefined;
  expect(await functions.invoke('quote-wait', {})).toEqual({ kind: 'answer', payload: 1 });
  await expect.poll(() => lines).toEqual(['QuoteWait: ran', 'QuoteWait: ran']);
});

test('a function nobody knows, or one reserved to nothing, is a fault', async () => {
  start().add(aFunction('export const handler = () => 1;', { reservedConcurrency: 0 }));
  expect(await functions.invoke('quote-wait', {})).toMatchObject({
    kind: 'fault',
    cause: expect.stringContaining('TooManyRequests'),
  });
  expect(await functions.invoke('other', {})).toMatchObject({
    kind: 'fault',
    cause: expect.stringContaining('not found: other'),
  });
});

test('logs keep the last lines only, in order', () => {
  const logs = createFunctionLogs(3);
  for (const text of ['a', 'b', 'c', 'd'])
    logs.add({ at: instant(0), functionId: text === 'c' ? 'Other' : 'One', text });
  expect(logs.recent().map((line) => line.text)).toEqual(['b', 'c', 'd']);
  expect(logs.recent('Other').map((line) => line.text)).toEqual(['c']);
});

test.each([
  ['setTimeout', 'setTimeout(done, 20)'],
  ['AbortSignal.timeout', "AbortSignal.timeout(20).addEventListener('abort', done)"],
])("in virtual time a bundle's own %s is patient, so that the machine's load decides nothing", async (_, timer) => {
  start().add(
    aFunction(`export const handler = async () => { const from = performance.now(); const alive = setInterval(() => {}, 1000);
      await new Promise((done) => ${timer}); clearInterval(alive); return performance.now() - from; };`),
  );
  const result = await functions.invoke('quote-wait', {});
  expect(result.kind === 'answer' ? Number(result.payload) : 0).toBeGreaterThan(90);
});

test('a function switched to be slower than its limit times out, without anybody waiting for it', async () => {
  start().add(aFunction('export const handler = () => 1;'));
  fault = { kind: 'latency', milliseconds: 3_000 };
  expect(await functions.invoke('quote-wait', {}, 2)).toEqual({
    kind: 'fault',
    cause: 'Task timed out after 2.00 seconds',
  });
  expect(await functions.invoke('quote-wait', {})).toEqual({ kind: 'answer', payload: 1 });
});
