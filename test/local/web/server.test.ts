import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createMetricStore } from '../../../local/aws/metrics.ts';
import type { Command } from '../../../local/web/commands.ts';
import type { BoardMessage, ToPage } from '../../../local/web/messages.ts';
import { PortBusyError, startWeb, type Web } from '../../../local/web/server.ts';
import { type AConnect, aConnect, aWebCenter } from '../aConnect.ts';

let center: AConnect;
let web: Web;
const metrics = createMetricStore();
const callers = {
  paused: false,
  pause: () => Object.assign(callers, { paused: true }),
  resume: () => Object.assign(callers, { paused: false }),
};
const callback = {
  callbackId: 'cb-1',
  queue: 'sales',
  state: 'PENDING',
  attempt: 1,
  promisedBy: 5,
  sourceContactId: 'c-1',
};

beforeEach(async () => {
  center = await aConnect();
  const openCallbacks = async () => [callback, { schemaVersion: 99 }];
  web = await startWeb(aWebCenter(center, { metrics, callers, openCallbacks }), { port: 0 });
});
afterEach(() => web.close());

const port = (): number => Number(new URL(web.url).port);

function get(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: port(), path, method, headers }, (answer) => {
      let body = '';
      answer.on('data', (part) => {
        body += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** A page: what it has heard, and a way to wait for a message. */
async function aPage({ token = web.token, origin = `http://127.0.0.1:${port()}` } = {}) {
  const socket = new WebSocket(`ws://127.0.0.1:${port()}/live`, { headers: { origin } });
  const heard: ToPage[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data) => {
    heard.push(JSON.parse(String(data)) as ToPage);
    for (const wake of waiting) wake();
  });
  await new Promise<void>((resolve, reject) => {
    socket.on('open', () => resolve());
    socket.on('error', reject);
  });
  const send = (command: Command, number?: number) => socket.send(JSON.stringify({ number, command }));
  const hear = <T extends ToPage['type']>(
    type: T,
    fits: (message: Extract<ToPage, { type: T }>) => boolean = () => true,
  ) =>
    new Promise<Extract<ToPage, { type: T }>>((resolve) => {
      const look = (): void => {
        const found = heard.find((message) => message.type === type && fits(message as Extract<ToPage, { type: T }>));
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found as Extract<ToPage, { type: T }>);
      };
      waiting.add(look);
      look();
    });
  send({ type: 'enter', token });
  await hear('hello');
  return { send, hear, heard, close: () => socket.close() };
}

describe('the pages', () => {
  test('are served whole from this machine, with a policy that lets nothing else in', async () => {
    const [page, script, style] = await Promise.all([get('/'), get('/app.js'), get('/app.css')]);
    expect([page.status, script.status, style.status]).toEqual([200, 200, 200]);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.body).not.toMatch(/https?:\/\/(?!www\.w3\.org)|<script>|style="/);
    expect(style.body).not.toMatch(/url\(|@import/);
    expect(script.body.length).toBeGreaterThan(100_000);
  });

  test('are refused under another name, and take no request that would change anything', async () => {
    expect((await get('/', { host: 'evil.example' })).status).toBe(403);
    expect((await get('/', {}, 'POST')).status).toBe(405);
    expect((await get('/../package.json')).status).toBe(404);
  });

  test('a busy port is one clear line', async () => {
    await expect(startWeb(aWebCenter(center), { port: port() })).rejects.toThrow(new PortBusyError(port()));
  });
});

describe('whoever is not our page', () => {
  test('cannot connect from another site', async () => {
    await expect(aPage({ origin: 'https://evil.example' })).rejects.toThrow('403');
  });

  test('can look without the token, and change nothing', async () => {
    const page = await aPage({ token: 'guessed' });
    expect(await page.hear('hello')).toMatchObject({ mayChange: false });
    page.send({ type: 'watch-board', hours: 1, dashboard: 0, chosen: {} });
    await page.hear('board');
    page.send({ type: 'phone', number: '+12065550111' });
    page.send({ type: 'dial', line: 'sales' });
    page.send({ type: 'pause-traffic', paused: true });
    await page.hear('refused');
    expect(center.connect.openContacts()).toEqual([]);
    expect(callers.paused).toBe(false);
  });
});

describe('a page with the token', () => {
  test('dials, hears the center, presses keys of its own calls only, and hangs up by going away', async () => {
    const page = await aPage();
    page.send({ type: 'phone', number: '+12065550111' });
    page.send({ type: 'dial', line: 'main' });
    const { call } = await page.hear('call');
    await center.run(12);
    const asked = await page.hear('call', ({ call: now }) => now.keys.length > 0);
    expect(asked.call.keys).toEqual(['1', '2']);
    const other = center.connect.dial({
      from: null,
      to: asked.call.contactId === call.contactId ? '+12125550142' : '',
    });
    page.send({ type: 'hang-up', contactId: other });
    page.send({ type: 'press', contactId: call.contactId, keys: '2' });
    await page.hear('call', ({ call: now }) => now.lines.some((line) => line.text === 'Pressed 2'));
    expect(center.connect.contact(other)?.stage).not.toBe('ended');
    page.close();
    await expect.poll(() => center.connect.contact(call.contactId)?.stage).toBe('ended');
  });

  test('is rung by the center when its number is called, and answers', async () => {
    const page = await aPage();
    page.send({ type: 'phone', number: '+12065550111' });
    page.send({ type: 'pause-traffic', paused: true });
    await expect.poll(() => callers.paused).toBe(true);
    const instance = center.connect.provision('AWS::Connect::Instance', 'Instance', {}).ref;
    const flow = center.connect.provision('AWS::Connect::Prompt', 'any', {}).ref.replace(/prompt.*/, '');
    expect(flow).toContain(instance);
    const answer = await center.connect.handleApi({
      method: 'PUT',
      path: '/contact/outbound-voice',
      query: new URLSearchParams(),
      body: {
        InstanceId: instance.split('/').at(-1),
        ContactFlowId: 'CallbackOutbound',
        DestinationPhoneNumber: '+12065550111',
        SourcePhoneNumber: '+12125550142',
      },
    });
    expect(answer.status).toBe(200);
    await center.run(3);
    const { call } = await page.hear('call', ({ call: now }) => now.stage === 'ringing');
    expect(call.direction).toBe('rings');
    page.send({ type: 'answer', contactId: call.contactId });
    await expect.poll(() => center.connect.contact(call.contactId)?.stage).not.toBe('ringing');
    await center.run(20);
    const heard = await page.hear('call', ({ call: now }) => now.keys.includes('1'));
    expect(heard.call.lines.map((line) => line.text).join(' ')).toMatch(/Press(ing)? 1|press 1/);
  });

  test('follows the transcript of any contact as it happens', async () => {
    const page = await aPage();
    const id = center.connect.dial({ from: '+12065550122', to: '+12125550142' });
    page.send({ type: 'watch-transcript', contactId: id });
    const first = await page.hear('transcript', ({ fresh }) => fresh);
    expect(first.lines[0]?.text).toBe('Call came in, number ending in 0122');
    await center.run(20);
    await page.hear('transcript', ({ fresh, lines }) => !fresh && lines.some((line) => line.who === 'lambda'));
  });

  test('is answered after it was told what its choice changed, never with what was so before', async () => {
    const page = await aPage();
    page.send({ type: 'watch-board', hours: 1, dashboard: 0, chosen: {} });
    await page.hear('board');
    center.connect.agents.login('iris');
    page.send({ type: 'agent-leaves', username: 'iris' }, 1);
    page.send({ type: 'pause-traffic', paused: true }, 2);
    await page.hear('answered', ({ number }) => number === 2);
    const types = page.heard.map((message) => message.type);
    const told = page.heard.slice(0, types.lastIndexOf('answered'));
    expect(told.findLast((message) => message.type === 'clock')).toMatchObject({ paused: true });
    const board = told.findLast((message) => message.type === 'board');
    expect(board?.agents.find(({ username }) => username === 'iris')).toMatchObject({ status: 'offline' });
    expect(page.heard.flatMap((message) => (message.type === 'answered' ? [message.number] : []))).toEqual([1, 2]);
  });

  test('is answered too when the center refuses, and hears why before', async () => {
    const page = await aPage();
    page.send({ type: 'desk-status', status: 'break' }, 7);
    await page.hear('answered', ({ number }) => number === 7);
    const types = page.heard.map((message) => message.type);
    expect(types.indexOf('refused')).toBeGreaterThan(-1);
    expect(types.indexOf('refused')).toBeLessThan(types.indexOf('answered'));
    expect(await page.hear('refused')).toMatchObject({ reason: 'Log in at the desk first.' });
  });

  test('writes in a chat', async () => {
    const page = await aPage();
    page.send({ type: 'start-chat', queue: 'service' });
    const { call } = await page.hear('call');
    expect(call.channel).toBe('chat');
    await center.run(5);
    page.send({ type: 'send-chat', contactId: call.contactId, text: 'Where is <b>my</b> parcel?' });
    const written = await page.hear('call', ({ call: now }) => now.lines.some((line) => line.who === 'caller'));
    expect(written.call.lines.at(-1)?.text).toBe('Where is <b>my</b> parcel?');
  });
});

test('the board says what is known, with its basis, and unknown where nothing is', async () => {
  center.connect.agents.login('iris');
  center.connect.agents.login('jack');
  for (const _ of [1, 2, 3]) center.connect.dial({ from: null, to: '+12125550142', keys: () => '2' });
  await center.run(30);
  const dimensions = { Queue: 'sales', Channel: 'voice' };
  const put = (name: string, value: number) =>
    metrics.put({ namespace: 'Nohold', name, dimensions }, value, center.clock.now() - 60_000);
  put('PredictedWaitMedianSeconds', 90);
  put('PredictedWaitBoundSeconds', 200);
  for (const _ of [1, 2, 3]) put('PromisesKept', 1);
  put('PromisesBroken', 1);
  const board = JSON.parse((await get('/board.json')).body) as BoardMessage;
  const row = (queue: string, channel: string) =>
    board.queues.find((found) => found.queue === queue && found.channel === channel);
  expect(row('sales', 'voice')).toMatchObject({
    waiting: { value: 1, at: board.now },
    staffed: { value: 2 },
    available: { value: 0 },
    predictedBoundSeconds: { value: 200 },
    promisesKept: { value: 0.75, n: 4 },
    contacts: [{ caller: '', isCallback: false }],
  });
  expect(row('service', 'voice')).toMatchObject({
    waiting: { value: 0 },
    oldestSeconds: { value: null },
    predictedBoundSeconds: { value: null, at: null },
    promisesKept: { value: null, n: 0 },
  });
  // A row of a version nobody here knows is left out; the board does not fail on it.
  expect(board.callbacks).toEqual([callback]);
  expect(board.agents.filter((agent) => agent.status === 'on-contact').map((agent) => agent.username)).toEqual([
    'iris',
    'jack',
  ]);
});
