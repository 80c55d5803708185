import { describe, expect, test } from 'vitest';
import { effortOf, followUpOf, nextIssueSeconds } from '../../../core/contacts/effort.ts';
import { repeatSeconds } from '../../../core/contacts/journey.ts';
import type { ContactRow, Outcome } from '../../../core/rows/contact.ts';
import type { ContactDigest } from '../../../core/rows/journey.ts';
import { addSeconds, hours, type Instant, seconds } from '../../../core/time/units.ts';
import { aContact, aDigest, noon } from '../../adapters/rows.ts';

describe('who is known', () => {
  test('a customer with a number, and one whose number was erased since', () => {
    const rows = [{ customerKey: 'k1.a' }, { erased: true as const }, {}].map((facts) => aContact(facts));
    expect(effortOf(rows).knownCount).toBe(2);
  });
});

describe('a wait beyond what was expected', () => {
  const waited = (outcome: Outcome, facts: Partial<ContactRow> = {}): number =>
    effortOf([
      aContact({
        outcome,
        askedAt: noon,
        expectationSeconds: seconds(60),
        endedAt: addSeconds(noon, seconds(90)),
        ...facts,
      }),
    ]).beyondExpectationSeconds;

  test('counts to the agent, to the end of who left, and of whom the queue let go', () => {
    expect(waited('answered', { answeredAt: addSeconds(noon, seconds(75)) })).toBe(15);
    expect(waited('abandoned')).toBe(30);
    expect(waited('overflowed')).toBe(30);
  });

  test('of who took an offer or waits still nothing is known, nor of who never asked or has not ended', () => {
    expect(waited('callback')).toBe(0);
    expect(waited('waiting')).toBe(0);
    const { askedAt: _asked, ...unasked } = aContact({ outcome: 'abandoned', expectationSeconds: seconds(60) });
    expect(effortOf([{ ...unasked, endedAt: addSeconds(noon, seconds(90)) }]).beyondExpectationSeconds).toBe(0);
    const lasting = aContact({ outcome: 'abandoned', askedAt: noon, expectationSeconds: seconds(60) });
    expect(effortOf([lasting]).beyondExpectationSeconds).toBe(0);
  });
});

describe('what came after a contact', () => {
  const spoke: Partial<ContactRow> = { outcome: 'answered', customerKey: 'k1.a', askedAt: noon, queue: 'service' };
  const aMonthOn = addSeconds(noon, hours(31 * 24));
  const followed = (
    facts: Partial<ContactRow>,
    digests: readonly Partial<ContactDigest>[] = [],
    now: Instant = aMonthOn,
  ): ReturnType<typeof followUpOf> =>
    followUpOf(
      [aContact({ ...spoke, ...facts })],
      () => ({ digests: digests.map((facts) => aDigest({ contactId: 'later', ...facts })) }),
      (queue) => queue,
      now,
    );
  const later = (duration: number): Instant => addSeconds(noon, seconds(duration));

  test('is asked of who spoke with an agent, in the contact or in its callback', () => {
    expect(followed({}).watchedCount).toBe(1);
    expect(followed({ outcome: 'callback', callbackSpoke: true }).watchedCount).toBe(1);
    expect(followed({ outcome: 'callback', callbackSpoke: false }).watchedCount).toBe(0);
    expect(followed({ outcome: 'callback' }).watchedCount).toBe(0);
    expect(followed({ outcome: 'abandoned', callbackSpoke: true }).watchedCount).toBe(0);
  });

  test('and only where customer, time and queue are known', () => {
    for (const name of ['customerKey', 'askedAt', 'queue'] as const) {
      const { [name]: _unknown, ...known } = aContact(spoke);
      const counts = followUpOf(
        [known],
        () => undefined,
        (queue) => queue,
        aMonthOn,
      );
      expect(counts.watchedCount, name).toBe(0);
    }
  });

  test('seven days on the dot are over, and a contact on that very moment is one of them', () => {
    const over = addSeconds(noon, repeatSeconds);
    expect(followed({}, [], over)).toMatchObject({ watchedCount: 1, watchedLongCount: 0 });
    expect(followed({}, [], addSeconds(over, seconds(-1))).watchedCount).toBe(0);
    expect(followed({}, [{ at: over }], over).cameBackCount).toBe(1);
    expect(followed({}, [{ at: addSeconds(over, seconds(1)) }]).cameBackCount).toBe(0);
  });

  test('and so are thirty, for another matter', () => {
    const over = addSeconds(noon, nextIssueSeconds);
    expect(followed({}, [], over).watchedLongCount).toBe(1);
    expect(followed({}, [{ at: over, queue: 'sales' }], over).otherIssueCount).toBe(1);
    expect(followed({}, [{ at: over }], over).otherIssueCount).toBe(0);
  });

  test('is neither the contact itself, nor what an agent passed on of it, nor one of the same moment', () => {
    expect(followed({}, [{ at: later(60), contactId: 'contact-1' }]).cameBackCount).toBe(0);
    expect(followed({}, [{ at: later(60), transferredFrom: 'contact-1' }]).cameBackCount).toBe(0);
    expect(followed({}, [{ at: noon }]).cameBackCount).toBe(0);
    expect(followed({}, [{ at: later(60) }]).cameBackCount).toBe(1);
  });

  test('without a journey nothing came after', () => {
    const counts = followUpOf(
      [aContact(spoke)],
      () => undefined,
      (queue) => queue,
      aMonthOn,
    );
    expect(counts).toEqual({ watchedCount: 1, cameBackCount: 0, watchedLongCount: 1, otherIssueCount: 0 });
  });
});
