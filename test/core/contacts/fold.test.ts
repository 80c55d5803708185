import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deriveContact } from '../../../core/contacts/derive.ts';
import type { ContactEvent } from '../../../core/contacts/event.ts';
import { foldEvent } from '../../../core/contacts/fold.ts';
import type { ContactRow } from '../../../core/rows/contact.ts';
import { addSeconds, type Instant, instant, seconds } from '../../../core/time/units.ts';

const noon = instant(Date.UTC(2026, 2, 10, 17));
const later = (value: number): Instant => addSeconds(noon, seconds(value));
const queueArn = 'arn:aws:connect:us-east-1:1:instance/i/queue/q-service';
const context = { queueNameOf: (arn: string) => (arn === queueArn ? 'service' : undefined), expiresAt: 2e9 };

const fold = (events: readonly ContactEvent[], row?: ContactRow): ContactRow | undefined =>
  events.reduce<ContactRow | undefined>((known, event) => foldEvent(known, event, context), row);

/** The life of a call as Connect tells it: each event carries the timestamps of what went before. */
function life({
  queued = 5,
  answered,
  ended,
  completed,
}: {
  queued?: number;
  answered?: number;
  ended?: number;
  completed?: number;
}): ContactEvent[] {
  const base = { contactId: 'c', channel: 'voice' as const, initiationMethod: 'INBOUND', initiatedAt: noon };
  const inQueue = { queueArn, queuedAt: later(queued) };
  const withAgent = answered === undefined ? {} : { answeredAt: later(answered), agentId: 'ann' };
  const over = ended === undefined ? {} : { endedAt: later(ended), disconnectReason: 'CUSTOMER_DISCONNECT' };
  return [
    { ...base, eventType: 'INITIATED' },
    { ...base, ...inQueue, eventType: 'QUEUED' },
    ...(answered === undefined ? [] : [{ ...base, ...inQueue, ...withAgent, eventType: 'CONNECTED_TO_AGENT' }]),
    ...(ended === undefined ? [] : [{ ...base, ...inQueue, ...withAgent, ...over, eventType: 'DISCONNECTED' }]),
    ...(completed === undefined
      ? []
      : [{ ...base, ...inQueue, ...withAgent, ...over, completedAt: later(completed), eventType: 'COMPLETED' }]),
  ];
}

const lives = fc
  .record({
    queued: fc.integer({ min: 1, max: 60 }),
    answered: fc.option(fc.integer({ min: 61, max: 600 }), { nil: undefined }),
    ended: fc.option(fc.integer({ min: 601, max: 2000 }), { nil: undefined }),
    completed: fc.option(fc.integer({ min: 2001, max: 2100 }), { nil: undefined }),
  })
  .map(({ queued, answered, ended, completed }) =>
    life({
      queued,
      ...(answered === undefined ? {} : { answered }),
      ...(ended === undefined ? {} : { ended }),
      ...(ended === undefined || answered === undefined || completed === undefined ? {} : { completed }),
    }),
  );

