import { expect, test } from 'vitest';
import { instant } from '../../core/time/units.ts';
import { openingOf } from '../../lambdas/opening.ts';
import { aSettings } from './world.ts';

const at = (iso: string) => instant(Date.parse(iso));
const evening = at('2026-03-10T21:30:00-04:00');
const opening = (wednesday: string, zones: readonly string[]) =>
  openingOf(
    aSettings((written) => {
      written.callbacks = { allowedHours: '08:00-15:00' };
      written.hours = { day: { week: { tuesday: ['07:00-22:00'], wednesday: [wednesday] } } };
    }),
    'service',
    zones,
    evening,
  );

test('is the first moment at which the queue is open and the telephone may ring', () => {
  expect(opening('07:00-14:30', ['America/New_York'])).toBe(at('2026-03-11T08:00:00-04:00'));
  // Eight o'clock in Honolulu is 14:00 in New York.
  expect(opening('07:00-14:30', ['Pacific/Honolulu'])).toBe(at('2026-03-11T14:00:00-04:00'));
});

test('is not of a day on which the queue has closed before the telephone may ring', () => {
  expect(opening('07:00-13:30', ['Pacific/Honolulu'])).toBe(at('2026-03-17T14:00:00-04:00'));
});

test('is none where the two never meet', () => {
  expect(opening('07:00-13:30', ['Europe/Paris', 'Pacific/Honolulu'])).toBeUndefined();
});
