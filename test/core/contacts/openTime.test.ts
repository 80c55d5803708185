import { expect, test } from 'vitest';
import { inOpenTime } from '../../../core/contacts/passage.ts';
import type { ContactFact } from '../../../core/prediction/contactFact.ts';
import { afterOpenSeconds, openSecondsBetween } from '../../../core/time/hours.ts';
import { addSeconds, hours as hoursOf, type Instant, parseInstant, secondsBetween } from '../../../core/time/units.ts';

const hours = { week: { monday: ['09:00-12:00', '13:00-17:00'], tuesday: ['09:00-17:00'] }, holidays: [] };
const zone = 'America/New_York';
const at = (iso: string): Instant => parseInstant(iso) as Instant;

test('seconds of opening leave out lunch and night, and are none while it is closed', () => {
  const open = (from: string, until: string) => openSecondsBetween(hours, zone, at(from), at(until));
  expect(open('2026-11-23T11:00:00-05:00', '2026-11-23T14:00:00-05:00')).toBe(hoursOf(2));
  expect(open('2026-11-23T16:00:00-05:00', '2026-11-24T10:00:00-05:00')).toBe(hoursOf(2));
  expect(open('2026-11-23T18:00:00-05:00', '2026-11-24T08:00:00-05:00')).toBe(0);
  expect(open('2026-11-23T14:00:00-05:00', '2026-11-23T11:00:00-05:00')).toBe(0);
});

test('so many seconds of opening later is the moment to which they are counted', () => {
  const from = at('2026-11-23T16:00:00-05:00');
  const later = afterOpenSeconds(hours, zone, from, hoursOf(3)) as Instant;
  expect(later).toBe(at('2026-11-24T11:00:00-05:00'));
  expect(openSecondsBetween(hours, zone, from, later)).toBe(hoursOf(3));
  expect(afterOpenSeconds({ week: {}, holidays: [] }, zone, from, hoursOf(3))).toBeUndefined();
});

test('a passage through a night is as long as the line moved, and ends when it ended', () => {
  const queuedAt = at('2026-11-23T16:30:00-05:00');
  const servedAt = at('2026-11-24T09:30:00-05:00');
  const fact: ContactFact = {
    queuedAt,
    quotes: [],
    heldUntil: servedAt,
    heldEnd: 'answered',
    servedAt,
    handleSeconds: 300,
  };
  const open = inOpenTime(fact, (from, until) => openSecondsBetween(hours, zone, from, until));
  expect(open.servedAt).toBe(servedAt);
  expect(secondsBetween(open.queuedAt, servedAt)).toBe(hoursOf(1));
  expect(addSeconds(open.queuedAt, hoursOf(1))).toBe(open.heldUntil);
});
