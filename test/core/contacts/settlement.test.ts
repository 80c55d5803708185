import { describe, expect, test } from 'vitest';
import { intervalFigures } from '../../../core/contacts/intervals.ts';
import { passageOf } from '../../../core/contacts/passage.ts';
import { placesCalled } from '../../../core/contacts/placesCalled.ts';
import { livePromise, settlementOf } from '../../../core/contacts/settlement.ts';
import type { QuoteFact } from '../../../core/prediction/quoteFact.ts';
import type { ContactRow } from '../../../core/rows/contact.ts';
import { addSeconds, type Instant, seconds } from '../../../core/time/units.ts';
import { aContact, noon } from '../../adapters/rows.ts';

const later = (value: number): Instant => addSeconds(noon, seconds(value));
const told = (bound: number | null): QuoteFact => ({
  askedAt: noon,
  purpose: 'arrival',
  basis: {} as QuoteFact['basis'],
  toldBoundSeconds: bound === null ? null : seconds(bound),
});
const asked = (facts: Partial<ContactRow> = {}): ContactRow =>
  aContact({
    quotedAt: noon,
    askedAt: noon,
    expectationSeconds: seconds(60),
    quotes: [told(120)],
    outcome: 'waiting',
    ...facts,
  });

describe('a promise', () => {
  test.each<[string, Partial<ContactRow>, ReturnType<typeof livePromise>]>([
    ['is kept by an answer at the very bound', { answeredAt: later(120) }, 'kept'],
    ['is broken by an answer after it', { answeredAt: later(121) }, 'broken'],
    ['is broken for one who gave up after it', { endedAt: later(121) }, 'broken'],
    ['is not known for one who left before it', { endedAt: later(100) }, 'not-known'],
    ['is not known for one who left at the very bound', { endedAt: later(120) }, 'not-known'],
    [
      'is the first bound, though nothing was told before it',
      { quotes: [told(null), told(60)], answeredAt: later(61) },
      'broken',
    ],
    ['was not made to one who was asked for nothing', { quotes: undefined as never, answeredAt: later(5) }, 'not-told'],
    ['is not known of one who waits', {}, 'not-known'],
    ['was not made to one who was told nothing', { quotes: [told(null)], answeredAt: later(5) }, 'not-told'],
    [
      'is the first bound, whatever was told later',
      { quotes: [told(60), { ...told(600), purpose: 'waiting' }], answeredAt: later(100) },
      'broken',
    ],
  ])('%s', (_story, facts, expected) => {
    expect(livePromise(asked(facts))).toBe(expected);
  });
});

describe('what one change adds to the counts', () => {
  test('an answer within expectation', () => {
    const after = asked({ outcome: 'answered', answeredAt: later(50) });
    expect(settlementOf(asked(), after)).toEqual({
      ContactsAnswered: 1,
      WaitSeconds: 50,
      PromisesKept: 1,
      ExpectationMet: 1,
      ExpectationMetLive: 1,
    });
  });

  test('an answer beyond it', () => {
    const after = asked({ outcome: 'answered', answeredAt: later(150) });
    expect(settlementOf(asked(), after)).toEqual({
      ContactsAnswered: 1,
      WaitSeconds: 150,
      PromisesBroken: 1,
      ExpectationMissed: 1,
    });
  });

  test('an answer at the very end of it, and one of whom nothing is expected', () => {
    const atTheEnd = asked({ outcome: 'answered', answeredAt: later(60) });
    expect(settlementOf(asked(), atTheEnd)).toMatchObject({ ExpectationMet: 1, ExpectationMetLive: 1 });
    const { expectationSeconds: _none, ...row } = asked({ outcome: 'answered', answeredAt: later(50), quotes: [] });
    expect(settlementOf(row, row)).toEqual({});
    expect(settlementOf({ ...row, outcome: 'waiting' }, row)).toEqual({ ContactsAnswered: 1, WaitSeconds: 50 });
  });

  test('an answer of whom nobody knows when they asked counts, and no wait; clocks apart make none below nothing', () => {
    const { askedAt: _asked, ...row } = asked({ outcome: 'answered', answeredAt: later(50), quotes: [] });
    expect(settlementOf({ ...row, outcome: 'waiting' }, row)).toEqual({ ContactsAnswered: 1 });
    const early = asked({ outcome: 'answered', answeredAt: later(-3), quotes: [] });
    expect(settlementOf(asked(), early)).toMatchObject({ WaitSeconds: 0 });
  });

  test('one whom the flow let go', () => {
    const after = asked({ outcome: 'overflowed', endedAt: later(200) });
    expect(settlementOf(asked(), after)).toEqual({ ContactsOverflowed: 1, ExpectationMissed: 1 });
  });

  test('one who gave up', () => {
    const after = asked({ outcome: 'abandoned', endedAt: later(30) });
    expect(settlementOf(asked(), after)).toEqual({ ContactsAbandoned: 1, ExpectationMissed: 1 });
  });

  test('a contact that was settled before adds nothing more', () => {
    const settled = asked({ outcome: 'abandoned', endedAt: later(30) });
    expect(settlementOf(settled, { ...settled, completedAt: later(99) })).toEqual({});
  });

  test('one first heard of by its end counts as offered and as what it became', () => {
    const after = asked({ outcome: 'abandoned', endedAt: later(30), quotes: [] });
    expect(settlementOf(undefined, after)).toMatchObject({ ContactsOffered: 1, ContactsAbandoned: 1 });
  });

  test('a callback and a call we placed are counted elsewhere', () => {
    expect(settlementOf(asked(), asked({ outcome: 'callback' }))).toEqual({});
    expect(settlementOf(undefined, aContact({ outcome: 'outbound' }))).toEqual({});
  });
});

