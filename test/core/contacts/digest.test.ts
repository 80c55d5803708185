import { describe, expect, test } from 'vitest';
import {
  digestOf,
  isOwed,
  isTransfer,
  lineIn,
  matterOf,
  matterToResume,
  openDigestOf,
  openMatters,
  promisesIn,
} from '../../../core/contacts/journey.ts';
import type { ContactRow } from '../../../core/rows/contact.ts';
import type { ContactDigest } from '../../../core/rows/journey.ts';
import { addSeconds, type Instant, seconds } from '../../../core/time/units.ts';
import { aContact, aDigest, noon } from '../../adapters/rows.ts';

const later = (bySeconds: number): Instant => addSeconds(noon, seconds(bySeconds));
const lineOf = lineIn({ service: { lineOfBusiness: 'care' }, returns: { lineOfBusiness: 'care' } } as never);
const over: Partial<ContactRow> = {
  channel: 'voice',
  queue: 'service',
  outcome: 'answered',
  askedAt: noon,
  answeredAt: later(30),
  endedAt: later(90),
};
const digest = (facts: Partial<ContactRow> = {}): ContactDigest | undefined =>
  digestOf(aContact({ ...over, ...facts }));

describe('a contact that is over, as its customer’s journey keeps it', () => {
  test('bare, it says where, when, how it ended and after how long; nothing that is not known', () => {
    expect(digest()).toStrictEqual({
      contactId: 'contact-1',
      channel: 'voice',
      queue: 'service',
      at: noon,
      outcome: 'answered',
      waitSeconds: 30,
    });
  });

  test('only with channel, queue, outcome, beginning and end; one that asked for nobody has none, nor a call of ours', () => {
    for (const name of ['channel', 'queue', 'outcome', 'askedAt', 'endedAt'] as const) {
      const { [name]: _unknown, ...known } = aContact(over);
      expect(digestOf(known), name).toBeUndefined();
    }
    expect(digest({ outcome: 'menu-hang-up' })).toBeUndefined();
    expect(digest({ initiationMethod: 'CALLBACK' })).toBeUndefined();
  });

  test('with all that is known of it', () => {
    const allowances = [{ kind: 'refund' }] as never;
    expect(
      digest({
        agentId: 'ann',
        movedFrom: 'chat-1',
        menuAsked: true,
        mark: 'solved',
        felt: 'bad' as never,
        allowances,
      }),
    ).toMatchObject({ agentId: 'ann', movedFrom: 'chat-1', menu: true, mark: 'solved', felt: 'bad', allowances });
    expect(digest({ placeAgentId: 'bob' })?.agentId).toBe('bob');
  });

  test('passed on by an agent: from which contact; one that merely came after another was not', () => {
    for (const initiationMethod of ['TRANSFER', 'QUEUE_TRANSFER'] as const) {
      expect(isTransfer({ initiationMethod })).toBe(true);
      expect(digest({ initiationMethod, previousContactId: 'before' })?.transferredFrom).toBe('before');
      expect(digest({ initiationMethod })).not.toHaveProperty('transferredFrom');
    }
    expect(isTransfer({ initiationMethod: 'INBOUND' })).toBe(false);
    expect(digest({ initiationMethod: 'INBOUND', previousContactId: 'before' })).not.toHaveProperty('transferredFrom');
  });

  test('what it was told, once that came true or did not', () => {
    const quotes = [{ askedAt: noon, toldBoundSeconds: seconds(60) }] as never;
    expect(digest({ quotes })?.told).toBe('kept');
    expect(digest({ quotes, answeredAt: later(61) })?.told).toBe('broken');
    expect(digest({ quotes: [] })).not.toHaveProperty('told');
  });

  test('and its callback: open until something is known of it', () => {
    const { answeredAt: _answered, ...left } = over;
    const took = (facts: Partial<ContactRow>) => digestOf(aContact({ ...left, ...facts }))?.callback;
    expect(took({ outcome: 'callback' })).toBe('open');
    expect(took({ outcome: 'callback', callbackPromise: 'broken' })).toBe('broken');
    expect(took({ outcome: 'answered', mark: 'promised' })).toBe('open');
    expect(took({ outcome: 'abandoned', callbackPromise: 'withdrawn' })).toBe('withdrawn');
    expect(took({ outcome: 'abandoned', mark: 'not-yet' })).toBeUndefined();
  });
});

