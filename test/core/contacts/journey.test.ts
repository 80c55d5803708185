import { describe, expect, test } from 'vitest';
import { deriveContact } from '../../../core/contacts/derive.ts';
import {
  digestOf,
  isOwed,
  joinJourneys,
  journeyUntil,
  matterOf,
  matterToResume,
  openDigestOf,
  openMatters,
  promisesIn,
} from '../../../core/contacts/journey.ts';
import { journeyAttributes } from '../../../core/contacts/journeySummary.ts';
import type { ContactDigest, Journey } from '../../../core/rows/journey.ts';
import { addSeconds, hours, type Instant, minutes, seconds } from '../../../core/time/units.ts';
import { aContact, aDigest, noon } from '../../adapters/rows.ts';

const ago = (hoursAgo: number): Instant => addSeconds(noon, hours(-hoursAgo));
const journeyOf = (...digests: ContactDigest[]): Journey => joinJourneys([{ digests }]);
const lineOf = (queue: string): string => (queue === 'returns' ? 'service' : queue);
const about = (journey: Journey, line = 'service') => matterOf(journey, line, lineOf, noon);

describe('a contact in its journey', () => {
  const call = {
    channel: 'voice' as const,
    askedQueue: 'service',
    quotedAt: noon,
    endedAt: addSeconds(noon, minutes(20)),
    quotes: [{ askedAt: noon, toldBoundSeconds: minutes(10) }] as never,
  };

  test('tells how it ended, how long it waited, whether what it was told came true, and who spoke', () => {
    const answeredAt = addSeconds(noon, minutes(12));
    const row = deriveContact(aContact({ ...call, answeredAt, agentId: 'ana' }));
    expect(digestOf(row)).toEqual({
      contactId: 'contact-1',
      channel: 'voice',
      queue: 'service',
      at: noon,
      outcome: 'answered',
      waitSeconds: 720,
      told: 'broken',
      agentId: 'ana',
    });
  });

  test('of a callback it tells how that stands, and who called', () => {
    const choseAt = addSeconds(noon, minutes(1));
    const taken = deriveContact(aContact({ ...call, choice: 'callback', choseAt }));
    expect(digestOf(taken)).toMatchObject({ outcome: 'callback', callback: 'open', waitSeconds: 60 });
    const kept = { ...taken, callbackPromise: 'kept' as const, placeAgentId: 'ben' };
    expect(digestOf(kept)).toMatchObject({ callback: 'kept', agentId: 'ben' });
  });

  test('is not in it while it lasts, when it asked for nobody, or when the center placed it', () => {
    const { endedAt: _, ...lasting } = call;
    expect(digestOf(deriveContact(aContact(lasting)))).toBeUndefined();
    expect(
      digestOf(deriveContact(aContact({ channel: 'voice', endedAt: noon, askedQueue: 'service' }))),
    ).toBeUndefined();
    expect(digestOf(deriveContact(aContact({ ...call, initiationMethod: 'CALLBACK' })))).toBeUndefined();
  });

  test('while it lasts it is told the same, whoever has it in hand; and no longer when it is over', () => {
    const { endedAt, ...lasting } = call;
    const open = {
      contactId: 'contact-1',
      channel: 'voice',
      queue: 'service',
      at: noon,
      outcome: 'waiting',
      isOpen: true,
    };
    expect(openDigestOf(deriveContact(aContact(lasting)))).toEqual(open);
    expect(openDigestOf(deriveContact(aContact({ ...lasting, answeredAt: noon, agentId: 'ana' })))).toEqual(open);
    expect(openDigestOf(deriveContact(aContact({ ...lasting, endedAt })))).toBeUndefined();
    expect(openDigestOf(deriveContact(aContact({ ...lasting, initiationMethod: 'CALLBACK' })))).toBeUndefined();
    expect(openDigestOf(aContact({ channel: 'voice' }))).toBeUndefined();
  });

  test('keeps the journey for a month, or for as long as settings keep a contact', () => {
    const row = aContact({ initiatedAt: noon, endedAt: noon, expiresAt: noon / 1000 + 90 * 86_400 });
    expect(journeyUntil(row)).toBe(addSeconds(noon, hours(31 * 24)));
    expect(journeyUntil({ ...row, expiresAt: noon / 1000 + 8 * 86_400 })).toBe(addSeconds(noon, hours(8 * 24)));
    const callbackOverAt = addSeconds(noon, hours(24));
    expect(journeyUntil({ ...row, callbackOverAt })).toBe(addSeconds(noon, hours(32 * 24)));
  });
});

