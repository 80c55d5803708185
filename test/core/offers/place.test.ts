import { describe, expect, test } from 'vitest';
import { isLive, type PlaceSituation, placeInQueue } from '../../../core/offers/place.ts';
import type { WaitingEntry } from '../../../core/rows/contact.ts';
import { addSeconds, type Instant, seconds } from '../../../core/time/units.ts';
import { noon } from '../../adapters/rows.ts';

const later = (bySeconds: number): Instant => addSeconds(noon, seconds(bySeconds));
const entry = (contactId: string, at: number, facts: Partial<WaitingEntry> = {}): WaitingEntry => ({
  contactId,
  rank: `05#${String(later(at)).padStart(14, '0')}`,
  rankAt: later(at),
  priority: 5,
  queuedAt: later(at),
  ...facts,
});
const four = [-400, -300, -200, -100].map((at) => entry(`c${at}`, at));
const place = (facts: Partial<PlaceSituation> = {}, entries: WaitingEntry[] = four) =>
  placeInQueue({
    now: noon,
    page: { entries, more: false },
    contactId: 'me',
    ownRank: undefined,
    queueSize: undefined,
    agents: undefined,
    contactsPerAgent: 1,
    ...facts,
  });
const rankOf = (at: number): string => entry('me', at).rank;

test('who stands ahead is known by how long they have waited, and whether they hold the line or a callback holds their place', () => {
  const kept = entry('kept', -50, { keepsPlaceSince: later(-50) });
  expect(place({}, [...four.slice(2), kept]).ahead).toEqual([
    { elapsedSeconds: 200, holdsCallback: false },
    { elapsedSeconds: 100, holdsCallback: false },
    { elapsedSeconds: 50, holdsCallback: true },
  ]);
  expect(place({}, [entry('ours', 3)]).ahead).toEqual([{ elapsedSeconds: 0, holdsCallback: false }]);
});

test('of equal ranks neither is before the other', () => {
  expect(place({ ownRank: rankOf(-200) }).ahead).toHaveLength(2);
});

test('those whom Connect counts and the index does not show stand somewhere: ahead of who joins, in proportion within', () => {
  expect(place({ queueSize: 8 }).aheadBeyond).toBe(4);
  // Two of four are ahead, so two of the four unseen are; Connect counts the contact itself, too.
  expect(place({ queueSize: 9, ownRank: rankOf(-250) }).aheadBeyond).toBe(2);
  expect(place({ queueSize: 9, ownRank: rankOf(-50) }).aheadBeyond).toBe(4);
  expect(place({ queueSize: 5, ownRank: rankOf(-250) }, []).aheadBeyond).toBe(2);
  expect(place({ queueSize: 4 }).aheadBeyond).toBe(0);
});

test('more pages than were read hide no ghosts; a queue that Connect says is empty hides all', () => {
  expect(place({ queueSize: 1, page: { entries: four, more: true } }).ahead).toHaveLength(4);
  expect(place({ queueSize: 0 }).ahead).toHaveLength(0);
  expect(place({ queueSize: 4 }).ahead).toHaveLength(4);
});

test('an entry is too young to be a ghost for fifteen seconds after it was queued, or else ranked', () => {
  const withOne = (young: WaitingEntry): number => place({ queueSize: 3 }, [...four.slice(1), young]).ahead.length;
  expect(withOne(entry('new', -14))).toBe(4);
  expect(withOne(entry('new', -15))).toBe(3);
  // Moved from another queue: its place is older than its stay here.
  expect(withOne(entry('moved', -500, { queuedAt: later(-5) }))).toBe(4);
  const { queuedAt: _queued, ...provisional } = entry('asked', -5, { provisionalUntil: later(60) });
  expect(withOne(provisional)).toBe(4);
});

test('a provisional entry counts until its time is over, a queued one always', () => {
  const { queuedAt: _queued, ...asked } = entry('asked', -30);
  expect(isLive({ ...asked, provisionalUntil: later(1) }, noon)).toBe(true);
  expect(isLive({ ...asked, provisionalUntil: noon }, noon)).toBe(false);
  expect(isLive(asked, noon)).toBe(false);
  expect(isLive(entry('queued', -30, { provisionalUntil: later(-1) }), noon)).toBe(true);
});

test('what other queues take, and who overtakes, is handed on; none where nothing is known', () => {
  expect(place()).toMatchObject({ sharedAhead: 0, overtakingPerSecond: 0, contactsPerAgent: 1, agents: undefined });
  expect(place({ sharedAhead: 3, overtakingPerSecond: 0.1 })).toMatchObject({
    sharedAhead: 3,
    overtakingPerSecond: 0.1,
  });
});

test('the plan is restated for those who serve now: no more than are staffed, nor than are there', () => {
  const plan = {
    generatedAt: noon,
    agents: [
      { startsAt: later(-600), agents: 10 },
      { startsAt: later(600), agents: 20 },
    ],
    freeSlots: [],
  };
  const inTen = (staffed: number, available: number, busy: number) =>
    place({ plan, agents: { staffed, available, busy } }).plan?.[0]?.agents;
  expect(inTen(10, 2, 8)).toBe(20);
  expect(inTen(12, 1, 4)).toBe(10);
  expect(inTen(8, 2, 8)).toBe(16);
});

/** How many stand ahead, seen or not. */
const aheadOf = (entries: WaitingEntry[], facts: Partial<PlaceSituation> = {}): number => {
  const { ahead, aheadBeyond } = place(facts, entries);
  return ahead.length + aheadBeyond;
};

describe('the place in the queue', () => {
  const queue = Array.from({ length: 10 }, (_, index) => entry(`c${index}`, -600 + index * 50));

  test('is behind all who stand there', () => {
    expect(aheadOf(queue)).toBe(10);
    expect(aheadOf(queue, { queueSize: 10 })).toBe(10);
  });

  test('within the queue only those before count', () => {
    expect(aheadOf(queue, { ownRank: entry('me', -380).rank, queueSize: 11 })).toBe(5);
  });

  test('entries that Connect does not count are ghosts, the oldest first', () => {
    expect(aheadOf(queue, { queueSize: 7 })).toBe(7);
  });

  test('entries too young for Connect’s count are no ghosts', () => {
    expect(aheadOf([...queue, entry('new', -3)], { queueSize: 10 })).toBe(11);
  });

  test('contacts that Connect counts and the index does not show yet stand ahead as well', () => {
    expect(aheadOf(queue, { queueSize: 14 })).toBe(14);
  });

  test('a provisional entry nobody confirmed is nobody', () => {
    const { queuedAt: _queuedAt, ...provisional } = entry('p', -100, { provisionalUntil: later(-1) });
    expect(aheadOf([...queue, provisional])).toBe(10);
  });

  test('the contact itself never stands before itself', () => {
    expect(aheadOf([...queue, entry('me', -700)])).toBe(10);
  });
});
