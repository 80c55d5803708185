import { afterEach, beforeEach, expect, test } from 'vitest';
import { minutes } from '../../core/time/units.ts';
import { callbacksOver, fillLine, instantOf, picksUp, planRoom, type Story, tellStory } from './story.ts';

let story: Story;
beforeEach(async () => {
  story = await tellStory({ agents: ['iris'] });
});
afterEach(() => story?.close());

const plan = (free: number): Promise<void> => planRoom(story, 'sales', free);

const ringsOf = (number: string) =>
  story.center.connect.log.facts.flatMap((fact) =>
    fact.kind === 'ringing' && fact.number === number ? [fact.at] : [],
  );

const at = (clock: string) => instantOf(`2026-11-23T${clock}:00-05:00`);

/** The callback of whoever this contact is, open or just closed. */
async function callbackOf(contactId: string) {
  const row = await story.contactRow(contactId);
  return (await story.callbackRows()).find(({ callbackId }) => callbackId === row?.callbackId);
}

test('a time that suits, and all that a customer may change of a callback', async () => {
  await plan(2);
  fillLine(story, 3);
  // Somebody who can be reached at the number that will be changed to.
  fillLine(story, 1, { from: '+12125550899', ...picksUp(300) });
  await story.pass(minutes(1));
  const suited = { from: '+12125550801', presses: ['3', '2', '1', '1'], ...picksUp() };
  const suit = story.dial(suited);
  const mover = story.dial({ from: '+12125550802', presses: ['1', '1'], ...picksUp() });
  const renumberer = story.dial({ from: '+12125550803', presses: ['1', '1'], ...picksUp() });
  const leaver = story.dial({
    from: '+12125550804',
    presses: ['3', '1', '1'],
    pickup: () => ({ kind: 'answer', afterSeconds: 3, person: { keys: () => '9' } }),
  });
  await story.pass(minutes(2));

  // The kinds are said as what they are, and the earliest window that can be kept is named.
  expect(story.heard(suit)).toContain('To keep your place and be called back, press 1.');
  expect(story.heard(suit)).toContain('the earliest is between 10:30 AM and 11:00 AM, press 3.');
  expect(story.heard(suit)).toContain('We will call you between 11:00 AM and 11:30 AM.');
  expect(await callbackOf(suit)).toMatchObject({ kind: 'window', state: 'PENDING', windowStartsAt: at('11:00') });

  // Each is recognised when they ring again.
  const moved = story.dial({ from: '+12125550802', presses: ['4', '2', '1'], ...picksUp() });
  const renumbered = story.dial({ from: '+12125550803', presses: ['4', '1', '2125550899#'] });
  await story.pass(minutes(2));
  expect(story.heard(moved)).toContain('To change the number or the time, press 4.');
  expect(story.heard(moved)).toMatch(/We have a callback for you, between 10:30 AM and 11:00 AM\. Goodbye\.$/);
  expect(await callbackOf(mover)).toMatchObject({ kind: 'window', windowStartsAt: at('10:30') });
  const before = await callbackOf(renumberer);
  expect(before).toMatchObject({ state: 'CANCELLED', reason: 'replaced' });
  expect(await callbackOf(renumbered)).toMatchObject({ state: 'PENDING', promisedBy: before?.promisedBy });

  await story.passUntil(callbacksOver(story), minutes(90));
  for (const contactId of [suit, mover, renumbered]) {
    expect(await callbackOf(contactId)).toMatchObject({ state: 'COMPLETED', attempt: expect.any(Number) });
  }
  const [suitedAt = 0, ...more] = ringsOf('+12125550801');
  expect([suitedAt >= at('11:00') && suitedAt < at('11:30'), more]).toEqual([true, []]);
  expect(ringsOf('+12125550802').every((ring) => ring >= at('10:30') && ring < at('11:00'))).toBe(true);
  expect([ringsOf('+12125550803'), ringsOf('+12125550899').length]).toEqual([[], 1]);

  // Key 9: never again, at no door.
  expect(await callbackOf(leaver)).toMatchObject({ state: 'CANCELLED', reason: 'opted-out' });
  expect(ringsOf('+12125550804')).toHaveLength(1);
  fillLine(story, 4);
  await story.pass(minutes(1));
  const again = story.dial({ from: '+12125550804', presses: ['1', '1'] });
  await story.pass(minutes(2));
  expect(story.heard(again)).toContain('You asked us not to call this number, and we keep to that.');
});

test('unanswered within the promise it ends, and the customer who rings again is told', async () => {
  fillLine(story, 3);
  await story.pass(minutes(1));
  const from = '+12125550805';
  const caller = story.dial({ from, presses: ['1', '1'], pickup: () => ({ kind: 'no-answer' }) });
  await story.passUntil(callbacksOver(story), minutes(60));
  const callback = await callbackOf(caller);
  expect(callback).toMatchObject({ state: 'EXHAUSTED', attempts: expect.any(Array) });
  expect(ringsOf(from).length).toBeGreaterThan(1);
  expect(callback?.firstRungAt).toBeLessThanOrEqual(callback?.promisedBy ?? 0);
  const again = story.dial({ from });
  await story.pass(minutes(1));
  expect(story.heard(again)).toMatch(/We called you as promised, first at .+, and could not reach you\./);
});

test('the business closes with a callback left: it is promised anew for the next opening, and the customer is told', async () => {
  await story.close();
  story = await tellStory({ agents: ['iris'], startsAt: '2026-11-23T17:00:00-05:00' });
  fillLine(story, 2);
  await story.pass(minutes(1));
  const from = '+12125550806';
  const caller = story.dial({ from, presses: ['1', '1'], ...picksUp() });
  await story.pass(minutes(2));
  expect(await callbackOf(caller)).toMatchObject({ kind: 'keeps-place', state: 'CREATED' });
  story.center.connect.agents.logout('iris');
  await story.passUntil(async () => (await callbackOf(caller))?.state === 'PENDING', minutes(45));
  expect(await callbackOf(caller)).toMatchObject({
    state: 'PENDING',
    movedBy: 'closing',
    notBefore: instantOf('2026-11-24T09:00:00-05:00'),
    promisedBy: instantOf('2026-11-24T10:00:00-05:00'),
  });
  const again = story.dial({ from, presses: ['1', '1'] });
  await story.pass(minutes(1));
  expect(story.heard(again)).toContain('We closed before we could call you, and we are sorry.');
  expect(story.heard(again)).toContain('by Tuesday at 10:00 AM');
});

test('a callback taken back on the telephone rings nobody', async () => {
  fillLine(story, 4);
  await story.pass(minutes(1));
  const from = '+12125550807';
  const caller = story.dial({ from, presses: ['1', '1'], ...picksUp() });
  await story.pass(minutes(1));
  const again = story.dial({ from, presses: ['3'], ...picksUp() });
  await story.pass(minutes(25));
  expect(story.heard(again)).toContain('Your callback is cancelled.');
  expect(await callbackOf(caller)).toMatchObject({ state: 'CANCELLED', reason: 'customer' });
  expect(ringsOf(from)).toEqual([]);
});
