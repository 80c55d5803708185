import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { minutes, seconds } from '../../core/time/units.ts';
import { synthesize } from '../../local/synthesize.ts';
import { asBrowser, type Desk, deskOf } from './desk.ts';
import { changedSettings } from './settingsFile.ts';
import { fillLine, picksUp, type Story, tellStory } from './story.ts';

let story: Story;
let desk: Desk;
let cdkOut = '';
/** One center for all: each test has its own customers. Monday, ten in the morning; the queue closes at midnight. */
beforeAll(async () => {
  const settingsPath = changedSettings((settings) => {
    const { service } = settings.queues ?? {};
    Object.assign(service ?? {}, {
      channels: ['voice', 'chat', 'email', 'task'],
      offers: ['callback', 'text', 'email'],
    });
    Object.assign(service?.expectation ?? {}, { email: { waitSeconds: 14_400 }, task: { waitSeconds: 86_400 } });
    Object.assign(settings, { emailAddresses: { help: { address: 'help@example.com', queue: 'service' } } });
    Object.assign(settings.web ?? {}, {
      emails: { from: 'help' },
      texts: { numberArn: 'arn:aws:connect:us-east-1:000000000000:phone-number/sms' },
    });
  });
  cdkOut = await synthesize(settingsPath);
  story = await tellStory({ agents: ['ana'], settingsPath, cdkOut });
  desk = deskOf(story);
});
afterAll(async () => {
  await story?.close();
  rmSync(cdkOut, { recursive: true, force: true });
});

const write = (from: string, handleSeconds = 60): string =>
  story.center.connect.writeEmail({
    from,
    to: 'help@example.com',
    subject: 'My order',
    text: 'Where is it?',
    handleSeconds,
  });

const letterTo = (contact: string) => story.facts(contact, 'email-sent').at(-1);

test('an e-mail is queued, its answer is quoted in hours by letter, and it is answered and counted like the rest', async () => {
  for (let earlier = 0; earlier < 8; earlier += 1) write(`earlier-${earlier}@example.com`);
  await story.pass(minutes(1));
  const mail = write('Robin@Example.com');
  await story.pass(minutes(1));
  expect(await story.contactRow(mail)).toMatchObject({
    channel: 'email',
    outcome: 'waiting',
    askedQueue: 'service',
    expectationSeconds: 14_400,
  });
  const letter = letterTo(mail);
  expect(letter).toMatchObject({ address: 'robin@example.com', subject: 'Northwind Outfitters: we have your message' });
  expect(letter?.text).toMatch(/We answer in (about|at most) .*(hour|minutes)/);
  const told = (await story.contactRow(mail))?.quotes?.[0]?.toldBoundSeconds ?? 0;
  expect(told % 1800).toBe(0);
  expect(told).toBeGreaterThanOrEqual(3600);

  await story.pass(minutes(20));
  const row = await story.contactRow(mail);
  expect(row).toMatchObject({ outcome: 'answered' });
  expect(row?.answeredAt).toBeLessThanOrEqual((row?.askedAt ?? 0) + told * 1000);
  const day = (await story.center.rows()).find((one) => String(one.pk) === 'day#service#email');
  const intervals = (day?.intervals ?? []) as {
    offeredCount: number;
    answeredCount: number;
    promisesKeptCount: number;
  }[];
  const sum = (name: keyof (typeof intervals)[number]) => intervals.reduce((total, one) => total + one[name], 0);
  expect(sum('offeredCount')).toBe(9);
  expect(sum('answeredCount')).toBe(9);
  expect(sum('promisesKeptCount')).toBeGreaterThan(0);
});

test('a task is queued and its answer quoted in hours onto the contact, and a call comes before it', async () => {
  const start = (name: string) =>
    story.center.connect.startTask({ flow: 'Task-service', name, description: 'Refund', handleSeconds: 150 });
  const tasks = [start('Refund 1'), start('Refund 2'), start('Refund 3')];
  await story.pass(minutes(2));
  const last = tasks.at(-1) ?? '';
  expect(story.center.connect.contact(last)?.attributes.answerBy).toMatch(/We answer in/);
  expect(await story.contactRow(last)).toMatchObject({ channel: 'task', outcome: 'waiting' });
  // The agent has a task in hand and is called all the same.
  const call = story.dial({ line: 'main', presses: ['1'], handleSeconds: 60 });
  await story.pass(minutes(2));
  expect(story.facts(call, 'connected')).toHaveLength(1);
  await story.pass(minutes(8));
  expect(await story.contactRow(last)).toMatchObject({ outcome: 'answered' });
});

