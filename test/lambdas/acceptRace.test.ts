import { expect, test } from 'vitest';
import { raceAccepts } from '../race/accept.ts';

// A thousand rounds: npm run race:accept
test('fifty doors, phone, web and chat, accept for one number at once: one open callback, and its id for everybody', async () => {
  expect((await raceAccepts(2)).wrong).toEqual([]);
}, 60_000);
