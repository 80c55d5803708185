import { expect, test } from 'vitest';
import { fuzz } from './payloads.ts';

test('of 2,000 payloads every good one is processed, every bad one refused with a reason, and nothing crashes', async () => {
  expect(await fuzz(100, 1)).toEqual({
    payloads: 2000,
    good: 200,
    goodProcessed: 200,
    bad: 1800,
    badRefused: 1800,
    withoutReason: 0,
  });
});