test('who wrote goes on by chat with the link of the letter: the e-mail is moved, and nobody answers it twice', async () => {
  for (let earlier = 0; earlier < 3; earlier += 1) write(`later-${earlier}@example.com`, 150);
  await story.pass(minutes(1));
  const mail = write('sam@example.com');
  await story.pass(minutes(1));
  const link = /https?:\/\/\S+/.exec(letterTo(mail)?.text ?? '')?.[0] ?? '';
  const shown = await desk.get(link, asBrowser);
  expect(shown.text).toContain('Go on by chat');
  // We know no number of theirs.
  expect(shown.text).not.toContain('Be called back');
  expect((await desk.submit(link, { do: 'callback' })).status).toBe(404);
  expect((await desk.submit(link, { do: 'chat' })).status).toBe(303);
  await story.pass(minutes(1));
  expect(await story.contactRow(mail)).toMatchObject({ outcome: 'moved' });
  expect(story.facts(mail, 'ended')).toHaveLength(1);
  await story.pass(minutes(8));
  expect(story.facts(mail, 'connected')).toEqual([]);
});

test('a caller whose address the company knows is sent the link by e-mail, and keeps the place until it is used', async () => {
  story.center.connect.agents.logout('ana');
  story.center.connect.agents.login('ben');
  fillLine(story, 6, { line: 'main', presses: ['1', '2', '2', '2', '2', '2', '2'], handleSeconds: 1200 });
  await story.pass(minutes(2));
  const known = story.dial({ line: 'main', presses: ['1', '5'], ...picksUp() });
  story.center.connect.describeCaller(known, { customerEmail: 'kim@example.com' });
  const unknown = story.dial({ line: 'main', presses: ['1', '5'] });
  await story.pass(seconds(60));
  expect(story.heard(known)).toContain('press 5');
  expect(letterTo(known)).toMatchObject({ address: 'kim@example.com' });
  expect(await story.contactRow(known)).toMatchObject({ outcome: 'waiting' });
  expect(story.heard(unknown)).not.toContain('press 5');
  expect(letterTo(unknown)).toBeUndefined();
  const link = /https?:\/\/\S+/.exec(letterTo(known)?.text ?? '')?.[0] ?? '';
  expect((await desk.post(link, { do: 'callback' })).status).toBe(202);
  expect(await story.contactRow(known)).toMatchObject({ outcome: 'callback' });
});

test('a number that may not be called is promised nothing by telephone, form, text, letter and chat, and those that write bring none', async () => {
  const number = '+18095550123';
  const promised = async () => (await story.callbackRows()).length;
  const before = await promised();
  const takes = (presses: readonly string[]) => {
    const call = story.dial({ from: number, line: 'main', presses: ['1', ...presses], patienceSeconds: 600 });
    story.center.connect.describeCaller(call, { customerEmail: 'lou@example.com' });
    return call;
  };
  const [called, texted, written] = [takes(['1', '1']), takes(['4']), takes(['5'])] as const;
  await story.pass(seconds(80));
  expect(story.heard(called)).toContain('We cannot call that number.');
  expect(story.heard(texted)).toContain('We cannot send a text to your number.');
  expect(story.facts(texted, 'text-sent')).toEqual([]);
  const byForm = await desk.post('/callbacks', { queue: 'service', number }, { from: '203.0.113.61' });
  expect([byForm.status, byForm.text.includes('We cannot call numbers in that country')]).toEqual([400, true]);

  // The letter reaches them, but its link is good for no callback; nor is the chat it goes on by.
  const link = /https?:\/\/\S+/.exec(letterTo(written)?.text ?? '')?.[0] ?? '';
  expect((await desk.get(link, asBrowser)).text).not.toContain('Be called back');
  expect((await desk.post(link, { do: 'callback' })).status).toBe(404);
  expect((await desk.submit(link, { do: 'chat' })).status).toBe(303);
  await story.pass(seconds(20));
  const chat = story.center.connect.openContacts().find(({ attributes }) => attributes.continuedFrom === written);
  expect(chat).toMatchObject({ channel: 'CHAT' });
  expect((await desk.submit(link, { do: 'callback' })).status).toBe(303);
  expect(await promised()).toBe(before);
});
