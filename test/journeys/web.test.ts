import { afterAll, beforeAll, expect, test } from 'vitest';
import { promiseOf } from '../../core/callbacks/promise.ts';
import { minutes, seconds } from '../../core/time/units.ts';
import { asBrowser, type Desk, deskOf } from './desk.ts';
import { callbacksOver, fillLine, picksUp, type Story, tellStory } from './story.ts';

let story: Story;
let desk: Desk;
/** One center for all: each test has its own numbers and visitors. */
beforeAll(async () => {
  story = await tellStory({ agents: ['iris', 'ana'], startsAt: '2026-11-23T08:30:00-05:00' });
  desk = deskOf(story);
});
afterAll(() => story?.close());

const books = (number: string, queue = 'sales') => ({ queue, number });
const callbacksFrom = async (...contacts: RegExp[]) =>
  (await story.callbackRows()).filter(({ sourceContactId }) => contacts.every((one) => one.test(sourceContactId)));
const open = async () => (await story.callbackRows()).length;

// biome-ignore lint/suspicious/noExplicitAny: what the desk answers
const waitOf = (data: any, name: string) =>
  data.waits.find(({ queue, channel }: { queue: string; channel: string }) => `${queue} ${channel}` === name);

test('a callback is booked with a form, dialled when an agent is free, confirmed by a key and answered', async () => {
  const number = '+12125550188';
  expect(waitOf((await desk.get('/waits')).data, 'sales voice')).toMatchObject({ kind: 'closed' });
  expect(waitOf((await desk.get('/waits')).data, 'service voice')).toMatchObject({ kind: 'unknown' });
  story.center.connect.expectRingsAt(number, picksUp());
  const booked = await desk.submit('/callbacks', books(number), { from: '203.0.113.1' });
  expect(booked.status).toBe(202);
  expect(booked.text).toContain('We have your request');
  expect(await callbacksFrom(/^web-/)).toMatchObject([{ state: 'PENDING', queue: 'sales', consent: { door: 'web' } }]);
  await story.passUntil(callbacksOver(story), minutes(45));
  await story.pass(minutes(3));
  const [kept] = await callbacksFrom(/^web-/);
  expect(kept).toMatchObject({ state: 'COMPLETED' });
  expect(kept && promiseOf(kept)).toBe('kept');
  expect(kept?.consent).toEqual({
    at: expect.any(Number),
    contactId: kept?.sourceContactId,
    door: 'web',
    how: 'web-form',
    wording: expect.stringMatching(/./),
    zones: ['America/New_York'],
  });
  expect(JSON.stringify(kept)).not.toContain('2125550188');
  expect(story.center.connect.log.facts.filter(({ kind }) => kind === 'ringing')).toHaveLength(1);
});

test('the page says the wait right now of each queue and channel, and says when it cannot say', async () => {
  fillLine(story, 8);
  await story.pass(minutes(3));
  const { data } = await desk.get('/waits');
  expect(data.waits).toHaveLength(5);
  const sales = waitOf(data, 'sales voice');
  expect(sales).toMatchObject({ kind: 'range' });
  expect(sales.boundSeconds).toBeGreaterThanOrEqual(sales.aboutSeconds);
  const page = await desk.get('/', asBrowser);
  expect(page.text).toContain(sales.say);
  expect(page.text).not.toMatch(/<script/);
});

