import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { minutes, seconds, secondsBetween } from '../../core/time/units.ts';
import { allConnected, callbacksOver, fillLine, picksUp, type Story, tellStory } from './story.ts';

let story: Story;

const connectedAt = (contactId: string) => story.facts(contactId, 'connected')[0]?.at;

/** The callback contacts that Connect made for this caller. */
const callbacksOf = (contactId: string) =>
  story.facts(contactId, 'callback-created').map(({ callbackContactId }) => callbackContactId);

/** The ledger's row of the callback this contact took. */
const callbackOf = async (contactId: string) =>
  (await story.callbackRows()).find(({ sourceContactId }) => sourceContactId === contactId);

const ringsOf = (number: string): number =>
  story.center.connect.log.facts.filter((fact) => fact.kind === 'ringing' && fact.number === number).length;

/** Each story has customers of its own and ends with nobody waiting. */
describe('one agent, one story after another', () => {
  beforeAll(async () => {
    story = await tellStory({ agents: ['iris'], startsAt: '2026-11-23T09:00:00-05:00' });
  });
  afterAll(() => story?.close());

  test('a caller who would be answered within the expectation is offered nothing and goes straight to an agent', async () => {
    const caller = story.dial({ handleSeconds: 60 });
    await story.pass(minutes(2));
    expect(story.facts(caller, 'asked')).toEqual([]);
    expect(story.facts(caller, 'connected')).toHaveLength(1);
    const row = await story.contactRow(caller);
    expect(row).toMatchObject({ outcome: 'answered', askedQueue: 'sales', queuedQueue: 'sales' });
    expect(row).not.toHaveProperty('offeredAt');
  });

  test('a long wait is offered a callback, which keeps its place and is called back once', async () => {
    const before = fillLine(story, 4);
    await story.pass(minutes(1));
    const from = '+12125550775';
    const caller = story.dial({ from, presses: ['1', '1'], ...picksUp() });
    await story.pass(minutes(1));
    const after = fillLine(story, 1);
    await story.passUntil(callbacksOver(story), minutes(45));
    await story.passUntil(allConnected(story, after), minutes(15));

    expect(story.heard(caller)).toMatch(/press 1/i);
    const [callback = 'none', ...more] = callbacksOf(caller);
    expect(more).toEqual([]);
    expect(story.facts(callback, 'ringing')).toHaveLength(1);
    const servedAt = connectedAt(callback) ?? 0;
    for (const contactId of before) expect(connectedAt(contactId) ?? 0).toBeLessThan(servedAt);
    for (const contactId of after) expect(connectedAt(contactId) ?? 0).toBeGreaterThan(servedAt);

    const row = await callbackOf(caller);
    expect(row).toMatchObject({ state: 'COMPLETED', kind: 'keeps-place', attempt: 1, sourceContactId: caller });
    expect(row?.spokeAt).toBeDefined();
    expect(await story.contactRow(caller)).toMatchObject({ outcome: 'callback', choice: 'callback' });

    // Whoever speaks with the customer next knows of it.
    const again = story.dial({ from, handleSeconds: 30 });
    await story.pass(minutes(2));
    expect(story.center.connect.contact(again)?.attributes.journey).toContain('callback kept');
  });

  test('who rings again with a callback open is recognised, and may wait live instead: the callback is cancelled', async () => {
    const from = '+12125550777';
    fillLine(story, 4);
    await story.pass(minutes(1));
    const first = story.dial({ from, presses: ['1', '1'], ...picksUp() });
    await story.pass(minutes(1));
    const again = story.dial({ from, presses: ['2'], ...picksUp() });
    await story.passUntil(allConnected(story, [again]), minutes(50));
    await story.pass(minutes(10));

    expect(story.facts(again, 'asked')[0]?.text).toMatch(/callback/i);
    expect(story.facts(again, 'connected')).toHaveLength(1);
    expect(await callbackOf(first)).toMatchObject({ state: 'CANCELLED' });
    expect(ringsOf(from)).toBe(0);
  });

  test('who rings again and keeps the callback is called back once', async () => {
    const from = '+12125550778';
    fillLine(story, 3);
    await story.pass(minutes(1));
    const first = story.dial({ from, presses: ['1', '1'], ...picksUp() });
    await story.pass(minutes(1));
    const again = story.dial({ from, presses: ['1'], ...picksUp() });
    await story.passUntil(callbacksOver(story), minutes(40));
    await story.pass(minutes(5));

    expect(story.facts(again, 'queued')).toEqual([]);
    expect(ringsOf(from)).toBe(1);
    expect(await callbackOf(first)).toMatchObject({ state: 'COMPLETED' });
  });

  test('a callback that nobody answers is tried again within the rules and then ends', async () => {
    fillLine(story, 3);
    await story.pass(minutes(1));
    const from = '+12125550776';
    const caller = story.dial({ from, presses: ['1', '1'], pickup: () => ({ kind: 'no-answer' }) });
    await story.pass(minutes(1));
    await story.passUntil(callbacksOver(story), minutes(180));
    await story.pass(minutes(10));
    expect(ringsOf(from)).toBeGreaterThanOrEqual(1);
    expect(ringsOf(from)).toBeLessThanOrEqual(story.center.settings.callbacks.attempts);
    expect(await callbackOf(caller)).toMatchObject({ state: 'EXHAUSTED' });
  });
});