describe('a contact that lasts still', () => {
  const { endedAt: _ended, ...lasting } = over;
  const open = (facts: Partial<ContactRow> = {}) => openDigestOf(aContact({ ...lasting, ...facts }));

  test('says that it waits, and where it goes on from', () => {
    const bare = {
      contactId: 'contact-1',
      channel: 'voice',
      queue: 'service',
      at: noon,
      outcome: 'waiting',
      isOpen: true,
    };
    expect(open()).toStrictEqual(bare);
    expect(open({ movedFrom: 'chat-1' })).toStrictEqual({ ...bare, movedFrom: 'chat-1' });
  });

  test('is none once it is over, before it asked, or when we placed it', () => {
    expect(open({ endedAt: later(90) })).toBeUndefined();
    expect(open({ initiationMethod: 'CALLBACK' })).toBeUndefined();
    for (const name of ['channel', 'queue', 'askedAt'] as const) {
      const { [name]: _unknown, ...known } = aContact(lasting);
      expect(openDigestOf(known), name).toBeUndefined();
    }
  });
});

describe('what the center owes', () => {
  const { outcome: _outcome, ...bare } = aDigest();
  const owes = (...digests: Partial<ContactDigest>[]): boolean => {
    const contacts = digests.map((facts) => ({ ...bare, outcome: 'abandoned' as const, ...facts }));
    return isOwed({ line: 'care', contacts, latest: contacts.at(-1) as ContactDigest, open: true });
  };

  test.each([
    ['spoke with an agent and must call again', { outcome: 'answered' }],
    ['was turned away', { outcome: 'overflowed' }],
    ['was told a wait that did not come true', { told: 'broken' }],
    ['had a callback that was not made in time', { callback: 'broken' }],
    ['heard "not yet"', { mark: 'not-yet' }],
    ['was promised a call', { mark: 'promised' }],
    ['was given it by an agent', { allowances: [{ kind: 'goodwill' }, { kind: 'place', raisesPriority: true }] }],
  ] as const)('who %s is served first, though they hung up since', (_why, facts) => {
    expect(owes(facts as never, {})).toBe(true);
  });

  test.each([
    ['hung up themselves', {}],
    ['was told what came true', { told: 'kept' }],
    ['has a callback that was kept, or is open', { callback: 'kept' }],
    ['was given something else', { allowances: [{ kind: 'goodwill' }] }],
  ] as const)('who %s is not', (_why, facts) => {
    expect(owes(facts as never)).toBe(false);
  });

  test('nor anybody whose matter is solved', () => {
    expect(owes({ outcome: 'overflowed' }, { mark: 'solved' })).toBe(false);
  });
});

describe('matters', () => {
  const journey = (...digests: Partial<ContactDigest>[]) => ({
    digests: digests.map((facts, index) => aDigest({ contactId: `c-${index}`, ...facts })),
  });

  test('hold what was asked up to this very moment, and who spoke about it last, if anybody', () => {
    expect(matterOf(journey({ at: noon }), 'care', lineOf, noon)?.contacts).toHaveLength(1);
    expect(matterOf(journey({ at: later(1) }), 'care', lineOf, noon)).toBeUndefined();
    expect(matterOf(journey({}), 'care', lineOf, noon)).not.toHaveProperty('agentId');
    expect(matterOf(journey({ queue: 'sales' }), 'sales', lineOf, noon)?.latest.contactId).toBe('c-0');
  });

  test('the latest is resumed; what is solved is not, and nothing else may be open', () => {
    const resumed = (...digests: Partial<ContactDigest>[]) =>
      matterToResume(journey(...digests), ['sales', 'returns', 'other'], lineOf, later(60));
    const left = { outcome: 'abandoned' } as const;
    expect(resumed({ ...left, queue: 'returns' }, { ...left, queue: 'sales', at: later(10) })).toEqual({
      queue: 'sales',
      isOnlyOpen: false,
    });
    expect(resumed({ ...left, queue: 'sales' }, { ...left, queue: 'service', at: later(10) })?.queue).toBe('returns');
    expect(resumed({ ...left, queue: 'returns' }, { queue: 'sales', at: later(10), mark: 'solved' })).toEqual({
      queue: 'returns',
      isOnlyOpen: true,
    });
    expect(resumed({ ...left, queue: 'returns' }, { queue: 'sales', at: later(10) })?.isOnlyOpen).toBe(false);
  });

  test('are open until somebody settled them: one of last month is none any more', () => {
    const left = { outcome: 'abandoned' } as const;
    const open = openMatters(journey({ ...left, at: later(-8 * 86_400) }, { ...left, queue: 'sales' }), lineOf, noon);
    expect(open.map(({ line }) => line)).toEqual(['sales']);
    expect(openMatters(journey({ ...left, mark: 'promised', callback: 'kept' }), lineOf, noon)).toEqual([]);
    expect(openMatters(journey({ mark: 'not-yet', callback: 'kept' }), lineOf, noon)).toHaveLength(1);
  });

  test('every promise is listed, and nothing that was none', () => {
    expect(promisesIn(journey({}, { told: 'kept' }, { callback: 'open', told: 'broken' }))).toEqual([
      { contactId: 'c-1', kind: 'wait', kept: 'kept' },
      { contactId: 'c-2', kind: 'wait', kept: 'broken' },
      { contactId: 'c-2', kind: 'callback', kept: 'open' },
    ]);
  });
});
