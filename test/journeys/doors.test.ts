import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { judgeNumber } from '../../core/numbers/judgeNumber.ts';
import { minutes } from '../../core/time/units.ts';
import { synthesize } from '../../local/synthesize.ts';
import { type Desk, deskOf } from './desk.ts';
import { changedSettings } from './settingsFile.ts';
import { picksUp, type Story, tellStory } from './story.ts';

let story: Story;
let desk: Desk;
let cdkOut = '';
const perPrefixPerHour = 4;
/** Half past eight, half an hour before the queue opens: whoever calls is offered a callback. One center for all. */
beforeAll(async () => {
  const settingsPath = changedSettings((settings) => Object.assign(settings.callbacks ?? {}, { perPrefixPerHour }));
  cdkOut = await synthesize(settingsPath);
  story = await tellStory({ startsAt: '2026-11-24T08:30:00-05:00', settingsPath, cdkOut });
  desk = deskOf(story);
});
afterAll(async () => {
  await story?.close();
  rmSync(cdkOut, { recursive: true, force: true });
});

const callbackOf = async (contactId: string) =>
  (await story.callbackRows()).find(({ sourceContactId }) => sourceContactId === contactId);

const ringsOf = (number: string): number =>
  story.center.connect.log.facts.filter((fact) => fact.kind === 'ringing' && fact.number === number).length;

test('a number has the same verdict keyed in on the telephone and written down on the web', async () => {
  const numbers = {
    ordinary: '+13125550100',
    premium: '+19005550123',
    'of another country with the same code': '+18095550123',
    'toll free': '+18005550123',
    'the center’s own': '+12125550142',
    'none at all': '+11125550123',
  };
  for (const [index, [kind, number]] of Object.entries(numbers).entries()) {
    const keys = `${number.slice(2)}#`;
    const caller = story.dial({
      from: `+1720555${1000 + index}`,
      presses: ['1', '2', keys, keys],
      patienceSeconds: 60,
    });
    await story.pass(minutes(2));
    const byPhone = (await callbackOf(caller)) === undefined ? 'refused' : 'dialable';
    const written = await desk.post('/callbacks', { queue: 'sales', number }, { from: `203.0.113.${index}` });
    const { kind: verdict } = judgeNumber(number, { allowedCountries: ['US'], ownNumbers: ['+12125550142'] });
    expect({ kind, byPhone, onTheWeb: written.status }).toEqual({
      kind,
      byPhone: verdict,
      onTheWeb: verdict === 'dialable' ? 202 : 400,
    });
  }
});

test('a range of numbers is promised no more by telephone than its prefix may have; others are served as before', async () => {
  const range = Array.from({ length: perPrefixPerHour + 2 }, (_, index) =>
    story.dial({ from: `+1646255${1000 + index}`, presses: ['1', '1'], pickup: () => ({ kind: 'no-answer' }) }),
  );
  await story.pass(minutes(2));
  const promised = await Promise.all(range.map(callbackOf));
  expect(promised.filter((row) => row !== undefined)).toHaveLength(perPrefixPerHour);
  const other = story.dial({ from: '+13125550177', presses: ['1', '1'], ...picksUp() });
  await story.pass(minutes(2));
  expect(await callbackOf(other)).toMatchObject({ state: 'PENDING' });
});

test('a mailbox that picks up is tried again and is no success; who presses the key for never is promised nothing at any door', async () => {
  const [mailbox, never] = ['+19175550181', '+14155550182'];
  const machine = story.dial({
    from: mailbox,
    presses: ['1', '1'],
    pickup: () => ({ kind: 'voicemail', afterSeconds: 5 }),
  });
  const leaver = story.dial({
    from: never,
    presses: ['1', '1'],
    pickup: () => ({ kind: 'answer', afterSeconds: 3, person: { keys: () => '9' } }),
  });
  await story.pass(minutes(15));
  for (const agent of ['iris', 'jack']) story.center.connect.agents.login(agent);
  await story.passUntil(async () => (await callbackOf(machine))?.state === 'EXHAUSTED', minutes(120));
  const { attempts = [] } = (await callbackOf(machine)) ?? {};
  expect(attempts.length).toBeGreaterThan(1);
  expect(new Set(attempts.map(({ disposition }) => disposition))).toEqual(new Set(['not-confirmed']));
  expect(ringsOf(mailbox)).toBe(attempts.length);

  // Where they are it is three hours earlier: nobody rings before eight.
  await story.passUntil(async () => (await callbackOf(leaver))?.state === 'CANCELLED', minutes(150));
  expect(await callbackOf(leaver)).toMatchObject({ reason: 'opted-out' });
  const rings = story.center.connect.log.facts.filter((fact) => fact.kind === 'ringing' && fact.number === never);
  expect(rings.map(({ at }) => new Date(at).toISOString().slice(0, 13))).toEqual(['2026-11-24T16']);

  const stranger = await desk.post('/callbacks', { queue: 'sales', number: '+14155550199' }, { from: '203.0.113.21' });
  const again = await desk.post('/callbacks', { queue: 'sales', number: never }, { from: '203.0.113.22' });
  expect([again.status, again.text]).toEqual([stranger.status, stranger.text]);
  await story.pass(minutes(20));
  expect(ringsOf('+14155550199')).toBeGreaterThan(0);
  expect(ringsOf(never)).toBe(1);
});
