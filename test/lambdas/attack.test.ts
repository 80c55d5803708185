import { expect, test } from 'vitest';
import { attack } from '../attack/attack.ts';
import { memoryField } from '../attack/field.ts';

// A hundred thousand requests from ten thousand addresses: npm run attack
test('hostile requests of every kind: no budget is exceeded, no victim rung more than three times a day, honest customers are served, and nothing is told', async () => {
  const report = await attack(await memoryField(), {
    hostile: 1600,
    addresses: 400,
    legitimate: 200,
    minutes: 240,
    seed: 3,
  });
  expect(report.broken).toEqual([]);
  expect(report.distinctAnswers).toEqual({ badLinks: 1, numbers: 1 });
  expect(report.dials).toBeGreaterThan(50);
  expect(Math.min(...Object.values(report.hostile))).toBeGreaterThan(100);
}, 60_000);
