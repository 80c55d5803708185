import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { minutes, seconds } from '../../core/time/units.ts';
import { synthesize } from '../../local/synthesize.ts';
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

test('a caller without a number is offered no link, and key 4 sends none', async () => {
  const call = story.dial({ from: null, line: 'main', presses: ['1', '4'] });
  await story.pass(seconds(50));
  expect(story.heard(call)).not.toContain('press 4');
  expect(story.facts(call, 'text-sent')).toEqual([]);
});
