import { expect, test } from 'vitest';
import { faultsAmong } from './soundForecast.ts';

// 50,000 of them: `npm run fuzz:forecast`.
test('200 adversarial histories all give a forecast of sound figures', () => {
  expect(faultsAmong(Array.from({ length: 200 }, (_, seed) => seed))).toEqual([]);
});