test('a chat is opened, written and answered without a script', async () => {
  const opened = await desk.submit('/chats', { queue: 'service', name: 'Robin' });
  expect(opened.status).toBe(303);
  const page = opened.headers.get('location') ?? '';
  await story.pass(minutes(1));
  const shown = await desk.get(page, asBrowser);
  expect(shown.text).toContain('<iframe');
  const turn = /name="turn" value="(\d+)"/.exec(shown.text)?.[1] ?? '';
  const line = { text: 'Where is <my> order?', turn };
  expect((await desk.submit(page, line)).status).toBe(303);
  expect((await desk.submit(page, line)).status).toBe(303);
  const chat = story.center.connect.openContacts().find(({ channel }) => channel === 'CHAT');
  expect(chat).toMatchObject({ agent: 'ana' });
  story.center.connect.agents.sendChat('ana', chat?.contactId ?? '', 'On its way.');
  await story.pass(seconds(5));
  const lines = await desk.get(`${page}/lines`, asBrowser);
  expect(lines.text.match(/Where is &#60;my&#62; order/g)).toHaveLength(1);
  expect(lines.text).toContain('On its way.');
  expect(await story.contactRow(chat?.contactId ?? '')).toMatchObject({ channel: 'chat', outcome: 'answered' });

  // Nobody reads it, or learns which links there are, by a link that was made up.
  const forged = page.replace(/.{6}$/, 'AAAAAA');
  const [wrong, none] = [await desk.get(forged), await desk.get('/chat/x.y')];
  expect(wrong.status).toBe(404);
  expect(none.text).toBe(wrong.text);
  expect((await desk.get(page.replace('/chat/', '/link/'))).status).toBe(404);
});

test.each([
  ['a field nobody knows', { ...books('+12125550188'), admin: 'yes' }],
  ['no number', { queue: 'sales' }],
  ['a number we may not call', books('+870776000000')],
  ['a premium number', books('+19005550123')],
  ['a queue there is not', books('+12125550188', 'nowhere')],
])('%s is refused with a reason, by script and by form', async (_, fields) => {
  const before = await open();
  const byScript = await desk.post('/callbacks', fields as Record<string, string>);
  const byForm = await desk.submit('/callbacks', fields as Record<string, string>);
  expect(byScript.status).toBe(400);
  expect(byForm.status).toBe(400);
  expect(await open()).toBe(before);
});

test('the answer is the same to the letter, whatever we know of the number', async () => {
  const from = { from: '203.0.113.2' };
  const first = await desk.post('/callbacks', books('+12125550171'), from);
  const again = await desk.post('/callbacks', books('+12125550171'), from);
  const unknown = await desk.post('/callbacks', books('+12125550172'), from);
  expect(again.text).toBe(first.text);
  expect(unknown.text).toBe(first.text);
  expect([first.status, again.status, unknown.status]).toEqual([202, 202, 202]);
});

test('a request with an Idempotency-Key is done once a day, and another one under the same key not at all', async () => {
  const headers = { 'idempotency-key': 'order-17' };
  const first = await desk.post('/callbacks', books('+12125550173'), { headers, from: '203.0.113.3' });
  const before = await open();
  expect((await desk.post('/callbacks', books('+12125550173'), { headers })).text).toBe(first.text);
  const other = await desk.post('/callbacks', books('+12125550174'), { headers });
  expect(other.status).toBe(422);
  expect(await open()).toBe(before);
});

test('one address books so many callbacks in an hour; another is served as before', async () => {
  const { perAddressPerHour } = story.center.settings.callbacks;
  const before = await open();
  for (let index = 0; index < perAddressPerHour + 3; index += 1) {
    await desk.post('/callbacks', books(`+1212555${1200 + index}`), { from: '203.0.113.7' });
  }
  expect(await open()).toBe(before + perAddressPerHour);
  await desk.post('/callbacks', books('+12125551300'), { from: '203.0.113.8' });
  expect(await open()).toBe(before + perAddressPerHour + 1);
});

test('only the sites in the settings may ask by script; too much at once is asked to wait', async () => {
  await story.pass(minutes(1));
  const ours = await desk.get('/waits', { headers: { origin: 'https://www.example.com' } });
  expect(ours.headers.get('access-control-allow-origin')).toBe('https://www.example.com');
  const theirs = await desk.get('/waits', { headers: { origin: 'https://www.example.com.evil.test' } });
  expect(theirs.headers.get('access-control-allow-origin')).toBeNull();
  const many = await Promise.all(Array.from({ length: 60 }, () => desk.get('/nothing-here')));
  expect(many.map(({ status }) => status)).toContain(429);
});