describe('a passage, as the model learns from it', () => {
  test('of one who was answered', () => {
    const row = asked({
      queuedAt: later(10),
      outcome: 'answered',
      answeredAt: later(50),
      endedAt: later(250),
      completedAt: later(280),
    });
    expect(passageOf(row, later(999))).toMatchObject({
      queuedAt: later(10),
      heldUntil: later(50),
      heldEnd: 'answered',
      servedAt: later(50),
      handleSeconds: 230,
    });
  });

  test('of one who took a callback: held until the choice, served when its place was', () => {
    const row = asked({
      queuedAt: later(10),
      outcome: 'callback',
      choseAt: later(20),
      endedAt: later(25),
      placeServedAt: later(200),
      placeEndedAt: later(300),
    });
    expect(passageOf(row, later(999))).toMatchObject({
      heldUntil: later(20),
      heldEnd: 'callback',
      servedAt: later(200),
      handleSeconds: 100,
    });
  });

  test('of one whose callback nobody answered: served when its place was, and no contact was handled', () => {
    const row = asked({
      queuedAt: later(10),
      outcome: 'callback',
      choseAt: later(20),
      placeServedAt: later(200),
      placeEndedAt: later(240),
      callbackSpoke: false,
    });
    expect(passageOf(row, later(999))).toMatchObject({ servedAt: later(200), handleSeconds: 0 });
  });

  test('of the callback itself: the agent’s time is a contact’s only where the customer answered', () => {
    const leg = asked({
      initiationMethod: 'CALLBACK',
      outcome: 'outbound',
      queuedAt: later(20),
      keepsPlaceSince: later(10),
      answeredAt: later(200),
      endedAt: later(240),
    });
    expect(passageOf(leg, later(999))).toMatchObject({ handleSeconds: 0 });
    expect(placesCalled([leg, asked()])).toEqual([{ overAt: later(240), unanswered: true, agentSeconds: 40 }]);
    const spoken = { ...leg, customerAnsweredAt: later(210) };
    expect(passageOf(spoken, later(999))).toMatchObject({ handleSeconds: 40 });
    expect(placesCalled([spoken])).toMatchObject([{ unanswered: false }]);
  });

  test('of one who still waits: until now', () => {
    expect(passageOf(asked({ queuedAt: later(10) }), later(40))).toMatchObject({
      heldUntil: later(40),
      heldEnd: 'waiting',
      servedAt: null,
      handleSeconds: null,
    });
  });

  test('one who never asked has none', () => {
    expect(passageOf(aContact(), noon)).toBeUndefined();
  });
});

test('offered is the sum of what became of those who asked', () => {
  const outcomes = ['answered', 'abandoned', 'callback', 'moved', 'overflowed', 'waiting'] as const;
  const figures = intervalFigures(
    noon,
    outcomes.map((outcome) => asked({ outcome, ...(outcome === 'answered' ? { answeredAt: later(15) } : {}) })),
    { thresholdSeconds: seconds(20), shortAbandonSeconds: seconds(5) },
  );
  const { offeredCount, answeredCount, abandonedCount, callbackCount, movedCount, overflowedCount, waitingCount } =
    figures;
  expect(offeredCount).toBe(6);
  expect([answeredCount, abandonedCount, callbackCount, movedCount, overflowedCount, waitingCount]).toEqual([
    1, 1, 1, 1, 1, 1,
  ]);
  expect(figures.answeredWithinThresholdCount).toBe(1);
});
