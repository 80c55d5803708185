import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isOpen } from '../../core/callbacks/ledger.ts';
import { minutes, seconds } from '../../core/time/units.ts';
import { synthesize } from '../../local/synthesize.ts';
import { attack } from '../attack/attack.ts';
import { fieldOver } from '../attack/centerField.ts';
import { asBrowser, type Desk, deskOf } from './desk.ts';
import { changedSettings } from './settingsFile.ts';
import { fillLine, picksUp, planRoom, type Story, tellStory } from './story.ts';

let story: Story;
let desk: Desk;
let cdkOut = '';
beforeAll(async () => {
  const settingsPath = changedSettings((settings) => {
    Object.assign(settings.web ?? {}, {
      texts: { numberArn: 'arn:aws:connect:us-east-1:000000000000:phone-number/sms' },
    });
    Object.assign(settings.queues?.service ?? {}, {
      offers: ['callback', 'text'],
      answerLink: 'https://example.com/orders',
    });
    // A center that tells somebody of alarms starts here as well.
    Object.assign(settings.alarms ?? {}, { emails: ['ops@example.com'] });
  });
  cdkOut = await synthesize(settingsPath);
  story = await tellStory({ agents: ['ana'], settingsPath, cdkOut });
  desk = deskOf(story);
  fillLine(story, 6, { line: 'main', presses: ['1', '2', '2', '2', '2', '2', '2'], handleSeconds: 1200 });
  await story.pass(minutes(2));
});
afterAll(async () => {
  await story?.close();
  rmSync(cdkOut, { recursive: true, force: true });
});

/** Calls, is offered a link and takes it: the call's id, and the link's path. */
async function callerWithLink(from: string): Promise<{ call: string; link: string }> {
  const call = story.dial({ from, line: 'main', presses: ['1', '4'], ...picksUp() });
  await story.pass(seconds(50));
  const [text] = story.facts(call, 'text-sent');
  expect(story.heard(call)).toContain('We have sent you a text');
  return { call, link: new URL(/https?:\/\/\S+/.exec(text?.text ?? '')?.[0] ?? 'none:').href };
}

test('a caller is sent a link, goes on by chat in their place, and the telephone is let go only then', async () => {
  const { call, link } = await callerWithLink('+12125550101');
  const seen = await desk.get(link, asBrowser);
  expect(seen.text).toContain('Your place on the telephone is held');
  expect(seen.text).toContain('https://example.com/orders');
  expect(story.facts(call, 'ended')).toEqual([]);

  const chosen = await desk.submit(link, { do: 'chat' });
  expect(chosen.status).toBe(303);
  await story.pass(seconds(20));
  expect(await story.contactRow(call)).toMatchObject({ outcome: 'moved', choice: 'move' });
  expect(story.facts(call, 'ended')).toHaveLength(1);
  const chat = story.center.connect.openContacts().find(({ attributes }) => attributes.continuedFrom === call);
  expect(chat).toMatchObject({ channel: 'CHAT', queue: 'service' });
  const row = await story.contactRow(chat?.contactId ?? '');
  expect(row).toMatchObject({ movedFrom: call, askedQueue: 'service' });
  expect(row?.rankAt).toBe((await story.contactRow(call))?.askedAt);

  // Again, whatever is asked: the same chat.
  const again = await desk.submit(link, { do: 'callback' });
  expect(again.headers.get('location')).toBe(chosen.headers.get('location'));
  expect(await story.callbackRows()).toEqual([]);
});

test('a caller who never opens the link keeps their place and is answered', async () => {
  const { call } = await callerWithLink('+12125550102');
  expect(await story.contactRow(call)).toMatchObject({ outcome: 'waiting' });
});

test('a caller chooses a time for a callback, moves on, and takes it back with the link that came with it', async () => {
  const { call, link } = await callerWithLink('+12125550103');
  const booked = await desk.post(link, { do: 'callback' });
  expect(booked.status).toBe(202);
  expect(await story.contactRow(call)).toMatchObject({ outcome: 'callback' });
  expect(await story.callbackRows()).toMatchObject([{ state: 'PENDING', consent: { door: 'web', how: 'link' } }]);
  const manage = booked.data.next;
  expect((await desk.get(manage)).data.promisedBy).toBe(booked.data.promisedBy);
  const cancelled = await desk.post(manage, { do: 'cancel' });
  expect(cancelled.data.title).toBe('Your callback is cancelled');
  expect(await story.callbackRows()).toMatchObject([{ state: 'CANCELLED' }]);
  expect((await desk.post(manage, { do: 'cancel' })).text).toBe(cancelled.text);
});

