import { afterEach, expect, test } from 'vitest';
import { promiseOf } from '../../core/callbacks/promise.ts';
import { minutes, toIso } from '../../core/time/units.ts';
import { callbacksOver, instantOf, picksUp, type Story, tellStory } from './story.ts';

let story: Story;
afterEach(() => story?.close());

test('who calls while the queue is closed is offered a callback for the next opening, and gets it', async () => {
  story = await tellStory({ startsAt: '2026-11-24T08:30:00-05:00' });
  const caller = story.dial({ presses: ['1', '1'], ...picksUp() });
  await story.pass(minutes(5));
  expect(story.heard(caller)).toMatch(/closed/i);
  const [row] = await story.callbackRows();
  expect(row).toMatchObject({ state: 'PENDING', kind: 'next-opening' });
  expect(row?.notBefore).toBeGreaterThanOrEqual(instantOf('2026-11-24T09:00:00-05:00'));

  await story.pass(minutes(20));
  story.center.connect.agents.login('iris');
  await story.passUntil(callbacksOver(story), minutes(40));
  await story.pass(minutes(5));
  const rings = story.center.connect.log.facts.filter(({ kind }) => kind === 'ringing');
  expect(rings.map(({ at }) => toIso(at).slice(0, 13))).toEqual(['2026-11-24T14']);
  expect(story.center.connect.log.facts.filter(({ kind }) => kind === 'connected')).toHaveLength(1);
  const [kept] = await story.callbackRows();
  expect(kept).toMatchObject({ state: 'COMPLETED' });

  // An agent was there within two seconds of the key, and in time; what was agreed to is on record, without the number.
  expect(kept?.gapSeconds).toBeLessThanOrEqual(2);
  expect(kept && promiseOf(kept)).toBe('kept');
  expect(kept?.consent).toEqual({
    at: expect.any(Number),
    contactId: caller,
    door: 'voice',
    how: 'key-press',
    wording: expect.stringMatching(/./),
    zones: ['America/New_York'],
  });
  expect(JSON.stringify(kept)).not.toContain('2125551000');
});

test('during the lunch break the callback is due when the break ends', async () => {
  story = await tellStory({ startsAt: '2026-11-23T12:45:00-05:00' });
  story.dial({ presses: ['1', '1'], ...picksUp() });
  await story.pass(minutes(5));
  const [row] = await story.callbackRows();
  expect(toIso(row?.notBefore ?? story.clock.now())).toBe('2026-11-23T18:30:00.000Z');
});
