import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { deriveContact } from '../../../core/contacts/derive.ts';
import { intervalFigures } from '../../../core/contacts/intervals.ts';
import * as kpi from '../../../core/kpi/figures.ts';
import { intervalsOfDay, type Sums, sumIntervals } from '../../../core/kpi/sums.ts';
import type { ContactRow } from '../../../core/rows/contact.ts';
import { intervalStartOf } from '../../../core/rows/keys.ts';
import { addSeconds, instant, type Seconds, seconds } from '../../../core/time/units.ts';

type Outcome = 'answered' | 'abandoned' | 'callback' | 'overflowed' | 'waiting' | 'moved';
type Told = [
  outcome: Outcome,
  asked: number,
  until: number,
  handle: number | null,
  expectation: number | null,
  told: number | null,
];

interface Golden {
  thresholdSeconds: Seconds;
  shortAbandonSeconds: Seconds;
  days: { timeZone: string; date: string; contacts: Told[]; figures: Record<string, number | null> }[];
}

/** Worked out by oracle.py beside it. */
const golden = JSON.parse(readFileSync(new URL('golden.generated.json', import.meta.url), 'utf8')) as Golden;

/** The facts a contact of that fate has, as events leave them. */
function contactOf([outcome, asked, until, handle, expectation, told]: Told, index: number): ContactRow {
  const quotedAt = instant(asked * 1000);
  const then = addSeconds(quotedAt, seconds(until));
  const facts: { [Fate in Outcome]: Partial<ContactRow> } = {
    answered: {
      answeredAt: then,
      ...(handle === null ? {} : { endedAt: then, completedAt: addSeconds(then, seconds(handle)) }),
    },
    abandoned: { endedAt: then, disconnectReason: 'CUSTOMER_DISCONNECT' },
    callback: { choice: 'callback', choseAt: then, endedAt: then },
    overflowed: { endedAt: then, disconnectReason: 'CONTACT_FLOW_DISCONNECT' },
    waiting: {},
    moved: { choice: 'move', choseAt: then },
  };
  const quote = told === null ? [] : [{ askedAt: quotedAt, toldBoundSeconds: seconds(told) }];
  return deriveContact({
    schemaVersion: 1,
    version: 1,
    contactId: `contact-${index}`,
    channel: 'voice',
    askedQueue: 'service',
    quotedAt,
    quotes: quote as NonNullable<ContactRow['quotes']>,
    ...(expectation === null ? {} : { expectationSeconds: seconds(expectation) }),
    ...facts[outcome],
    expiresAt: 0,
  });
}

function sumsOf({ contacts, date, timeZone }: Golden['days'][number]): Sums {
  const byInterval = Map.groupBy(contacts.map(contactOf), ({ askedAt }) => intervalStartOf(askedAt ?? instant(0)));
  const intervals = [...byInterval].map(([startsAt, own]) => intervalFigures(startsAt, own, golden));
  return sumIntervals(intervalsOfDay(intervals, date, timeZone));
}

const functions: Record<string, (given: Sums) => number | undefined> = { ...kpi, ...kpi.serviceLevels } as never;

describe.each(golden.days.map((day) => [`${day.date} in ${day.timeZone}`, day] as const))('%s', (_name, day) => {
  test.each(Object.entries(day.figures))('%s is what was worked out by hand', (name, expected) => {
    const value = functions[name]?.(sumsOf(day));
    if (expected === null) expect(value).toBeUndefined();
    else expect(Math.abs((value ?? Number.NaN) - expected)).toBeLessThanOrEqual(1e-9);
  });
});

test('one set of data has seven service levels, from 68 % to 86 %', () => {
  // ICMI's sample, with 200 callbacks of which 150 were accepted within the threshold.
  const sums = sumIntervals([
    {
      answeredCount: 1000,
      answeredWithinThresholdCount: 860,
      abandonedCount: 60,
      abandonedWithinThresholdCount: 20,
      abandonedShortCount: 10,
      callbackCount: 200,
      callbackWithinThresholdCount: 150,
    },
  ]);
  const shown = Object.entries(kpi.serviceLevels).map(([name, level]) => [name, (100 * (level(sums) ?? 0)).toFixed(2)]);
  expect(Object.fromEntries(shown)).toEqual({
    nohold: '81.90',
    answeredOnly: '86.00',
    abandonsNegative: '81.13',
    abandonsPositive: '83.02',
    lateAbandonsNegative: '82.69',
    callbacksNegative: '68.25',
    connect: '81.75',
  });
});

test('intervals of an older version, with figures missing, count those as nothing', () => {
  expect(sumIntervals([{ offeredCount: 3 }, { offeredCount: 4, answeredCount: 2 }])).toMatchObject({
    offeredCount: 7,
    answeredCount: 2,
    abandonedShortCount: 0,
  });
});

test('callbacks are kept when both spoke in time; rung in time is told apart, and nothing is known of none', () => {
  const sums = sumIntervals([{ callbacksKeptCount: 6, callbacksBrokenCount: 2, callbacksRungInTimeCount: 7 }]);
  expect(kpi.callbacksKeptShare(sums)).toBe(0.75);
  expect(kpi.callbacksRungInTimeShare(sums)).toBe(0.875);
  expect(kpi.callbacksKeptShare(sumIntervals([]))).toBeUndefined();
});