describe('a matter', () => {
  test('is what contacts of one line of business within seven days are about, whatever the channel', () => {
    const journey = journeyOf(
      aDigest({ contactId: 'too-old', at: ago(7 * 24 + 1) }),
      aDigest({ contactId: 'call', at: ago(48), queue: 'returns' }),
      aDigest({ contactId: 'chat', at: ago(2), channel: 'chat', outcome: 'abandoned' }),
      aDigest({ contactId: 'other', at: ago(1), queue: 'sales' }),
    );
    expect(about(journey)?.contacts.map(({ contactId }) => contactId)).toEqual(['call', 'chat']);
    expect(about(journey)?.latest.contactId).toBe('chat');
    expect(about(journey, 'billing')).toBeUndefined();
  });

  test.each<[string, Partial<ContactDigest>, boolean]>([
    ['talked with an agent: silence is taken for settled', { outcome: 'answered' }, false],
    ['talked with an agent, who said not yet', { outcome: 'answered', mark: 'not-yet' }, true],
    ['talked with an agent, who will call', { outcome: 'answered', mark: 'promised' }, true],
    ['talked with an agent, who has called', { outcome: 'answered', mark: 'promised', callback: 'kept' }, false],
    ['gave up', { outcome: 'abandoned' }, true],
    ['gave up, solved since by the agent who called', { outcome: 'abandoned', mark: 'solved' }, false],
    ['turned away', { outcome: 'overflowed' }, true],
    ['a callback promised', { outcome: 'callback', callback: 'open' }, true],
    ['a callback kept', { outcome: 'callback', callback: 'kept' }, false],
    ['a callback not kept', { outcome: 'callback', callback: 'broken' }, true],
    ['a callback taken back', { outcome: 'callback', callback: 'withdrawn' }, false],
  ])('%s', (_what, facts, open) => {
    const journey = journeyOf(aDigest({ at: ago(5), ...facts }));
    expect(about(journey)?.open).toBe(open);
    expect(openMatters(journey, lineOf, noon)).toHaveLength(open ? 1 : 0);
  });

  test('is known to the agent who spoke about it last', () => {
    const journey = journeyOf(
      aDigest({ contactId: 'a', at: ago(50), agentId: 'ana' }),
      aDigest({ contactId: 'b', at: ago(30), agentId: 'ben' }),
      aDigest({ contactId: 'c', at: ago(3), outcome: 'abandoned' }),
    );
    expect(about(journey)?.agentId).toBe('ben');
  });

  test.each<[string, Partial<ContactDigest>, boolean]>([
    ['who spoke with an agent and must call again is owed', { outcome: 'answered' }, true],
    ['who hung up, in time, is not: calling again is no way to the front', { outcome: 'abandoned' }, false],
    ['who hung up after the told bound had passed is owed', { outcome: 'abandoned', told: 'broken' }, true],
    ['who was turned away is owed', { outcome: 'overflowed' }, true],
    ['whose callback was not kept is owed', { outcome: 'callback', callback: 'broken' }, true],
    ['whose matter is solved is not', { outcome: 'answered', mark: 'solved' }, false],
  ])('%s', (_what, facts, owed) => {
    const matter = about(journeyOf(aDigest({ at: ago(5), ...facts })));
    expect(matter && isOwed(matter)).toBe(owed);
  });
});

describe('what a caller probably comes about again', () => {
  const served = ['service', 'returns', 'billing'];
  const resumed = (...digests: ContactDigest[]) => matterToResume(journeyOf(...digests), served, lineOf, noon);

  test('the latest matter of the queues a number leads to, in the queue that had it last', () => {
    const billing = aDigest({ contactId: 'a', at: ago(50), queue: 'billing', outcome: 'abandoned' });
    const returns = aDigest({ contactId: 'b', at: ago(20), queue: 'returns', outcome: 'abandoned' });
    const sales = aDigest({ contactId: 'c', at: ago(1), queue: 'sales', outcome: 'abandoned' });
    expect(resumed(billing, returns, sales)).toEqual({ queue: 'returns', isOnlyOpen: false });
    expect(resumed(returns, sales)).toEqual({ queue: 'returns', isOnlyOpen: true });
    expect(resumed(sales)).toBeUndefined();
  });

  test('a queue of the same line of business where the number does not lead to the one that had it', () => {
    const journey = journeyOf(aDigest({ at: ago(1), queue: 'returns', outcome: 'abandoned' }));
    expect(matterToResume(journey, ['billing', 'service'], lineOf, noon)).toMatchObject({ queue: 'service' });
  });

  test('who talked with an agent is asked of it, though it is taken for settled; not of what was marked solved', () => {
    expect(resumed(aDigest({ at: ago(1) }))).toEqual({ queue: 'service', isOnlyOpen: false });
    expect(resumed(aDigest({ at: ago(1), mark: 'solved' }))).toBeUndefined();
  });

  test('nothing older than seven days', () => {
    expect(resumed(aDigest({ at: ago(7 * 24 + 1), outcome: 'abandoned' }))).toBeUndefined();
  });
});