test('a callback is moved to another time and taken back, by forms alone', async () => {
  await planRoom(story, 'service', 2);
  const { call, link } = await callerWithLink('+12125550104');
  const own = async () => (await story.callbackRows()).find(({ sourceContactId }) => sourceContactId === call);
  const linkIn = (page: string): string => /href="([^"]*\/link\/[^"]+)"/.exec(page)?.[1] ?? '';
  const booked = await desk.submit(link, { do: 'callback' });
  const manage = linkIn(booked.text);
  const shown = await desk.get(manage, asBrowser);
  expect(shown.text).not.toContain('<script');
  const times = [...shown.text.matchAll(/<option value="(\d+)"/g)].map(([, value = '']) => value);
  const { promisedBy = 0 } = (await own()) ?? {};
  const later = times.find((value) => Number(value) > promisedBy) ?? '';
  const moved = await desk.submit(manage, { do: 'move', startsAt: later });
  expect(moved.status).toBe(202);
  expect(await own()).toMatchObject({ state: 'PENDING', movedBy: 'customer', notBefore: Number(later) });
  // The link of the old promise has done its one thing; the new promise has a link of its own.
  expect((await desk.submit(manage, { do: 'cancel' })).text).toBe(moved.text);
  expect(await own()).toMatchObject({ state: 'PENDING' });
  expect((await desk.submit(linkIn(moved.text), { do: 'cancel' })).text).toContain('Your callback is cancelled');
  expect(await own()).toMatchObject({ state: 'CANCELLED', reason: 'customer' });
});

test('a link opened ten times at once, half of them for a chat and half for a callback, does one thing and tells everybody so', async () => {
  const { call, link } = await callerWithLink('+12125550105');
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, visitor) =>
      desk.post(link, { do: visitor % 2 === 0 ? 'chat' : 'callback' }, { from: `198.51.100.${visitor}` }),
    ),
  );
  const [first] = answers;
  expect(first?.status).toBe(202);
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  await story.pass(seconds(20));
  const chats = story.center.connect.openContacts().filter(({ attributes }) => attributes.continuedFrom === call);
  const callbacks = (await story.callbackRows()).filter(({ sourceContactId }) => sourceContactId === call);
  expect(chats.length + callbacks.length).toBe(1);
  const choice = chats.length === 1 ? 'move' : 'callback';
  expect(await story.contactRow(call)).toMatchObject({ choice });
  expect(story.facts(call, 'ended')).toHaveLength(1);
});

test('twelve doors accept at once for one number, telephones, links and forms: one callback is open, and all are told of it', async () => {
  const from = '+12125550106';
  const linked = await Promise.all(
    Array.from({ length: 3 }, () => story.dial({ from, line: 'main', presses: ['1', '4'], ...picksUp() })),
  );
  await story.pass(seconds(50));
  const links = linked.map(
    (call) => /https?:\/\/\S+/.exec(story.facts(call, 'text-sent')[0]?.text ?? '')?.[0] ?? 'none',
  );
  expect(links).not.toContain('none');
  const calls = Array.from({ length: 5 }, () =>
    story.dial({ from, line: 'main', presses: ['1', '1', '1'], ...picksUp() }),
  );
  // All are being offered it: whichever key or click is first, nobody has accepted yet.
  await story.pass(seconds(15));
  const [told, forms] = await Promise.all([
    Promise.all(links.map((link, index) => desk.post(link, { do: 'callback' }, { from: `198.51.100.${20 + index}` }))),
    Promise.all(
      Array.from({ length: 4 }, (_, index) =>
        desk.post('/callbacks', { queue: 'service', number: from }, { from: `203.0.113.${20 + index}` }),
      ),
    ),
    story.pass(minutes(1)),
  ]);
  const rows = await Promise.all([...linked, ...calls].map((contactId) => story.contactRow(contactId)));
  const mine = (await story.callbackRows()).filter(({ customerKey }) => customerKey === rows[0]?.customerKey);
  expect(mine).toHaveLength(1);
  const [callback] = mine;
  expect(callback && isOpen(callback.state)).toBe(true);
  expect(new Set(rows.map((row) => row?.callbackId))).toEqual(new Set([callback?.callbackId]));
  expect(told.map(({ status, data }) => [status, data.promisedBy])).toEqual(
    told.map(() => [202, callback?.promisedBy]),
  );
  expect(new Set(forms.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
});

test('a caller without a number is offered no link, and key 4 sends none', async () => {
  const call = story.dial({ from: null, line: 'main', presses: ['1', '4'] });
  await story.pass(seconds(50));
  expect(story.heard(call)).not.toContain('press 4');
  expect(story.facts(call, 'text-sent')).toEqual([]);
});

// Two thousand requests, budgets reached: npm run attack -- --through center
test('hostile requests of every kind by telephone and on the web: no budget is exceeded, nobody rung too often, honest customers are served, and nothing is told', async () => {
  for (const agent of ['iris', 'leo']) story.center.connect.agents.login(agent);
  const field = await fieldOver(story, { queue: 'service', line: 'main', menu: ['1'] });
  const report = await attack(field, { hostile: 32, addresses: 400, legitimate: 4, minutes: 4, seed: 5 });
  expect(report.broken).toEqual([]);
  expect(report.distinctAnswers).toEqual({ badLinks: 1, numbers: 1 });
  expect(Math.min(...Object.values(report.hostile))).toBeGreaterThan(0);
  expect(report.dials).toBeGreaterThan(0);
});
