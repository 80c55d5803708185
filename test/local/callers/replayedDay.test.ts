import { expect, test } from 'vitest';
import { parseCallLog, type RecordedContact, waitOf } from '../../../local/callers/callLog.ts';
import { replayedDay } from '../../../local/callers/replayedDay.ts';

const clock = (minute: number, offset = '-05:00'): string =>
  `2026-01-12T${String(9 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00${offset}`;

/** A log of `count` calls a minute apart, every fourth given up after three minutes, the others answered after two. */
function aLog(count: number, { agents = 4, offset = '-05:00' } = {}): RecordedContact[] {
  const rows = Array.from({ length: count }, (_, minute) => {
    const gaveUp = minute % 4 === 3;
    const times = gaveUp
      ? [clock(minute, offset), clock(minute, offset), '', clock(minute + 3, offset)]
      : [
          clock(minute, offset),
          clock(minute, offset),
          clock(minute + 2, offset),
          clock(minute + 5 + (minute % 3), offset),
        ];
    return [
      `c${minute}`,
      'service',
      'voice',
      ...times,
      gaveUp ? 'abandoned' : 'answered',
      gaveUp ? '' : `A${minute % agents}`,
    ];
  });
  const head = 'contactId,queue,channel,arrivedAt,queuedAt,answeredAt,endedAt,outcome,agentId';
  return parseCallLog([head, ...rows.map((row) => row.join(','))].join('\n'), 'log.csv');
}

const options = { seed: 7, timeZone: 'America/New_York' };

test('what was seen is replayed as seen: arrivals, handle times, the patience of those who gave up', () => {
  const log = aLog(40);
  const { contacts } = replayedDay(log, options);
  expect(contacts.map((contact) => contact.at)).toEqual(log.map((contact) => contact.arrivedAt));
  for (const [index, recorded] of log.entries()) {
    const contact = contacts[index];
    if (recorded.outcome === 'abandoned') expect(contact?.patienceSeconds).toBe(180);
    else expect(contact?.handleSeconds).toBe(180 + 60 * (index % 3));
  }
});

test('patience not seen exceeds the wait that was borne; a handle time not seen is one of those that were', () => {
  const log = aLog(40);
  for (const [index, contact] of replayedDay(log, options).contacts.entries()) {
    const recorded = log[index] as RecordedContact;
    if (recorded.outcome === 'answered') expect(contact.patienceSeconds).toBeGreaterThan(waitOf(recorded) as number);
    else expect([180, 240, 300]).toContain(contact.handleSeconds);
  }
});

test('nine tenths of the agents seen serving work, the remainder of rounding carried on', () => {
  const { staffing } = replayedDay(aLog(120, { agents: 6 }), options);
  // 6 × 0.9 = 5.4 in each of four half hours: 5, 6 (5.8), 5 (5.2), 6 (5.6), then whoever ends the last calls.
  expect(staffing?.slice(0, 4).map((step) => step.agents)).toEqual([5, 6, 5, 6]);
  expect(staffing?.at(-1)?.agents).toBe(0);
});

test('a day recorded elsewhere keeps its time of day, across a clock change and in the zone of the center', () => {
  const there = replayedDay(aLog(4, { offset: '+02:00' }), options).contacts[0];
  expect(there?.at).toBe(Date.parse('2026-01-12T09:00:00-05:00'));
  const utc = replayedDay(aLog(4, { offset: 'Z' }), options).contacts[0];
  expect(utc?.at).toBe(Date.parse('2026-01-12T09:00:00Z'));
});

test('who never reached a queue or an agent is counted, not dialled', () => {
  const log = aLog(4);
  const menu = {
    ...(log[0] as RecordedContact),
    contactId: 'menu',
    queuedAt: undefined,
    answeredAt: undefined,
    outcome: 'other' as const,
  };
  const traffic = replayedDay([...log, menu], options);
  expect(traffic.contacts).toHaveLength(4);
  expect(traffic.neverQueued).toBe(1);
});

test('a seed gives the same day, another seed other choices of the same callers', () => {
  const log = aLog(60);
  expect(replayedDay(log, options)).toEqual(replayedDay(log, options));
  expect(replayedDay(log, { ...options, seed: 8 }).contacts).not.toEqual(replayedDay(log, options).contacts);
});

test('37 in 100 callers would take a callback, 93 in 100 of the called pick up', () => {
  const many = Array.from({ length: 400 }, (_, seed) => replayedDay(aLog(40), { ...options, seed }).contacts).flat();
  const share = (of: 'takesCallback' | 'answersCallback') => many.filter((contact) => contact[of]).length / many.length;
  expect(share('takesCallback')).toBeCloseTo(0.37, 1.7);
  expect(share('answersCallback')).toBeCloseTo(0.93, 1.7);
});
