import { describe, expect, test } from 'vitest';
import { decideAcceptance } from '../../core/callbacks/accept.ts';
import type {
  CallbackRows,
  CenterRows,
  ContactRows,
  KeptAnswers,
  LinkRows,
  QuoteRows,
  WaitingRows,
} from '../../core/ports.ts';
import { mostDigests } from '../../core/rows/journey.ts';
import { intervalKeyOf, waitingRankOf } from '../../core/rows/keys.ts';
import { addSeconds, hours, type Instant, minutes, seconds } from '../../core/time/units.ts';
import { aCallback, aContact, aDigest, aLink, anAcceptance, noon } from './rows.ts';

export interface Rows {
  contacts: ContactRows & WaitingRows & QuoteRows;
  callbacks: CallbackRows;
  center: CenterRows;
  links: LinkRows;
  answers: KeptAnswers;
}

/** With what the ports have no way to ask for. */
export interface RowsToLookAt extends Rows {
  /** A callback in the history, as it stands. */
  closed(callbackKey: string, callbackId: string): Promise<object | undefined>;
}

/** What every implementation of the row ports promises. `rows` gives an empty table at `noon`. */
export function portsContract(name: string, rows: () => Promise<RowsToLookAt>): void {
  describe(`${name}: links and kept answers`, () => {
    test('a link is read as it was written, and written over on condition of its version', async () => {
      const { links } = await rows();
      expect(await links.get('link-1')).toBeUndefined();
      expect(await links.replace(aLink(), undefined)).toBe('written');
      expect(await links.replace(aLink(), undefined)).toBe('conflict');
      const used = aLink({ version: 2, used: { at: noon, use: { kind: 'cancel' }, result: { kind: 'cancelled' } } });
      expect(await links.replace(used, 1)).toBe('written');
      expect(await links.replace(aLink({ version: 2 }), 1)).toBe('conflict');
      expect(await links.get('link-1')).toEqual(used);
    });

    test('a link that is forgotten is not there', async () => {
      const { links } = await rows();
      await links.replace(aLink({ expiresAt: noon / 1000 }), undefined);
      expect(await links.get('link-1')).toBeUndefined();
    });

    test('the first answer is kept, until it is forgotten', async () => {
      const { answers } = await rows();
      const answer = { schemaVersion: 1, requestId: 'r', fingerprint: 'f', status: 202, body: 'one' };
      expect(await answers.keep({ ...answer, expiresAt: noon / 1000 })).toBe('written');
      expect(await answers.get('r')).toBeUndefined();
      expect(await answers.keep({ ...answer, body: 'two', expiresAt: noon / 1000 + 60 })).toBe('written');
      expect(await answers.keep({ ...answer, body: 'three', expiresAt: noon / 1000 + 60 })).toBe('conflict');
      expect((await answers.get('r'))?.body).toBe('two');
    });
  });

  describe(`${name}: journeys`, () => {
    const inAMonth = addSeconds(noon, hours(30 * 24));

    test('a customer who was never in contact has none', async () => {
      const { contacts } = await rows();
      expect(await contacts.journeys(['k1.a'])).toEqual(new Map());
      expect(await contacts.journeys([])).toEqual(new Map());
    });

    test('a contact is in its journey once, as it was put last, oldest first, beside those of others', async () => {
      const { contacts } = await rows();
      const later = aDigest({ contactId: 'a-2', at: addSeconds(noon, minutes(5)) });
      await contacts.putDigest('k1.a', later, inAMonth);
      await contacts.putDigest('k1.a', aDigest({ contactId: 'a-1' }), inAMonth);
      await contacts.putDigest('k1.a', aDigest({ contactId: 'a-1', told: 'kept' }), inAMonth);
      await contacts.putDigest('k1.b', aDigest({ contactId: 'b-1' }), inAMonth);
      expect(await contacts.journeys(['k1.a', 'k1.b', 'k1.nobody'])).toEqual(
        new Map([
          ['k1.a', { digests: [aDigest({ contactId: 'a-1', told: 'kept' }), later] }],
          ['k1.b', { digests: [aDigest({ contactId: 'b-1' })] }],
        ]),
      );
    });

    test('of a customer who is in contact every hour the oldest contacts are forgotten', async () => {
      const { contacts } = await rows();
      for (let hour = 0; hour < mostDigests + 3; hour += 1)
        await contacts.putDigest(
          'k1.a',
          aDigest({ contactId: `c-${hour}`, at: addSeconds(noon, hours(hour)) }),
          inAMonth,
        );
      const kept = (await contacts.journeys(['k1.a'])).get('k1.a')?.digests ?? [];
      expect(kept).toHaveLength(mostDigests);
      expect(kept[0]?.contactId).toBe('c-3');
    });

    test('a journey that is over is not there', async () => {
      const { contacts } = await rows();
      await contacts.putDigest('k1.a', aDigest(), noon);
      expect(await contacts.journeys(['k1.a'])).toEqual(new Map());
    });

    test('a quote reads it under every name of the customer, in the same request', async () => {
      const { contacts } = await rows();
      await contacts.putDigest('k1.a', aDigest({ contactId: 'old' }), inAMonth);
      await contacts.putDigest('k2.a', aDigest({ contactId: 'new', at: addSeconds(noon, minutes(1)) }), inAMonth);
      const keys = { contactId: 'c', callbackKey: undefined, queue: 'service', channel: 'voice' as const };
      const { journey } = await contacts.readForQuote({ ...keys, journeyOf: ['k1.a', 'k2.a'] });
      expect(journey.digests.map(({ contactId }) => contactId)).toEqual(['old', 'new']);
      expect((await contacts.readForQuote(keys)).journey).toEqual({ digests: [] });
    });
  });

  describe(`${name}: contacts`, () => {
    test('a contact that was never written is not there', async () => {
      const { contacts } = await rows();
      expect(await contacts.get('nobody')).toBeUndefined();
    });

    test('a row is read as it was written, lists and attributes of a newer version included', async () => {
      const { contacts } = await rows();
      const row = { ...aContact({ queue: 'service', quotes: [] }), ofTheFuture: { deep: [1, 'two'] } };
      expect(await contacts.replace(row, undefined)).toBe('written');
      expect(await contacts.get('contact-1')).toEqual(row);
    });

    test('of two writers that read the same version one is told of the conflict', async () => {
      const { contacts } = await rows();
      await contacts.replace(aContact(), undefined);
      expect(await contacts.replace(aContact({ version: 2, agentId: 'first' }), 1)).toBe('written');
      expect(await contacts.replace(aContact({ version: 2, agentId: 'second' }), 1)).toBe('conflict');
      expect((await contacts.get('contact-1'))?.agentId).toBe('first');
    });

    test('a row can be made only where there is none', async () => {
      const { contacts } = await rows();
      await contacts.replace(aContact(), undefined);
      expect(await contacts.replace(aContact(), undefined)).toBe('conflict');
      expect(await contacts.replace(aContact({ contactId: 'other', version: 4 }), 3)).toBe('conflict');
    });

    test('rows of many contacts are read at once, those that are not there left out', async () => {
      const { contacts } = await rows();
      const other = aContact({ contactId: 'contact-2', agentId: 'somebody' });
      await contacts.replace(aContact(), undefined);
      await contacts.replace(other, undefined);
      expect(await contacts.getMany(['contact-2', 'nobody', 'contact-1'])).toEqual(
        new Map([
          ['contact-1', aContact()],
          ['contact-2', other],
        ]),
      );
    });

    test('a note sets once what is absent, always what is latest, and drops what is to go', async () => {
      const { contacts } = await rows();
      await contacts.replace(aContact({ quotedAt: noon, queue: 'sales', provisionalUntil: noon }), undefined);
      const later = addSeconds(noon, seconds(5));
      const noted = await contacts.note('contact-1', {
        once: { quotedAt: later, initiatedAt: later },
        latest: { queue: 'service' },
        drop: ['provisionalUntil'],
      });
      const after = aContact({ version: 2, quotedAt: noon, initiatedAt: later, queue: 'service' });
      expect(noted).toEqual({
        kind: 'noted',
        before: aContact({ quotedAt: noon, queue: 'sales', provisionalUntil: noon }),
        after,
      });
      expect(await contacts.get('contact-1')).toEqual(after);
    });

    test('a note makes the row when there is none', async () => {
      const { contacts } = await rows();
      const { expiresAt } = aContact();
      const noted = await contacts.note('new', { once: { schemaVersion: 1, expiresAt, quotedAt: noon } }, true);
      expect(noted).toMatchObject({ kind: 'noted', before: undefined });
      expect(await contacts.get('new')).toMatchObject({ contactId: 'new', quotedAt: noon, version: 1 });
    });

    test('nothing is noted on a contact that was answered or ended, when that is asked for', async () => {
      const { contacts } = await rows();
      await contacts.replace(aContact({ answeredAt: noon }), undefined);
      await contacts.replace(aContact({ contactId: 'gone', endedAt: noon }), undefined);
      expect(await contacts.note('contact-1', { latest: { queue: 'service' } }, true)).toEqual({ kind: 'over' });
      expect(await contacts.note('gone', { latest: { queue: 'service' } }, true)).toEqual({ kind: 'over' });
      expect(await contacts.note('gone', { latest: { queue: 'service' } })).toMatchObject({ kind: 'noted' });
    });

    test('a row past its retention is as good as gone', async () => {
      const { contacts } = await rows();
      await contacts.replace(aContact({ expiresAt: noon / 1000 - 1 }), undefined);
      expect(await contacts.get('contact-1')).toBeUndefined();
    });
  });

  describe(`${name}: who waits`, () => {
    const waiting = (contactId: string, priority: number, at: Instant, queue = 'service') =>
      aContact({
        contactId,
        queue,
        channel: 'voice',
        priority,
        rankAt: at,
        queuedAt: at,
        waitingKey: `${queue}#voice`,
        waitingRank: waitingRankOf(priority, at, contactId),
      });

    test('first by priority, then by age, of this queue and channel only', async () => {
      const { contacts } = await rows();
      await contacts.replace(waiting('younger', 5, addSeconds(noon, seconds(9))), undefined);
      await contacts.replace(waiting('older', 5, noon), undefined);
      await contacts.replace(waiting('first', 1, addSeconds(noon, seconds(60))), undefined);
      await contacts.replace(waiting('elsewhere', 5, noon, 'sales'), undefined);
      await contacts.replace(aContact({ contactId: 'answered', queue: 'service', answeredAt: noon }), undefined);
      const page = await contacts.waiting('service', 'voice', 10);
      expect(page.more).toBe(false);
      expect(page.entries.map((entry) => entry.contactId)).toEqual(['first', 'older', 'younger']);
      expect(page.entries[1]).toEqual({
        contactId: 'older',
        rank: waitingRankOf(5, noon, 'older'),
        rankAt: noon,
        priority: 5,
        queuedAt: noon,
      });
    });

    test('a page is cut off and says so', async () => {
      const { contacts } = await rows();
      for (const id of ['a', 'b', 'c']) await contacts.replace(waiting(id, 5, noon), undefined);
      const page = await contacts.waiting('service', 'voice', 2);
      expect(page.entries.map((entry) => entry.contactId)).toEqual(['a', 'b']);
      expect(page.more).toBe(true);
    });

    test('the three rows of a quote come together, each only if it is there', async () => {
      const { contacts, callbacks, center } = await rows();
      const callback = aCallback();
      await contacts.replace(aContact(), undefined);
      await callbacks.replace(callback, undefined);
      const keys = {
        contactId: 'contact-1',
        callbackKey: callback.callbackKey,
        queue: 'service',
        channel: 'voice' as const,
      };
      expect(await contacts.readForQuote(keys)).toEqual({
        contact: aContact(),
        journey: { digests: [] },
        callback,
        model: undefined,
        pulse: undefined,
        frozen: false,
        booked: new Map(),
      });
      const model = { schemaVersion: 1, queue: 'service', channel: 'voice' as const, at: noon, model: { any: 1.5 } };
      await center.putModel(model);
      const pulse = {
        schemaVersion: 1,
        at: noon,
        figures: [{ queue: 'sales', channel: 'voice' as const, contactsInQueue: 4 }],
      };
      await center.putPulse(pulse);
      expect(await contacts.readForQuote({ ...keys, contactId: 'other', callbackKey: undefined })).toEqual({
        contact: undefined,
        journey: { digests: [] },
        callback: undefined,
        model,
        pulse: expect.objectContaining(pulse),
        frozen: false,
        booked: new Map(),
      });
    });

    test('a window takes so many callbacks, each once, and gives a place back', async () => {
      const { center, contacts } = await rows();
      const book = (callbackId: string, startsAt = noon, forget: Instant[] = []) =>
        center.bookWindow({ queue: 'service', startsAt, callbackId, capacity: 2, forget });
      expect([await book('cb-a'), await book('cb-a'), await book('cb-b'), await book('cb-c')]).toEqual([
        'booked',
        'booked',
        'booked',
        'full',
      ]);
      expect(await center.bookedWindows('service')).toEqual(new Map([[noon, 2]]));
      await center.releaseWindow('service', noon, 'cb-b');
      await center.releaseWindow('service', noon, 'cb-b');
      expect(await book('cb-c')).toBe('booked');
      const later = addSeconds(noon, minutes(30));
      await book('cb-d', later, [noon]);
      const keys = { contactId: 'c', callbackKey: undefined, queue: 'service', channel: 'voice' as const };
      expect((await contacts.readForQuote(keys)).booked).toEqual(new Map([[later, 1]]));
    });

    test('ten at once for the last places of a window: no more get one than it has', async () => {
      const { center } = await rows();
      const booked = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          center.bookWindow({ queue: 'service', startsAt: noon, callbackId: `cb-${index}`, capacity: 3, forget: [] }),
        ),
      );
      expect(booked.filter((one) => one === 'booked')).toHaveLength(3);
    });

    test('a booking sees in one read the slot, the opt-out, the freeze, the plan and what is booked', async () => {
      const { callbacks, center } = await rows();
      const callback = aCallback();
      const { callbackKey, customerKey } = callback;
      const keys = { callbackKey, customerKey, queue: 'service' };
      const nothing = { slot: undefined, optedOut: false, frozen: false, model: undefined, booked: new Map() };
      expect(await center.readForBooking(keys)).toEqual(nothing);
      await callbacks.replace(callback, undefined);
      await center.putOptOut({ schemaVersion: 1, customerKey, at: noon, door: 'web' });
      expect(await center.readForBooking(keys)).toEqual({ ...nothing, slot: callback, optedOut: true });
      expect(await center.optOut(customerKey)).toMatchObject({ door: 'web' });
      expect(await center.optOut('k1.other')).toBeUndefined();
    });

    test('contacts of one customer come newest first', async () => {
      const { contacts, center } = await rows();
      for (const [index, contactId] of ['one', 'two', 'three'].entries()) {
        const initiatedAt = addSeconds(noon, minutes(index));
        await contacts.replace(aContact({ contactId, customerKey: 'k1.customer', initiatedAt }), undefined);
      }
      expect((await center.contactsOfCustomer('k1.customer', 2)).map(({ contactId }) => contactId)).toEqual([
        'three',
        'two',
      ]);
    });

    test('a quote sees in the same read whether dialling is frozen, and not frozen again', async () => {
      const { contacts, center } = await rows();
      const keys = { contactId: 'c', callbackKey: undefined, queue: 'service', channel: 'voice' as const };
      expect(await center.freeze()).toBeUndefined();
      for (const frozen of [true, false]) {
        const row = { schemaVersion: 1, frozen, at: noon, reason: 'fraud alarm' };
        await center.putFreeze(row);
        expect(await center.freeze()).toEqual(row);
        expect((await contacts.readForQuote(keys)).frozen).toBe(frozen);
      }
    });
  });

  describe(`${name}: the ledger`, () => {
    test('of 50 that accept at once for one number exactly one opens a callback', async () => {
      const { callbacks } = await rows();
      const accept = async (contact: number): Promise<string> => {
        const acceptance = anAcceptance({ sourceContactId: `c${contact}`, callbackId: `cb-c${contact}` });
        for (;;) {
          const slot = await callbacks.get(aCallback().callbackKey);
          const decision = decideAcceptance(acceptance, slot, { perNumberPerDay: 3 });
          if (decision.kind === 'over-budget') throw new Error('over budget');
          if (decision.kind !== 'accept') return decision.row.callbackId;
          if ((await callbacks.replace(decision.row, decision.expectedVersion)) === 'written') {
            return decision.row.callbackId;
          }
        }
      };
      const ids = await Promise.all(Array.from({ length: 50 }, (_, contact) => accept(contact)));
      expect(new Set(ids).size).toBe(1);
    });

    test('closing keeps the history and can be repeated', async () => {
      const { callbacks } = await rows();
      const open = aCallback();
      await callbacks.replace(open, undefined);
      const { dueKey: _key, dueAt: _at, ...rest } = open;
      const closed = { ...rest, state: 'CANCELLED' as const, version: 2, expiresAt: noon / 1000 + 86_400 };
      expect(await callbacks.close(closed, 1)).toBe('written');
      expect(await callbacks.close(closed, 1)).toBe('conflict');
      expect(await callbacks.get(open.callbackKey)).toEqual(closed);
      expect(await callbacks.open(10)).toEqual([]);
    });

    test('the history is not taken back to an older version by a process that was frozen', async () => {
      const { callbacks, closed } = await rows();
      const open = aCallback();
      const ended = (version: number, reason: string) => ({ ...open, state: 'CANCELLED' as const, version, reason });
      await callbacks.replace(open, undefined);
      await callbacks.close(ended(3, 'newer'), 1);
      await callbacks.close(ended(2, 'older'), 1);
      expect(await closed(open.callbackKey, open.callbackId)).toMatchObject({ version: 3, reason: 'newer' });
    });

    test('what is remembered is in the history, and its slot stays as it is', async () => {
      const { callbacks, closed } = await rows();
      const open = aCallback();
      await callbacks.replace(open, undefined);
      await callbacks.close({ ...open, state: 'CANCELLED', version: 2, reason: 'slower' }, 1);
      await callbacks.remember({ ...open, state: 'CANCELLED', version: 2, reason: 'faster' });
      expect(await closed(open.callbackKey, open.callbackId)).toMatchObject({ version: 2, reason: 'faster' });
      expect(await callbacks.get(open.callbackKey)).toMatchObject({ version: 2, reason: 'slower' });
    });

    test('a callback that is touched keeps all but its version, unless it is over, being ended or another one', async () => {
      const { callbacks } = await rows();
      const open = aCallback();
      const { callbackKey, callbackId } = open;
      const touch = () => callbacks.touch(callbackKey, callbackId);
      expect(await touch()).toBeUndefined();
      await callbacks.replace(open, undefined);
      expect(await touch()).toEqual({ ...open, version: 2 });
      expect(await callbacks.get(callbackKey)).toEqual({ ...open, version: 2 });
      expect(await callbacks.replace({ ...open, version: 2 }, 1)).toBe('conflict');
      expect(await callbacks.touch(callbackKey, 'another')).toBeUndefined();
      await callbacks.replace({ ...open, version: 3, cancelRequestedAt: noon }, 2);
      expect(await touch()).toBeUndefined();
      const { dueKey: _key, dueAt: _at, ...rest } = open;
      await callbacks.close({ ...rest, version: 4, state: 'CANCELLED' }, 3);
      expect(await touch()).toBeUndefined();
      expect(await callbacks.get(callbackKey)).toMatchObject({ version: 4 });
    });

    test('open are all, those due first first, up to the limit', async () => {
      const { callbacks } = await rows();
      const at = (name: string, due: Instant) =>
        callbacks.replace(
          aCallback({ callbackKey: `callback#${name}#service`, callbackId: name, dueAt: due }),
          undefined,
        );
      await at('second', addSeconds(noon, seconds(20)));
      await at('first', addSeconds(noon, seconds(10)));
      await at('far off', addSeconds(noon, hours(24 * 365)));
      const open = async (limit: number) => (await callbacks.open(limit)).map((row) => row.callbackId);
      expect(await open(10)).toEqual(['first', 'second', 'far off']);
      expect(await open(1)).toEqual(['first']);
    });

    test('a slot whose last callback is forgotten keeps its version and no memory', async () => {
      const { callbacks } = await rows();
      const old = aCallback({ state: 'COMPLETED', version: 7, expiresAt: noon / 1000 - 1 });
      await callbacks.replace(old, undefined);
      const slot = await callbacks.get(old.callbackKey);
      expect(slot).toMatchObject({ version: 7, recentAcceptances: [] });
      const accepted = decideAcceptance(anAcceptance({ callbackId: 'cb-2', sourceContactId: '2' }), slot, {
        perNumberPerDay: 1,
      });
      expect(accepted).toMatchObject({ kind: 'accept', expectedVersion: 7 });
    });
  });

  describe(`${name}: the center`, () => {
    test('directory, model and day are read as they were written', async () => {
      const { center } = await rows();
      expect(await center.directory()).toBeUndefined();
      const directory = {
        schemaVersion: 1,
        instanceArn: 'arn',
        queues: { service: 'arn/q' },
        flows: { callbackOutbound: 'f' },
      };
      await center.putDirectory(directory);
      await center.putDirectory(directory);
      expect(await center.directory()).toEqual(directory);
      const day = {
        schemaVersion: 1,
        queue: 'service',
        channel: 'voice' as const,
        date: '2026-03-10',
        intervals: [],
        expiresAt: 1e11,
      };
      await center.putDay(day);
      expect(await center.day('service', 'voice', '2026-03-10')).toEqual(day);
      expect(await center.day('service', 'voice', '2026-03-11')).toBeUndefined();
      expect(await center.days('service', 'voice', '2026-03-01', '2026-03-10')).toEqual([day]);
      expect(await center.days('service', 'voice', '2026-03-11', '2026-03-31')).toEqual([]);
      expect(await center.days('service', 'chat', '2026-03-01', '2026-03-31')).toEqual([]);
      expect(await center.model('service', 'voice')).toBeUndefined();
    });

    test('an older pulse does not replace a newer one', async () => {
      const { center } = await rows();
      const pulse = (at: Instant) => ({ schemaVersion: 1, at, figures: [] });
      expect(await center.putPulse(pulse(noon))).toBe('written');
      expect(await center.putPulse(pulse(addSeconds(noon, minutes(1))))).toBe('written');
      expect(await center.putPulse(pulse(noon))).toBe('conflict');
      expect((await center.pulse())?.at).toBe(addSeconds(noon, minutes(1)));
    });

    test('a budget is spent up to its limit and no further, however many ask at once', async () => {
      const { center } = await rows();
      const until = addSeconds(noon, hours(1));
      const spent = await Promise.all(Array.from({ length: 10 }, () => center.spend('dials#today', 3, until)));
      expect(spent.filter((one) => one === 'spent')).toHaveLength(3);
      expect(await center.spend('dials#tomorrow', 3, until)).toBe('spent');
    });

    test('a budget is spent once on each thing it is spent on', async () => {
      const { center } = await rows();
      const until = addSeconds(noon, hours(1));
      const spend = (on: string) => center.spend('number#today', 2, until, on);
      expect([await spend('a-1'), await spend('a-1'), await spend('a-2')]).toEqual(['spent', 'spent', 'spent']);
      expect(await spend('b-1')).toBe('exhausted');
      expect(await spend('a-2')).toBe('spent');
    });

    test('contacts of an interval come newest first, of that interval only', async () => {
      const { contacts, center } = await rows();
      const asked = (contactId: string, askedAt: Instant) =>
        contacts.replace(
          aContact({ contactId, askedAt, intervalKey: intervalKeyOf('service', 'voice', askedAt) }),
          undefined,
        );
      await asked('early', noon);
      await asked('late', addSeconds(noon, minutes(29)));
      await asked('next', addSeconds(noon, minutes(30)));
      const found = await center.contactsOf('service', 'voice', noon, 10);
      expect(found.map((row) => row.contactId)).toEqual(['late', 'early']);
      expect(await center.contactsOf('service', 'voice', noon, 1)).toHaveLength(1);
      expect(await center.askedSince('service', 'voice', noon, 10)).toEqual([
        { askedAt: addSeconds(noon, minutes(29)) },
        { askedAt: noon },
      ]);
      expect(await center.askedSince('service', 'voice', addSeconds(noon, minutes(20)), 10)).toHaveLength(1);
    });
  });
}
