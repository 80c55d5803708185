import { expect, test } from 'vitest';
import { raceLinks } from '../race/link.ts';

// Two hundred rounds of a hundred: npm run race:link
test('a link used thirty times at once, for a chat by half and for a callback by half, does one thing and gives all of them its result', async () => {
  const { wrong, chats, callbacks } = await raceLinks(2, { uses: 30 });
  expect(wrong).toEqual([]);
  expect([chats, callbacks]).toEqual([1, 1]);
}, 60_000);
