import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { minutes, seconds } from '../../core/time/units.ts';
import { synthesize } from '../../local/synthesize.ts';
import { deskOf } from './desk.ts';
import { changedSettings } from './settingsFile.ts';
import { fillLine, picksUp, planRoom, type Story, tellStory } from './story.ts';

let story: Story;
let cdkOut = '';
beforeAll(async () => {
  const settingsPath = changedSettings((settings) => {
    Object.assign(settings.web ?? {}, {
      texts: { numberArn: 'arn:aws:connect:us-east-1:000000000000:phone-number/sms' },
    });
    Object.assign(settings.queues?.service ?? {}, { offers: ['callback', 'text'] });
    Object.assign(settings.privacy ?? {}, { analyzeCalls: true });
    Object.assign(settings, {
      survey: { share: 1 },
      journey: { stepByStep: true },
      agentsMay: { allowances: { credit: { spokenName: 'a credit of ten dollars' } } },
    });
  });
  cdkOut = await synthesize(settingsPath);
  story = await tellStory({ agents: ['ana', 'ben'], settingsPath, cdkOut });
});
afterAll(async () => {
  await story?.close();
  rmSync(cdkOut, { recursive: true, force: true });
});

const attributesOf = (contactId: string): Record<string, string> =>
  story.center.connect.contact(contactId)?.attributes ?? {};

/** How often a contact was asked by the menu what it is about. */
const timesAsked = (contactId: string): number =>
  story.facts(contactId, 'asked').filter(({ text }) => text.startsWith('For ')).length;

/** What agents were shown beside a contact, and in which contact of Connect's own. */
const viewsBeside = (contactId: string) =>
  story.center.connect.log.facts.flatMap((fact) =>
    fact.kind === 'view-shown' && fact.relatedContactId === contactId ? [fact] : [],
  );

const agentOf = (contactId: string): string | null | undefined => story.center.connect.contact(contactId)?.agent;

test('one customer by telephone, text link and chat: asked once, and the agent knows what came before', async () => {
  const customer = '+12125550131';
  const { connect } = story.center;
  fillLine(story, 7, { line: 'main', presses: ['1', '2', '2', '2', '2', '2', '2'], handleSeconds: 200 });
  await story.pass(minutes(2));

  // By telephone: asked once what it is about; nothing is known yet.
  const call = story.dial({ from: customer, line: 'main', presses: ['1', '4'], ...picksUp(60) });
  await story.pass(seconds(50));
  expect(timesAsked(call)).toBe(1);
  expect(attributesOf(call).journey).toBeUndefined();

  // The link that came by text goes on by chat, in the same queue: its agent knows of the call.
  const [text] = story.facts(call, 'text-sent');
  const link = new URL(/https?:\/\/\S+/.exec(text?.text ?? '')?.[0] ?? 'none:').href;
  await deskOf(story).submit(link, { do: 'chat' });
  await story.pass(seconds(30));
  const chat = connect.openContacts().find(({ attributes }) => attributes.continuedFrom === call);
  expect(chat).toMatchObject({ queue: 'service' });
  expect(timesAsked(chat?.contactId ?? '')).toBe(0);
  expect(chat?.attributes.repeat).toBe('yes');
  expect(chat?.attributes.journey).toMatch(
    /^Contact number 2 in 7 days about .+\. 10:\d\d AM: call, .*went on by another channel\.$/,
  );
  // Nobody's number is in it.
  expect(chat?.attributes.journey).not.toMatch(/\d{7}/);

  // While the chat is open the customer rings as well: whoever answers is told of it.
  const beside = story.dial({ from: customer, line: 'main', presses: ['1'], patienceSeconds: 20 });
  await story.pass(seconds(40));
  expect(attributesOf(beside).journey).toMatch(
    /^Contact number 3 in 7 days about .+\. Open now: chat about orders and deliveries, since 10:\d\d AM\. /,
  );
  // The line empties: the next story begins with agents free.
  await story.pass(minutes(38));
});