test('promises of a journey: the bounds told and the callbacks, each with what became of it', () => {
  const journey = journeyOf(
    aDigest({ contactId: 'a', at: ago(5), told: 'broken' }),
    aDigest({ contactId: 'b', at: ago(4), outcome: 'callback', callback: 'kept', told: 'kept' }),
  );
  expect(promisesIn(journey)).toEqual([
    { contactId: 'a', kind: 'wait', kept: 'broken' },
    { contactId: 'b', kind: 'wait', kept: 'kept' },
    { contactId: 'b', kind: 'callback', kept: 'kept' },
  ]);
});

test('journeys under two versions of the key are one; a contact in both is told once', () => {
  const one = { digests: [aDigest({ contactId: 'a', at: ago(9) }), aDigest({ contactId: 'b', at: ago(8) })] };
  const other = { digests: [aDigest({ contactId: 'b', at: ago(8) }), aDigest({ contactId: 'c', at: ago(20) })] };
  expect(joinJourneys([one, other]).digests.map(({ contactId }) => contactId)).toEqual(['c', 'a', 'b']);
});

describe('what the agent is shown', () => {
  const context = {
    queue: 'service',
    lineOf,
    nameOf: (queue: string) => queue,
    timeZone: 'America/New_York',
    now: noon,
  };

  test('nothing of somebody unknown, or whom nobody has heard of for a week', () => {
    expect(journeyAttributes(journeyOf(), context)).toEqual({ journey: '', repeat: 'no' });
    const old = journeyOf(aDigest({ at: ago(8 * 24) }));
    expect(journeyAttributes(old, context)).toEqual({ journey: '', repeat: 'no' });
  });

  test('which contact it is, what came before, what was promised, and what else is open', () => {
    const journey = journeyOf(
      aDigest({ contactId: 'a', at: ago(50), outcome: 'abandoned', waitSeconds: seconds(730), told: 'broken' }),
      aDigest({ contactId: 'b', at: ago(26), channel: 'chat', queue: 'sales', outcome: 'overflowed' }),
      aDigest({ contactId: 'c', at: ago(1), outcome: 'callback', callback: 'kept', waitSeconds: seconds(65) }),
    );
    expect(journeyAttributes(journey, context)).toEqual({
      repeat: 'yes',
      journey:
        'Contact number 3 in 7 days about service. ' +
        'Sunday at 11:00 AM: call, waited twelve minutes, gave up, later than told. ' +
        'Monday at 11:00 AM: chat about sales, was turned away. ' +
        '12:00 PM: call, waited one minute, callback kept. Also open: sales.',
    });
  });

  test.each<[string, Partial<ContactDigest>, string]>([
    ['a bound that came true', { told: 'kept' }, 'spoke with an agent, in the time told'],
    ['a bound that did not', { told: 'broken' }, 'spoke with an agent, later than told'],
    ['a call the agent promised', { mark: 'promised', callback: 'open' }, 'will be called by the agent'],
    ['… and made', { mark: 'promised', callback: 'kept' }, 'was called by the agent as promised'],
    ['… and did not make', { mark: 'promised', callback: 'broken' }, 'was not called as the agent promised'],
    ['a callback', { outcome: 'callback', callback: 'broken' }, 'callback not kept'],
    [
      'a call promised to who said it is not solved',
      { mark: 'not-yet', callback: 'open' },
      'not solved yet, callback still promised',
    ],
  ])('every promise, and whether it was kept: %s', (_what, facts, said) => {
    expect(journeyAttributes(journeyOf(aDigest({ at: ago(1), ...facts })), context).journey).toContain(`${said}.`);
  });

  test('how the customer sounded, where it was analysed', () => {
    const journey = journeyOf(aDigest({ at: ago(1), felt: 'negative' }));
    expect(journeyAttributes(journey, context).journey).toContain('spoke with an agent, the customer sounded unhappy.');
  });

  test('a chat that lasts still, before what is over', () => {
    const journey = journeyOf(
      aDigest({ contactId: 'a', at: ago(3), outcome: 'abandoned' }),
      aDigest({ contactId: 'b', at: ago(2), channel: 'chat', queue: 'sales', outcome: 'waiting', isOpen: true }),
    );
    expect(journeyAttributes(journey, context).journey).toBe(
      'Contact number 2 in 7 days about service. Open now: chat about sales, since 11:00 AM. ' +
        '10:00 AM: call, gave up.',
    );
  });

  test('a first contact about one matter says so, and tells of the others', () => {
    const journey = journeyOf(aDigest({ at: ago(3), queue: 'sales', waitSeconds: seconds(4) }));
    expect(journeyAttributes(journey, context)).toEqual({
      repeat: 'no',
      journey: 'First contact in 7 days about service. 10:00 AM: call about sales, spoke with an agent.',
    });
  });
});
