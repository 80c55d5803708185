import { expect, test } from 'vitest';
import {
  acceptancesOfDay,
  callbackIdOf,
  decideAcceptance,
  openingTiming,
  placeTiming,
  windowTiming,
} from '../../../core/callbacks/accept.ts';
import { addSeconds, hours, type Instant, minutes, seconds } from '../../../core/time/units.ts';
import { aCallback, anAcceptance, noon } from '../../adapters/rows.ts';

const rules = { perNumberPerDay: 3 };
const hoursAgo = (value: number): Instant => addSeconds(noon, hours(-value));

test('a callback that keeps its place waits two minutes for a contact of Connect’s own', () => {
  expect(decideAcceptance(anAcceptance(), undefined, rules)).toEqual({
    kind: 'accept',
    expectedVersion: undefined,
    row: {
      schemaVersion: 1,
      version: 1,
      callbackKey: 'callback#k1.customer#service',
      callbackId: 'cb-contact-1',
      customerKey: 'k1.customer',
      lineOfBusiness: 'service',
      queue: 'service',
      channel: 'voice',
      state: 'ACCEPTED',
      kind: 'keeps-place',
      notBefore: noon,
      promisedBy: addSeconds(noon, minutes(10)),
      attempt: 1,
      attempts: [],
      acceptedAt: noon,
      since: noon,
      expiresBy: addSeconds(noon, seconds(600 + 4 * 3600)),
      sourceContactId: 'contact-1',
      placeSince: noon,
      numberCipher: 'k1.cipher',
      consent: {
        at: noon,
        contactId: 'contact-1',
        door: 'voice',
        how: 'key-press',
        wording: 'test-1',
        zones: ['America/New_York'],
      },
      recentAcceptances: [noon],
      dueKey: 'callbacks',
      dueAt: addSeconds(noon, minutes(2)),
    },
  });
});

test('one at a time that suits is the dialler’s at once, due when its window begins', () => {
  const [startsAt, endsAt] = [addSeconds(noon, hours(2)), addSeconds(noon, hours(3))];
  const timing = windowTiming({ startsAt, endsAt } as Parameters<typeof windowTiming>[0]);
  expect(timing).toEqual({ kind: 'window', notBefore: startsAt, promisedBy: endsAt, windowStartsAt: startsAt });
  const replaces = { callbackKey: 'other', callbackId: 'cb-other' };
  const decision = decideAcceptance(anAcceptance({ timing, agentId: 'agent-7', replaces }), undefined, rules);
  expect(decision).toMatchObject({
    row: { ...timing, state: 'PENDING', dueAt: startsAt, agentId: 'agent-7', replaces },
  });
});

test('at the next opening a call is promised within the first hour, in its place within what was told', () => {
  const opensAt = addSeconds(noon, hours(20));
  expect(openingTiming(opensAt)).toEqual({
    kind: 'next-opening',
    notBefore: opensAt,
    promisedBy: addSeconds(opensAt, hours(1)),
  });
  expect(placeTiming(noon, minutes(7))).toEqual({
    kind: 'keeps-place',
    notBefore: noon,
    promisedBy: addSeconds(noon, minutes(7)),
  });
});

test('who presses the key twice is answered twice, and has one callback', () => {
  const slot = aCallback();
  expect(decideAcceptance(anAcceptance(), slot, rules)).toEqual({ kind: 'accepted-already', row: slot });
  const over = aCallback({ state: 'COMPLETED' });
  expect(decideAcceptance(anAcceptance(), over, rules)).toEqual({ kind: 'accepted-already', row: over });
});

test('an open callback of another call stands in the way; one that is over is followed, version by version', () => {
  const next = anAcceptance({ sourceContactId: 'contact-2' });
  const slot = aCallback({ version: 8 });
  expect(decideAcceptance(next, slot, rules)).toEqual({ kind: 'open-already', row: slot });
  for (const state of ['COMPLETED', 'EXHAUSTED', 'CANCELLED', 'EXPIRED', 'REJECTED'] as const) {
    expect(decideAcceptance(next, { ...slot, state }, rules)).toMatchObject({
      kind: 'accept',
      expectedVersion: 8,
      row: { callbackId: 'cb-contact-2', version: 9, recentAcceptances: [noon, noon] },
    });
  }
});

test('a number is promised so many calls in any 24 hours, and then no more', () => {
  const next = anAcceptance({ sourceContactId: 'contact-2' });
  const slotOf = (...recentAcceptances: Instant[]) => aCallback({ state: 'EXPIRED', recentAcceptances });
  expect(decideAcceptance(next, slotOf(hoursAgo(3), hoursAgo(2), hoursAgo(1)), rules)).toEqual({ kind: 'over-budget' });
  expect(decideAcceptance(next, slotOf(hoursAgo(24), hoursAgo(2), hoursAgo(1)), rules)).toMatchObject({
    kind: 'accept',
    row: { recentAcceptances: [hoursAgo(2), hoursAgo(1), noon] },
  });
  expect(acceptancesOfDay(undefined, noon)).toEqual([]);
});

test('a caller who took a callback back may ask for another in the same call, under an id of its own', () => {
  expect([callbackIdOf('c'), callbackIdOf('c', 1), callbackIdOf('c', 2)]).toEqual(['cb-c', 'cb-c', 'cb-c-2']);
});
