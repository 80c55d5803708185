import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { minutes } from '../../core/time/units.ts';
import { synthesize } from '../../local/synthesize.ts';
import { changedSettings } from './settingsFile.ts';
import { callbacksOver, fillLine, picksUp, type Story, tellStory } from './story.ts';

let settingsPath: string;
let cdkOut: string;
beforeAll(async () => {
  settingsPath = changedSettings(({ queues }) => Object.assign(queues?.sales ?? {}, { maxContacts: 2 }));
  cdkOut = await synthesize(settingsPath);
});

let story: Story;
beforeEach(async () => {
  story = await tellStory({ settingsPath, cdkOut, agents: ['iris'] });
  fillLine(story, 1);
  await story.pass(minutes(1));
  fillLine(story, 2);
  await story.pass(minutes(1));
});
afterEach(() => story?.close());

test('who finds the queue full may still take a callback, and gets it from the dialler', async () => {
  // Holds at the offer, finds the queue full, then takes the callback and confirms the number.
  const caller = story.dial({ presses: ['2', '1', '1'], ...picksUp() });
  await story.pass(minutes(2));
  expect(story.facts(caller, 'queue-full')).toHaveLength(1);
  expect(story.facts(caller, 'queued')).toEqual([]);
  expect(await story.contactRow(caller)).toMatchObject({ outcome: 'callback' });
  await story.passUntil(callbacksOver(story), minutes(90));
  expect((await story.callbackRows()).map(({ state }) => state)).toEqual(['COMPLETED']);
});

test('who finds the queue full and wants no callback is told the truth and another way', async () => {
  const caller = story.dial({ presses: ['2', '2'] });
  await story.pass(minutes(3));
  expect(story.facts(caller, 'ended')).toHaveLength(1);
  expect(await story.contactRow(caller)).toMatchObject({ outcome: 'overflowed' });
  const written = story.center.metrics.list().map(({ namespace, name }) => `${namespace} ${name}`);
  expect(written).toContain('Nohold ContactsOverflowed');
  expect(await story.callbackRows()).toEqual([]);
});