test('… and is called back by an agent who knows of the call and of the chat, and asks nothing again', async () => {
  const customer = '+12125550131';
  const { connect } = story.center;
  const chat =
    connect.openContacts().find(({ channel, queue }) => channel === 'CHAT' && queue !== null)?.contactId ?? '';
  connect.agents.hangUp(agentOf(chat) ?? '', chat);
  await story.pass(minutes(2));
  connect.expectRingsAt(customer, picksUp(30));
  await planRoom(story, 'service', 2);
  const booked = await deskOf(story).submit(
    '/callbacks',
    { queue: 'service', number: customer },
    { from: '203.0.113.9' },
  );
  expect(booked.status).toBe(202);
  const own = async () => (await story.callbackRows()).find(({ consent }) => consent?.door === 'web');
  await story.passUntil(async () => (await own())?.state === 'COMPLETED', minutes(60));
  const callback = await own();
  const leg = connect.log.facts.find(
    (fact) => fact.kind === 'contact-created' && fact.name === `${callback?.callbackId}-1`,
  );
  expect(timesAsked(leg?.contactId ?? '')).toBe(0);
  expect(agentOf(leg?.contactId ?? '')).toBeTruthy();
  expect(attributesOf(leg?.contactId ?? '').journey).toMatch(
    /^Contact number 4 in 7 days about .+: call, .*went on by another channel\..*: chat, /,
  );
});

test('a repeat within seven days comes to the agent who knew the matter, and before others of its queue', async () => {
  const customer = '+12125550132';
  const first = story.dial({ from: customer, line: 'main', presses: ['1'], handleSeconds: 30 });
  await story.pass(minutes(2));
  const knew = agentOf(first);
  expect(['ana', 'ben']).toContain(knew);
  fillLine(story, 5, { line: 'main', presses: ['1', '2', '2', '2', '2'], handleSeconds: 120 });
  await story.pass(minutes(1));
  const repeat = story.dial({ from: customer, line: 'main', presses: ['1', '2', '2', '2'], handleSeconds: 30 });
  await story.pass(seconds(30));
  // Whoever knew the matter comes free while the contact is kept for them.
  const { agents } = story.center.connect;
  const [inHand = ''] = agents.list().find(({ username }) => username === knew)?.contacts ?? [];
  agents.hangUp(knew ?? '', inHand);
  await story.pass(seconds(10));
  expect(await story.contactRow(repeat)).toMatchObject({ repeatOf: first, priority: 4 });
  expect(attributesOf(repeat)).toMatchObject({ repeat: 'yes' });
  expect(attributesOf(repeat).journey).toContain('spoke with an agent');
  expect(story.facts(repeat, 'queued')).toMatchObject([{ priority: 4, position: 1 }]);
  await story.pass(minutes(4));
  expect(await story.contactRow(repeat)).toMatchObject({ outcome: 'answered' });
  expect(agentOf(repeat)).toBe(knew);
});

test('who calls again about an open matter is not asked by the menu: one key leads on, any other brings it', async () => {
  const customer = '+12125550137';
  fillLine(story, 5, { line: 'main', presses: ['1', '2', '2', '2'], handleSeconds: 90 });
  await story.pass(minutes(1));
  const first = story.dial({ from: customer, line: 'main', presses: ['1'], patienceSeconds: 15 });
  await story.pass(minutes(1));
  expect(timesAsked(first)).toBe(1);
  expect(await story.contactRow(first)).toMatchObject({ outcome: 'abandoned', menuAsked: true });

  const again = story.dial({ from: customer, line: 'main', presses: ['1'], patienceSeconds: 15 });
  await story.pass(minutes(1));
  expect(story.heard(again)).toContain('If you are calling about orders and deliveries again, press 1.');
  expect(timesAsked(again)).toBe(0);
  expect(await story.contactRow(again)).toMatchObject({ queue: 'service', repeatOf: first });
  expect(await story.contactRow(again)).not.toHaveProperty('menuAsked');

  const other = story.dial({ from: customer, line: 'main', presses: ['0', '2'], patienceSeconds: 15 });
  await story.pass(minutes(1));
  expect(timesAsked(other)).toBe(1);
  expect((await story.contactRow(other))?.askedQueue ?? 'billing').toBe('billing');
  await story.pass(minutes(6));
});

