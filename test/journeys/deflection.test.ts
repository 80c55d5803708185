import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { minutes } from '../../core/time/units.ts';
import { callbacksOver, fillLine, picksUp, type Story, tellStory } from './story.ts';

let story: Story;
const stateDir = mkdtempSync(join(tmpdir(), 'nohold-deflection-'));
afterEach(async () => {
  await story?.close();
  rmSync(stateDir, { recursive: true, force: true });
});

/** So many call in; ['1', '1'] takes the callback where it is offered. */
const callers = (first: number, count: number, presses: readonly string[]) =>
  Array.from({ length: count }, (_, index) =>
    story.dial({ from: `+1212555${first + index}`, presses, patienceSeconds: 300, ...picksUp(20) }),
  );

const offered = (contactId: string): boolean =>
  story.heard(contactId).includes('To keep your place and be called back, press 1.');

test('an offer whose customers come back is scored when two days have passed, and made to few from then on', async () => {
  story = await tellStory({ agents: ['iris', 'jack'], stateDir });
  fillLine(story, 4);
  await story.pass(minutes(1));
  const took = callers(5200, 3, ['1', '1']);
  await story.pass(minutes(1));
  expect(took.filter(offered)).toHaveLength(3);
  await story.passUntil(callbacksOver(story), minutes(60));
  // Kept, every one; but it solved nothing: all of them call again within the hour.
  expect(new Set((await story.callbackRows()).map(({ state }) => state))).toEqual(new Set(['COMPLETED']));
  callers(5200, 3, []);
  await story.pass(minutes(8));
  await story.close();

  // Two days on, over what the center has kept.
  story = await tellStory({ agents: ['iris', 'jack'], stateDir, startsAt: '2026-11-25T10:20:00-05:00' });
  await story.pass(minutes(16));
  fillLine(story, 4);
  await story.pass(minutes(1));
  const next = callers(5300, 5, []);
  await story.pass(minutes(2));
  // Everybody is told a wait beyond the expectation of 45 seconds, and hardly anybody is made the offer.
  expect(next.every((contactId) => /The wait is about \w+ minutes/.test(story.heard(contactId)))).toBe(true);
  expect(next.every((contactId) => story.facts(contactId, 'queued').length === 1)).toBe(true);
  expect(next.filter(offered).length).toBeLessThanOrEqual(1);
});
