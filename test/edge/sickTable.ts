import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aSettings, flowEvent, instanceArn } from '../lambdas/world.ts';

/** What is wrong with the table: it never answers, breaks the connection, breaks off its answer, or takes five seconds. */
export const sicknesses = ['hangs', 'resets', 'breaks off', 'is slow'] as const;
export type Sickness = (typeof sicknesses)[number];

export interface Answered {
  lambda: string;
  sickness: Sickness;
  /** The answer, or the name of the error that takes the flow's error edge. */
  answer: unknown;
  milliseconds: number;
  /** Requests of all three that reached the table while it was so. */
  asked: number;
}

type Handler = (event: unknown, context: never) => Promise<unknown>;

const parameters = {
  'quote-wait': { purpose: 'arrival', queue: 'service', channel: 'voice', metrics: 'unknown' },
  'take-offer': { choice: 'callback', when: 'now', queue: 'service', channel: 'voice' },
  'bind-callback': {},
};

/**
 * The flow's functions as their handlers put them together, SDK included, over a table that is sick and a Secrets
 * Manager that is well. Each is asked at the same time as the others.
 */
export async function askWithSickTable(): Promise<Answered[]> {
  let sickness: Sickness = 'hangs';
  let asked = 0;
  const server = createServer((request, response) => {
    const target = String(request.headers['x-amz-target']);
    request.resume();
    if (target.startsWith('secretsmanager')) {
      return reply(response, { SecretString: '{"current":"k1","k1":"a secret of this test, long enough to be one"}' });
    }
    asked += 1;
    fallIll(response, sickness);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  surround((server.address() as AddressInfo).port);
  const handlers: [string, Handler][] = [
    ['quote-wait', (await import('../../lambdas/quote-wait/handler.ts')).handler as Handler],
    ['take-offer', (await import('../../lambdas/take-offer/handler.ts')).handler as Handler],
    ['bind-callback', (await import('../../lambdas/bind-callback/handler.ts')).handler as Handler],
  ];
  const answers: Answered[] = [];
  for (sickness of sicknesses) {
    const before = asked;
    const together = handlers.map(async ([lambda, handler]) => {
      const began = performance.now();
      const event = flowEvent('c', parameters[lambda as keyof typeof parameters], undefined, { initial: 'before' });
      const answer = await handler(event, {} as never).catch((error: Error) => error.name);
      return { lambda, sickness, answer, milliseconds: performance.now() - began };
    });
    for (const answer of await Promise.all(together)) answers.push({ ...answer, asked: asked - before });
  }
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  return answers;
}

/** What Lambda would have around a handler. */
function surround(port: number): void {
  const root = mkdtempSync(join(tmpdir(), 'nohold-sick-'));
  writeFileSync(join(root, 'settings.json'), JSON.stringify(aSettings()));
  Object.assign(process.env, {
    LAMBDA_TASK_ROOT: root,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'of-this-test',
    AWS_SECRET_ACCESS_KEY: 'of-this-test',
    NOHOLD_TABLE: 'Rows',
    NOHOLD_KEYS_SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:customers',
    NOHOLD_INSTANCE_ARN: instanceArn,
    NOHOLD_WEB_DESK: '-',
  });
}

function fallIll(response: ServerResponse, sickness: Sickness): void {
  switch (sickness) {
    case 'hangs':
      return;
    case 'resets':
      response.socket?.resetAndDestroy();
      return;
    case 'breaks off':
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'content-length': '4096' });
      response.write('{"Item":');
      return;
    case 'is slow':
      setTimeout(() => reply(response, {}), 5000).unref();
      return;
    default:
      sickness satisfies never;
  }
}

function reply(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify(body));
}

if (import.meta.main) {
  // What the functions log is not asked for here.
  const say = console.log;
  console.log = console.error = () => {};
  process.env.POWERTOOLS_DEV = 'false';
  const answers = await askWithSickTable();
  for (const { lambda, sickness, answer, milliseconds } of answers) {
    const said = typeof answer === 'string' ? `error edge (${answer})` : JSON.stringify(answer);
    say(`table ${sickness}: ${lambda} answered after ${milliseconds.toFixed(0)} ms: ${said}`);
  }
  const slowest = Math.max(...answers.map(({ milliseconds }) => milliseconds));
  say(`slowest answer: ${slowest.toFixed(0)} ms of 2000`);
  process.exit(slowest <= 2000 ? 0 : 1);
}
