import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Channel } from '../../../core/contacts/channel.ts';
import { deriveContact } from '../../../core/contacts/derive.ts';
import { followUpOf } from '../../../core/contacts/effort.ts';
import { intervalFigures } from '../../../core/contacts/intervals.ts';
import { digestOf, matterOf } from '../../../core/contacts/journey.ts';
import * as kpi from '../../../core/kpi/figures.ts';
import { type Sums, sumIntervals } from '../../../core/kpi/sums.ts';
import type { ContactRow } from '../../../core/rows/contact.ts';
import type { ContactDigest, Journey } from '../../../core/rows/journey.ts';
import { addSeconds, hours, type Instant, instant, seconds } from '../../../core/time/units.ts';

type Told = [
  customer: number | null,
  askedHours: number,
  channel: Channel,
  queue: string,
  outcome: 'answered' | 'abandoned',
  waitSeconds: number,
  expectationSeconds: number | null,
  menuAsked: boolean,
  goesOnFrom: number | null,
  how: 'moved' | 'passed' | null,
];

interface Golden {
  stories: Told[][];
  cases: {
    story: number;
    queue: string;
    from: number;
    until: number;
    now: number;
    figures: Record<string, number | null>;
  }[];
}

/** Worked out by effortOracle.py beside it. */
const golden = JSON.parse(readFileSync(new URL('effort.generated.json', import.meta.url), 'utf8')) as Golden;

const start = instant(Date.UTC(2026, 8, 1));
const hour = (count: number): Instant => addSeconds(start, hours(count));
const lineOf = (queue: string): string => (queue === 'returns' ? 'service' : queue);
const keyOf = (customer: number): string => `k1.${customer}`;

/** The facts a contact of that fate has, as quote-wait, the web desk and events leave them. */
function rowOf(told: Told, index: number, journey: Journey): ContactRow {
  const [customer, asked, channel, queue, outcome, wait, expectation, menuAsked, from, how] = told;
  const quotedAt = hour(asked);
  const over = addSeconds(quotedAt, seconds(wait));
  const repeatOf = how === null ? matterOf(journey, lineOf(queue), lineOf, quotedAt)?.latest.contactId : undefined;
  return deriveContact({
    schemaVersion: 1,
    version: 1,
    contactId: `contact-${index}`,
    channel,
    askedQueue: queue,
    quotedAt,
    ...(customer === null ? {} : { customerKey: keyOf(customer) }),
    ...(expectation === null ? {} : { expectationSeconds: seconds(expectation) }),
    ...(menuAsked ? { menuAsked } : {}),
    ...(how === 'moved' ? { movedFrom: `contact-${from}` } : {}),
    ...(how === 'passed' ? { initiationMethod: 'TRANSFER', previousContactId: `contact-${from}` } : {}),
    ...(repeatOf === undefined || customer === null ? {} : { repeatOf }),
    ...(outcome === 'answered' ? { answeredAt: over } : {}),
    endedAt: over,
    expiresAt: 0,
  });
}

/** Contact by contact in the order of time, each finding the journey those before it left. */
function live(story: readonly Told[]): { rows: ContactRow[]; journeys: Map<string, Journey> } {
  const digests = new Map<string, ContactDigest[]>();
  const rows = story.map((told, index) => {
    const key = told[0] === null ? undefined : keyOf(told[0]);
    const before = key === undefined ? [] : (digests.get(key) ?? []);
    const row = rowOf(told, index, { digests: before });
    const digest = digestOf(row);
    if (key !== undefined && digest) digests.set(key, [...before, digest]);
    return row;
  });
  return { rows, journeys: new Map([...digests].map(([key, list]) => [key, { digests: list }])) };
}

const lived = (story: number): ReturnType<typeof live> => live(golden.stories[story] ?? []);
const rules = { thresholdSeconds: seconds(20), shortAbandonSeconds: seconds(5) };

function sumsOf(each: Golden['cases'][number]): Sums {
  const { rows, journeys } = lived(each.story);
  const own = rows.filter(
    ({ queue, askedAt }) =>
      queue === each.queue && (askedAt ?? 0) >= hour(each.from) && (askedAt ?? 0) < hour(each.until),
  );
  const followed = followUpOf(own, (key) => journeys.get(key), lineOf, hour(each.now));
  return sumIntervals([{ ...intervalFigures(start, own, rules), ...followed }]);
}

const functions = kpi as unknown as Record<string, (given: Sums) => number | undefined>;

describe.each(golden.cases.map((each, index) => [index, each] as const))('case %i', (_index, each) => {
  test.each(Object.entries(each.figures))('%s is what was worked out by hand', (name, expected) => {
    const value = functions[name]?.(sumsOf(each));
    if (expected === null) expect(value).toBeUndefined();
    else expect(Math.abs((value ?? Number.NaN) - expected)).toBeLessThanOrEqual(1e-9);
  });
});

test('the last seven days are censored: nothing is said of contacts that may still be followed', () => {
  const { rows } = lived(1);
  const fresh = followUpOf(rows, () => undefined, lineOf, rows[0]?.askedAt ?? start);
  expect(fresh).toEqual({ watchedCount: 0, cameBackCount: 0, watchedLongCount: 0, otherIssueCount: 0 });
  expect(kpi.settledAtOnceShare(sumIntervals([fresh]))).toBeUndefined();
});