test('how a call felt to its customer is told to the agent of the next one', async () => {
  const customer = '+12125550138';
  const call = story.dial({ from: customer, line: 'main', presses: ['1'], handleSeconds: 30, sentimentScore: -3 });
  await answered(call);
  await story.pass(minutes(4));
  expect(await story.contactRow(call)).toMatchObject({ outcome: 'answered', felt: 'negative' });
  const again = story.dial({ from: customer, line: 'main', presses: ['1'], handleSeconds: 30 });
  await story.pass(minutes(1));
  expect(attributesOf(again).journey).toContain('spoke with an agent');
  expect(attributesOf(again).journey).toContain('the customer sounded unhappy.');

  // … and stands beside the call in the agent's workspace, for as long as they have it.
  const shown = viewsBeside(again);
  expect(shown).toHaveLength(1);
  expect(shown[0]?.view).toMatch(/^arn:aws:connect:[a-z0-9-]+:aws:view\/detail:1$/);
  expect(shown[0]?.data).toMatchObject({
    Description: attributesOf(again).journey,
    AttributeBar: [{ Value: 'yes' }],
    Sections: [{ TemplateString: expect.stringContaining('4 what you may give: a credit of ten dollars.') }],
  });
  expect(viewsBeside(call)).toEqual([]);
  await story.pass(minutes(3));
  const guide = shown[0]?.contactId ?? '';
  expect(story.facts(guide, 'ended')).toHaveLength(1);
  // Connect's page is no contact of a customer: nothing counts it.
  expect((await story.contactRow(guide))?.askedAt).toBeUndefined();
});

/** Until an agent has the contact in hand. */
async function answered(contactId: string): Promise<string> {
  for (let looks = 0; looks < 20; looks += 1) {
    await story.pass(seconds(20));
    if (story.center.connect.contact(contactId)?.stage === 'connected') return agentOf(contactId) ?? '';
  }
  throw new Error('nobody answered');
}

/** Takes the contact in hand to the quick connect and presses keys there, one after another. */
async function marks(contactId: string, keys: readonly string[]): Promise<string> {
  const { connect } = story.center;
  connect.agents.transfer(agentOf(contactId) ?? '', contactId, 'Mark contact');
  const flow = connect.openContacts().find(({ previousContactId }) => previousContactId === contactId)?.contactId ?? '';
  for (const [index, key] of keys.entries()) {
    // The first prompt is long; who is silent for five seconds after a short one is taken back to the customer.
    await story.pass(seconds(index === 0 ? 12 : 4));
    connect.press(flow, key);
  }
  await story.pass(seconds(20));
  expect(agentOf(contactId)).not.toBeNull();
  return story.heard(flow);
}

test('an agent promises a call: it is in the ledger, rung in time, and comes to the agent who promised it', async () => {
  const customer = '+12125550134';
  const { connect } = story.center;
  const call = story.dial({ from: customer, line: 'main', presses: ['1'], handleSeconds: 200 });
  const promisedBy = await answered(call);
  expect(await marks(call, ['3', '1'])).toContain('Promised: the customer is called by');
  expect(await story.contactRow(call)).toMatchObject({ mark: 'promised' });
  connect.expectRingsAt(customer, picksUp(30));
  await story.pass(minutes(12));
  const callbacks = (await story.callbackRows()).filter(({ sourceContactId }) => sourceContactId === call);
  expect(callbacks).toMatchObject([{ state: 'COMPLETED', agentId: (await story.contactRow(call))?.agentId }]);
  const leg = connect.log.facts.find(
    (fact) => fact.kind === 'contact-created' && fact.name === `${callbacks[0]?.callbackId}-1`,
  );
  expect(agentOf(leg?.contactId ?? '')).toBe(promisedBy);
  expect(attributesOf(leg?.contactId ?? '').journey).toContain('will be called by the agent');
});

/** A customer calls, is answered, and the agent presses keys about them before they part. Gives the contact, and what the agent heard. */
async function handled(customer: string, keys: readonly string[]): Promise<{ call: string; heard: string }> {
  const call = story.dial({ from: customer, line: 'main', presses: ['1'], handleSeconds: 200 });
  await answered(call);
  const heard = await marks(call, keys);
  await story.pass(minutes(4));
  return { call, heard };
}

test('within a rule an agent gives at once; beyond it only for a reason, which is on record', async () => {
  const customer = '+12125550135';
  const first = await handled(customer, ['4', '1']);
  expect(first.heard).toContain('a credit of ten dollars: done.');
  expect((await story.contactRow(first.call))?.allowances).toMatchObject([{ name: 'credit' }]);
  expect((await story.contactRow(first.call))?.allowances?.[0]).not.toHaveProperty('reason');

  const second = await handled(customer, ['4', '1', '2']);
  expect(second.heard).toContain('beyond the rule, which is 1 in 30 days.');
  expect(second.heard).toContain('Because the mistake was ours, press 2.');
  expect(await story.contactRow(second.call)).toMatchObject({
    agentId: expect.any(String),
    allowances: [{ name: 'credit', reason: 'the mistake was ours' }],
  });
});

