import { expect, test } from 'vitest';
import { channelOf, channels, isLive, isPost, liveChannels, perChannel } from '../../../core/contacts/channel.ts';

test('a caller and who writes in a chat are there and wait; letters and tasks wait without anybody', () => {
  expect(channels.filter(isLive)).toEqual(['voice', 'chat']);
  expect(channels.filter(isPost)).toEqual(['email', 'task']);
  expect(liveChannels).toEqual(['voice', 'chat']);
});

test('Connect’s name of a channel is read in any case; what Nohold does not serve is none', () => {
  expect(['VOICE', 'Chat', 'email', 'TASK'].map(channelOf)).toEqual([...channels]);
  expect(channelOf('SMS')).toBeUndefined();
  expect(channelOf('')).toBeUndefined();
});

test('each channel has the value that was asked for it', () => {
  expect(perChannel((channel) => channel)).toEqual({ voice: 'voice', chat: 'chat', email: 'email', task: 'task' });
});
