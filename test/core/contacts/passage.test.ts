import { describe, expect, test } from 'vitest';
import { inOpenTime, passageOf } from '../../../core/contacts/passage.ts';
import { placesCalled } from '../../../core/contacts/placesCalled.ts';
import type { ContactFact } from '../../../core/prediction/contactFact.ts';
import type { QuoteFact } from '../../../core/prediction/quoteFact.ts';
import type { ContactRow } from '../../../core/rows/contact.ts';
import { addSeconds, type Instant, seconds, secondsBetween } from '../../../core/time/units.ts';
import { aContact, noon } from '../../adapters/rows.ts';

const later = (bySeconds: number): Instant => addSeconds(noon, seconds(bySeconds));
const passage = (facts: Partial<ContactRow>): ContactFact | undefined =>
  passageOf(aContact({ queuedAt: noon, ...facts }), later(999));
const told = (askedAt: Instant, bound: number | null): QuoteFact => ({
  askedAt,
  purpose: 'arrival',
  basis: {} as QuoteFact['basis'],
  toldBoundSeconds: bound === null ? null : seconds(bound),
});

describe('how long the line was held', () => {
  test('by who gave up, or left for something else: until the end', () => {
    expect(passage({ outcome: 'abandoned', endedAt: later(70) })).toMatchObject({
      heldEnd: 'abandoned',
      heldUntil: later(70),
      servedAt: null,
    });
    for (const outcome of ['moved', 'overflowed', 'menu-hang-up'] as const) {
      expect(passage({ outcome, endedAt: later(70) })?.heldEnd, outcome).toBe('other');
    }
  });

  test('a choice that was not a callback ends nothing', () => {
    expect(passage({ outcome: 'abandoned', choice: 'hold', choseAt: later(20), endedAt: later(70) })?.heldUntil).toBe(
      later(70),
    );
  });

  test('what it was told on the way stands beside it', () => {
    const quotes = [told(noon, 60)];
    expect(passage({ quotes })?.quotes).toEqual(quotes);
    expect(passage({})?.quotes).toEqual([]);
  });
});

describe('how long it was served', () => {
  test('is not known before the end, nor of an end at the very moment of the answer', () => {
    expect(passage({ outcome: 'answered', answeredAt: later(50) })?.handleSeconds).toBeNull();
    const atOnce = { outcome: 'answered', answeredAt: later(50), endedAt: later(50) } as const;
    expect(passage(atOnce)?.handleSeconds).toBeNull();
    expect(passage({ outcome: 'callback', placeEndedAt: later(90) })?.handleSeconds).toBeNull();
  });

  test('an agent who answered live handled a contact, whatever became of its callback', () => {
    const row = { outcome: 'answered', answeredAt: later(50), endedAt: later(80), callbackSpoke: false } as const;
    expect(passage(row)?.handleSeconds).toBe(30);
  });
});

describe('as if it had been open all the time', () => {
  /** Closed from the 100th to the 200th second. */
  const openBetween = (from: Instant, until: Instant) => {
    const [a, b] = [secondsBetween(noon, from), secondsBetween(noon, until)];
    return seconds(Math.max(0, b - a - Math.max(0, Math.min(b, 200) - Math.max(a, 100))));
  };
  const fact: ContactFact = {
    queuedAt: noon,
    quotes: [told(later(50), 100), told(later(210), null)],
    heldUntil: later(90),
    heldEnd: 'callback',
    servedAt: later(300),
    handleSeconds: 60,
  };

  test('what came before comes nearer to the end, and what was told is as long as the line moved', () => {
    const open = inOpenTime(fact, openBetween);
    expect(open).toMatchObject({
      queuedAt: later(100),
      heldUntil: later(190),
      servedAt: later(300),
      handleSeconds: 60,
    });
    expect(open.quotes).toMatchObject([
      { askedAt: later(150), toldBoundSeconds: 50, purpose: 'arrival' },
      { askedAt: later(210), toldBoundSeconds: null },
    ]);
  });

  test('who was not served ends where they let go; who held on after their place was served, when they did', () => {
    expect(inOpenTime({ ...fact, servedAt: null, heldUntil: later(250) }, openBetween)).toMatchObject({
      queuedAt: later(100),
      heldUntil: later(250),
    });
    expect(inOpenTime({ ...fact, heldUntil: later(350) }, openBetween).heldUntil).toBe(later(350));
  });
});

describe('callbacks that kept their places and came to an agent', () => {
  const leg: Partial<ContactRow> = {
    initiationMethod: 'CALLBACK',
    keepsPlaceSince: noon,
    answeredAt: later(200),
    endedAt: later(240),
  };
  const called = (facts: Partial<ContactRow>) => placesCalled([aContact(facts)]);

  test('count once they are over, to the end of the work after them', () => {
    expect(called({ ...leg, completedAt: later(260) })).toEqual([
      { overAt: later(260), unanswered: true, agentSeconds: 60 },
    ]);
  });

  test('no other contact is one', () => {
    const { endedAt: _ended, ...lasting } = leg;
    const { answeredAt: _answered, ...unanswered } = leg;
    const { keepsPlaceSince: _since, ...placeless } = leg;
    expect(called(lasting)).toEqual([]);
    expect(called(unanswered)).toEqual([]);
    expect(called(placeless)).toEqual([]);
    expect(called({ ...leg, initiationMethod: 'INBOUND' })).toEqual([]);
  });
});