test('two questions by text, once in 30 days; who says it is not solved is called as promised', async () => {
  const customer = '+12125550136';
  const { connect } = story.center;
  const { call } = await handled(customer, ['1']);
  const [text] = story.facts(call, 'text-sent');
  expect(text?.text).toContain('two questions about your contact with us');
  const link = new URL(/https?:\/\/\S+/.exec(text?.text ?? '')?.[0] ?? 'none:').href;
  const desk = deskOf(story);
  expect((await desk.get(link, { headers: { accept: 'text/html' } })).text).toContain('Is your matter solved?');
  const said = await desk.submit(link, { do: 'survey', solved: 'no', easy: '2' });
  expect(said.text).toContain('It is not solved yet, so we call you.');
  expect(await story.contactRow(call)).toMatchObject({ surveySolved: false, surveyEasy: 2, mark: 'not-yet' });

  connect.expectRingsAt(customer, picksUp(30));
  const promised = async () => (await story.callbackRows()).find(({ sourceContactId }) => sourceContactId === call);
  expect((await promised())?.callbackId).toMatch(/^cb-survey-/);
  await story.passUntil(async () => (await promised())?.state === 'COMPLETED', minutes(120));

  const again = await handled(customer, ['1']);
  expect(story.facts(again.call, 'text-sent')).toEqual([]);
  expect(await story.contactRow(again.call)).not.toHaveProperty('surveyedAt');
});

test('a chat from a link is told of the call its customer is in meanwhile', async () => {
  const customer = '+12125550139';
  fillLine(story, 5, { line: 'main', presses: ['1', '2', '2', '2', '2'], handleSeconds: 200 });
  await story.pass(minutes(1));
  const call = story.dial({ from: customer, line: 'main', presses: ['1', '4'], patienceSeconds: 75 });
  await story.pass(minutes(2));
  const link = /https?:\/\/\S+/.exec(story.facts(call, 'text-sent')[0]?.text ?? '')?.[0] ?? 'none';
  expect(await story.contactRow(call)).toMatchObject({ outcome: 'abandoned' });
  story.dial({ from: customer, line: 'main', presses: ['1'], patienceSeconds: 240, handleSeconds: 30 });
  await story.pass(seconds(40));
  await deskOf(story).submit(link, { do: 'chat' });
  await story.pass(seconds(20));
  const chat = story.center.connect.openContacts().find(({ attributes }) => attributes.continuedFrom === call);
  expect(chat?.attributes.journey).toMatch(/Open now: call about orders and deliveries, since \d+:\d\d [AP]M\./);
  await story.pass(minutes(12));
  story.center.connect.agents.hangUp(agentOf(chat?.contactId ?? '') ?? '', chat?.contactId ?? '');
  await story.pass(minutes(2));
});

test('the agent is told of every promise whether it was kept: the wait that was told, and what an agent promised', async () => {
  const [kept, broken] = ['+12125550140', '+12125550141'];
  const { agents } = story.center.connect;
  const waits = { line: 'main', presses: ['1', ...Array<string>(40).fill('2')], handleSeconds: 30 };
  fillLine(story, 5, { ...waits, handleSeconds: 100 });
  await story.pass(minutes(1));
  const first = story.dial({ from: kept, ...waits });
  await answered(first);
  await story.pass(minutes(2));
  const known = story.dial({ from: kept, ...waits });
  await story.pass(minutes(1));
  expect(attributesOf(known).journey).toContain('spoke with an agent, in the time told.');

  // Who told them is not there any more when it is their turn.
  fillLine(story, 5, { ...waits, handleSeconds: 100 });
  await story.pass(minutes(1));
  const late = story.dial({ from: broken, ...waits });
  await story.pass(minutes(1));
  for (const agent of ['ana', 'ben']) agents.setStatus(agent, 'break');
  await story.pass(minutes(25));
  for (const agent of ['ana', 'ben']) agents.setStatus(agent, 'available');
  await answered(late);
  await story.pass(minutes(6));
  const again = story.dial({ from: broken, ...waits });
  await story.pass(minutes(1));
  expect(attributesOf(again).journey).toContain('spoke with an agent, later than told.');

  // The customer of the story above whom an agent had promised a call.
  const promised = story.dial({ from: '+12125550134', ...waits });
  await story.pass(minutes(1));
  expect(attributesOf(promised).journey).toContain('was called by the agent as promised');
});