describe('the fold of contact events', () => {
  test('any order and any repetition of the same events end in the same row', () => {
    const shuffled = lives.chain((events) =>
      fc.tuple(
        fc.constant(events),
        fc.shuffledSubarray([...events, ...events, ...events], { minLength: events.length * 3 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([events, delivered]) => {
        expect(fold(delivered)).toEqual(fold(events));
      }),
      { numRuns: 2000 },
    );
  });

  test('whatever was lost before it, the last event brings all the facts', () => {
    fc.assert(
      fc.property(
        lives.chain((events) => fc.tuple(fc.constant(events), fc.subarray(events.slice(0, -1)))),
        ([events, heard]) => {
          const last = events.at(-1);
          if (last) expect(fold([...heard, last])).toEqual(fold(events));
        },
      ),
    );
  });

  test('facts never go back: each event more leaves the known ones as they are', () => {
    const facts = ['initiatedAt', 'queuedAt', 'answeredAt', 'endedAt', 'completedAt', 'queue', 'agentId'] as const;
    fc.assert(
      fc.property(
        lives.chain((events) => fc.shuffledSubarray(events, { minLength: events.length })),
        (events) => {
          let row: ContactRow | undefined;
          for (const event of events) {
            const next = foldEvent(row, event, context);
            for (const fact of facts) if (row?.[fact] !== undefined) expect(next[fact]).toBe(row[fact]);
            row = next;
          }
        },
      ),
    );
  });

  test('deriving again changes nothing', () => {
    fc.assert(
      fc.property(lives, (events) => {
        const row = fold(events);
        if (row) expect(deriveContact(row)).toEqual(row);
      }),
    );
  });

  test('clocks that disagree leave the same moment whichever came first', () => {
    const [initiated, queued] = life({});
    const skewed = { ...queued, queuedAt: later(4) } as ContactEvent;
    const one = fold([initiated, queued, skewed] as ContactEvent[]);
    expect(fold([skewed, initiated, queued] as ContactEvent[])).toEqual(one);
    expect(one?.queuedAt).toBe(later(4));
  });

  test('what a flow noted stays, and unknown attributes of a newer version are carried along', () => {
    const noted = {
      schemaVersion: 2,
      version: 3,
      contactId: 'c',
      expiresAt: 5,
      quotedAt: later(2),
      ofTheFuture: 'kept',
    };
    expect(fold(life({ answered: 90 }), noted as ContactRow)).toMatchObject({
      schemaVersion: 2,
      expiresAt: 5,
      quotedAt: later(2),
      askedAt: later(2),
      ofTheFuture: 'kept',
    });
  });
});

describe('the waiting entry', () => {
  test('stands from QUEUED until the contact is answered or ends', () => {
    const events = life({ queued: 5, answered: 80, ended: 200 });
    expect(fold(events.slice(0, 1))?.waitingKey).toBeUndefined();
    expect(fold(events.slice(0, 2))).toMatchObject({
      waitingKey: 'service#voice',
      rankAt: later(5),
      outcome: 'waiting',
    });
    expect(fold(events.slice(0, 3))?.waitingKey).toBeUndefined();
    expect(fold(events)?.waitingRank).toBeUndefined();
  });

  test('QUEUED that comes after the end makes no ghost', () => {
    const [initiated, queued, ended] = life({ ended: 50 }) as [ContactEvent, ContactEvent, ContactEvent];
    expect(fold([initiated, ended, queued])?.waitingKey).toBeUndefined();
  });

  test('a provisional entry is confirmed by QUEUED and ranks from then on by it', () => {
    const noted = deriveContact({
      schemaVersion: 1,
      version: 1,
      contactId: 'c',
      expiresAt: 5,
      channel: 'voice',
      askedQueue: 'service',
      quotedAt: later(2),
      provisionalUntil: later(200),
    });
    expect(noted).toMatchObject({ waitingKey: 'service#voice', rankAt: later(2), provisionalUntil: later(200) });
    const confirmed = fold(life({}), noted);
    expect(confirmed).toMatchObject({ rankAt: later(5) });
    expect(confirmed?.provisionalUntil).toBeUndefined();
  });

  test('a callback stands where its caller stood', () => {
    const leg: ContactRow = {
      schemaVersion: 1,
      version: 1,
      contactId: 'leg',
      expiresAt: 5,
      channel: 'voice',
      initiationMethod: 'CALLBACK',
      askedQueue: 'service',
      callbackId: 'cb-c',
      keepsPlaceSince: later(-300),
      provisionalUntil: later(100),
    };
    expect(deriveContact(leg)).toMatchObject({ outcome: 'outbound', rankAt: later(-300), waitingKey: 'service#voice' });
    expect(deriveContact({ ...leg, answeredAt: later(20) }).waitingKey).toBeUndefined();
    expect(deriveContact(leg).intervalKey).toBeUndefined();
  });
});

describe('the outcome', () => {
  const outcome = (facts: Partial<ContactRow>) =>
    deriveContact({ schemaVersion: 1, version: 1, contactId: 'c', expiresAt: 5, channel: 'voice', ...facts }).outcome;
  const asked = { quotedAt: later(2), askedQueue: 'service' };

  test.each([
    ['in the menus there is none', {}, undefined],
    ['left in the menus: never asked', { endedAt: later(9) }, 'menu-hang-up'],
    ['asked and still here', asked, 'waiting'],
    ['connected to an agent', { ...asked, answeredAt: later(9), endedAt: later(99) }, 'answered'],
    [
      'left the queue',
      { ...asked, queuedAt: later(5), endedAt: later(9), disconnectReason: 'CUSTOMER_DISCONNECT' },
      'abandoned',
    ],
    ['left during the offer', { ...asked, endedAt: later(9), disconnectReason: 'CUSTOMER_DISCONNECT' }, 'abandoned'],
    ['let go by the flow', { ...asked, endedAt: later(9), disconnectReason: 'CONTACT_FLOW_DISCONNECT' }, 'overflowed'],
    ['took a callback', { ...asked, choice: 'callback', endedAt: later(9) }, 'callback'],
    ['took a callback, but an agent was faster', { ...asked, choice: 'callback', answeredAt: later(9) }, 'answered'],
    ['rang again and kept the callback', { ...asked, choice: 'keep', endedAt: later(9) }, 'callback'],
    ['went to another channel', { ...asked, choice: 'move', endedAt: later(9) }, 'moved'],
    ['held after an offer', { ...asked, choice: 'hold' }, 'waiting'],
    ['a native callback', { initiationMethod: 'CALLBACK', queuedAt: later(5) }, 'outbound'],
    ["the dialler's call", { initiationMethod: 'API', queuedAt: later(5) }, 'outbound'],
    ['a leg whose beginning nobody told', { attempt: 1, queuedAt: later(5) }, 'outbound'],
    ['an agent’s own call', { initiationMethod: 'OUTBOUND', queuedAt: later(5) }, 'outbound'],
    ['only a name that begins so is meant', { ...asked, initiationMethod: 'NO_CALLBACK' }, 'waiting'],
    ['a letter of ours', { channel: 'email', initiationMethod: 'FLOW', queuedAt: later(5) }, 'outbound'],
    ['a call that a flow made', { ...asked, initiationMethod: 'FLOW' }, 'waiting'],
    ['a customer’s letter', { ...asked, channel: 'email', initiationMethod: 'INBOUND' }, 'waiting'],
    ['rang again to take the callback back', { ...asked, choice: 'cancel', endedAt: later(9) }, 'callback'],
    ['a chat reports API too and is the customer’s', { ...asked, channel: 'chat', initiationMethod: 'API' }, 'waiting'],
  ] as const)('%s', (_story, facts, expected) => {
    expect(outcome(facts)).toBe(expected);
  });
});