describe('when agents come and go', () => {
  beforeEach(async () => {
    story = await tellStory({ agents: ['iris'] });
  });
  afterEach(() => story?.close());

  test('a declined offer comes again only after a clear change for the worse', async () => {
    story.center.connect.agents.login('jack');
    fillLine(story, 5, { handleSeconds: 300 });
    await story.pass(minutes(1));
    const caller = story.dial({ handleSeconds: 60, presses: ['2', '2', '2', '2', '2'] });
    await story.pass(minutes(3));
    expect(story.facts(caller, 'asked')).toHaveLength(1);

    story.center.connect.agents.logout('jack');
    await story.pass(minutes(8));
    const asked = story.facts(caller, 'asked');
    expect(asked).toHaveLength(2);
    expect(secondsBetween(asked[0]?.at ?? story.clock.now(), asked[1]?.at ?? story.clock.now())).toBeGreaterThanOrEqual(
      60,
    );
    await story.passUntil(allConnected(story, [caller]), minutes(60));
    await story.pass(minutes(1));
    expect(await story.contactRow(caller)).toMatchObject({ outcome: 'answered', choice: 'hold' });
    expect(await story.callbackRows()).toEqual([]);
  });

  test('an agent who answers while the callback is being taken answers once, and no callback follows', async () => {
    const { connect } = story.center;
    connect.agents.add({ username: 'iris', behaviour: { answers: () => 4 } });
    connect.agents.login('jack');
    const [first = '', second = ''] = fillLine(story, 2, { handleSeconds: 3000 });
    await story.pass(minutes(1));
    const caller = story.dial({ from: '+12125550779', presses: ['2'], ...picksUp() });
    await story.pass(minutes(2));
    const served =
      connect.agents.list().find(({ username }) => username === 'iris')?.contacts[0] === first ? first : second;
    connect.agents.logout('jack');
    for (let waited = 0; waited < 900 && story.facts(caller, 'asked').length < 2; waited += 1)
      await story.pass(seconds(1));
    expect(story.facts(caller, 'asked')).toHaveLength(2);

    // The agent comes free as the key is pressed: the phone rings at the desk while the ledger is written.
    connect.agents.hangUp('iris', served);
    connect.press(caller, '1');
    await story.pass(seconds(1));
    connect.press(caller, '1');
    await story.pass(minutes(20));

    expect(story.facts(caller, 'lambda-answered').map(({ answer }) => answer.result)).toContain('accepted');
    expect(story.facts(caller, 'connected')).toHaveLength(1);
    expect(connect.log.facts.filter(({ kind }) => kind === 'ringing')).toEqual([]);
    expect((await story.callbackRows()).map(({ state }) => state)).toEqual(['CANCELLED']);
  });
});
