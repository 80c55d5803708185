import { afterEach, expect, test } from 'vitest';
import { minutes, seconds } from '../../core/time/units.ts';
import { allConnected, type Story, tellStory } from './story.ts';

let story: Story;
afterEach(() => story?.close());

const startChat = (handleSeconds: number) =>
  story.center.connect.startChat({ displayName: 'Customer', flow: 'Chat-service', handleSeconds });

test('a chat goes the same way: quoted as text with the link, queued, answered, recorded', async () => {
  story = await tellStory({ agents: ['ana'] });
  for (let busy = 0; busy < 6; busy += 1) startChat(900);
  await story.pass(minutes(1));
  const chat = startChat(60);
  await story.pass(seconds(30));
  expect(story.heard(chat)).toContain('https://example.com/help');
  expect(story.facts(chat, 'asked')).toEqual([]);
  expect(await story.contactRow(chat)).toMatchObject({ channel: 'chat', outcome: 'waiting', askedQueue: 'service' });

  await story.passUntil(allConnected(story, [chat]), minutes(60));
  await story.pass(minutes(1));
  expect(story.facts(chat, 'connected')).toHaveLength(1);
  expect(await story.contactRow(chat)).toMatchObject({ outcome: 'answered' });
});

test('a chat that will be answered in time is told no link', async () => {
  story = await tellStory({ agents: ['ana'] });
  await story.pass(seconds(15));
  const chat = startChat(60);
  await story.pass(minutes(3));
  expect(story.facts(chat, 'connected')).toHaveLength(1);
  expect(story.heard(chat)).not.toContain('https://');
});
