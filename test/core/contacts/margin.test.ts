import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runMargin } from '../../../bench/marginCase.ts';
import { type Asked, isShrinking, marginAt, marginBounds, marginCounts } from '../../../core/contacts/margin.ts';
import { addSeconds, seconds } from '../../../core/time/units.ts';
import { noon } from '../../adapters/rows.ts';

const expectation = seconds(120);
const ago = (secondsAgo: number) => addSeconds(noon, seconds(-secondsAgo));
const answered = (askedAgo: number, wait: number): Asked => ({
  askedAt: ago(askedAgo),
  answeredAt: addSeconds(ago(askedAgo), seconds(wait)),
});
const many = (count: number, each: (index: number) => Asked): Asked[] =>
  Array.from({ length: count }, (_, i) => each(i));
const margin = (contacts: readonly Asked[]) => marginAt(contacts, expectation, noon);

describe('the margin that one contact in ten has less than', () => {
  test('of contacts answered is the expectation less their ninth tenth wait', () => {
    // Waits 1 to 20 s, long ago enough that no pace is asked for: 18 of 20 waited at most 18 s.
    expect(margin(many(20, (index) => answered(800, index + 1)))).toEqual({ seconds: 102, censored: false, count: 20 });
  });

  test('is not known of fewer than ten, nor of those who asked longer ago than a quarter of an hour', () => {
    expect(margin(many(9, () => answered(300, 10)))).toBeUndefined();
    expect(margin(many(50, () => answered(901, 10)))).toBeUndefined();
  });

  test('is known of ten, of whom the first asked less than a quarter of an hour ago and the last just now', () => {
    const eight = many(8, () => answered(300, 10));
    expect(margin([...eight, answered(899, 10), answered(0, 0)])?.count).toBe(10);
    expect(margin([...eight, answered(900, 10), answered(0, 0)])).toBeUndefined();
    expect(margin([...eight, answered(899, 10), answered(-1, 0)])).toBeUndefined();
  });

  test('shrinks with each minute that a line stands still, and says that the end is not known', () => {
    const standing = many(12, (index) => ({ askedAt: ago(200 - index) }));
    expect(margin(standing)).toEqual({ seconds: -80, censored: true, count: 12 });
    expect(marginAt(standing, expectation, addSeconds(noon, seconds(60)))?.seconds).toBe(-140);
  });

  test('reckons with the pace for those who wait still', () => {
    // Ten answered in the last five minutes at once: one in 30 s. The third in line has 90 s to go.
    const pace = many(10, (index) => answered(290 - index * 20, 0));
    const waiting = many(3, (index) => ({ askedAt: ago(30 - index) }));
    expect(margin([...pace, ...waiting])?.seconds).toBeCloseTo(120 - (29 + 60), 6);
  });

  test('and the pace is that of the last five minutes, the first moment left out and this one counted', () => {
    const before = many(9, () => answered(800, 10));
    const waiting = many(2, () => ({ askedAt: noon }));
    const paceOf = (more: Asked): number => 120 - (margin([...before, more, ...waiting])?.seconds ?? Number.NaN);
    // One answer in 300 s: the first who asks now waits so long. With none nobody knows, and the longest known wait is told.
    expect(paceOf(answered(309, 10))).toBe(300);
    expect(paceOf(answered(310, 10))).toBe(10);
    expect(paceOf(answered(10, 10))).toBe(300);
    // Asked before, answered later than now: waits still, behind nobody.
    expect(margin([...before, answered(10, 20), ...many(3, () => ({ askedAt: ago(40) }))])?.seconds).toBe(80);
  });

  test('those who wait are answered in the order in which they asked, whatever the order they are told in', () => {
    const pace = many(10, (index) => answered(290 - index * 20, 0));
    const waiting = many(3, (index) => ({ askedAt: ago(30 + 10 * index) }));
    expect(margin([...pace, ...waiting])).toEqual(margin([...waiting.reverse(), ...pace]));
    expect(margin([...waiting, ...pace])?.seconds).toBeCloseTo(120 - (40 + 60), 6);
  });

  test('who left first leaves the others as they are: of ten who waited 5 to 90 s one in ten has ten seconds less than 100', () => {
    const served = many(9, (index) => answered(800, 10 * (index + 1)));
    expect(margin([...served, { askedAt: ago(800), leftAt: ago(795) }])?.seconds).toBe(30);
    // Who leaves later than now waits still.
    const going: Asked = { askedAt: ago(5), leftAt: ago(-1) };
    expect(margin([...served, going])).toEqual(margin([...served, { askedAt: ago(5) }]));
    const gone: Asked = { askedAt: ago(5), leftAt: noon };
    expect(margin([...many(9, () => answered(200, 100)), gone])?.seconds).toBe(20);
  });

  test('who left waited at least so long: no more is said of them', () => {
    const left = many(5, () => ({ askedAt: ago(600), leftAt: ago(560) }));
    expect(margin([...many(20, () => answered(800, 10)), ...left])?.seconds).toBe(80);
  });

  test('holds each contact against its own expectation', () => {
    const usual = many(18, () => answered(800, 10));
    const soonMissed = many(2, () => ({ ...answered(800, 10), expectationSeconds: seconds(15) }));
    expect(margin([...usual, ...soonMissed])).toEqual({ seconds: 110, censored: false, count: 20 });
    expect(margin([...usual, ...soonMissed, ...soonMissed])?.seconds).toBe(5);
  });

  test('is never more than the expectation, and never more with one more who waits long', () => {
    const contacts = fc.array(
      fc.record({ askedAgo: fc.integer({ min: 1, max: 899 }), wait: fc.integer({ min: 0, max: 899 }) }),
      { minLength: 10, maxLength: 40 },
    );
    fc.assert(
      fc.property(contacts, (list) => {
        const asked = list.map(({ askedAgo, wait }) => answered(askedAgo, Math.min(wait, askedAgo)));
        const found = margin(asked)?.seconds ?? 0;
        expect(found).toBeLessThanOrEqual(expectation);
        expect(margin([...asked, answered(899, 899)])?.seconds).toBeLessThanOrEqual(found);
      }),
    );
  });
});

test('margins of answered contacts are counted by the share of the expectation that was left', () => {
  const row = (wait: number) => ({
    expectationSeconds: expectation,
    askedAt: ago(500),
    answeredAt: addSeconds(ago(500), seconds(wait)),
  });
  expect(marginBounds).toEqual([-1, -0.5, 0, 0.25, 0.5, 0.75]);
  expect(marginCounts([row(300), row(190), row(130), row(120), row(100), row(70), row(40), row(0)])).toEqual([
    1, 1, 1, 2, 1, 1, 1,
  ]);
  expect(marginCounts([{ askedAt: noon, answeredAt: noon }])).toEqual([0, 0, 0, 0, 0, 0, 0]);
  const expectationSeconds = seconds(60);
  expect(marginCounts([{ expectationSeconds, answeredAt: noon }])).toEqual([0, 0, 0, 0, 0, 0, 0]);
  expect(marginCounts([{ expectationSeconds, askedAt: noon }])).toEqual([0, 0, 0, 0, 0, 0, 0]);
});

describe('whether the queue is about to fail its customers', () => {
  const expectation = { waitSeconds: 180, marginSeconds: 90 };
  const left = (seconds_: number) => ({ seconds: seconds(seconds_), censored: false, count: 40 });

  test('while one in ten has enough left nothing shrinks, whatever whoever asks now will wait', () => {
    expect(isShrinking(left(90), expectation, 600)).toBe(false);
  });
  test('a line that is worked off again is no reason to call anybody', () => {
    expect(isShrinking(left(80), expectation, 60)).toBe(false);
    expect(isShrinking(left(80), expectation, 103)).toBe(false);
    expect(isShrinking(left(80), expectation, 104)).toBe(true);
  });
  test('half of it gone, or nothing known of whoever asks now: the margin says it alone', () => {
    expect(isShrinking(left(44), expectation, 10)).toBe(true);
    expect(isShrinking(left(45), expectation, 10)).toBe(false);
    expect(isShrinking(left(45), { waitSeconds: 180, marginSeconds: 100 }, 95)).toBe(true);
    expect(isShrinking(left(55), { waitSeconds: 180, marginSeconds: 100 }, 95)).toBe(true);
    expect(isShrinking(left(89), expectation, undefined)).toBe(true);
  });
});

describe('on the twin (npm run bench:margin runs 20 of each)', () => {
  test.each([1, 2, 3])('in surge %i the margin tells at least five minutes before expectation met falls', (seed) => {
    const { firedAtSeconds = 0, fellAtSeconds = 0 } = runMargin('surge', seed, 90);
    expect(firedAtSeconds).toBeGreaterThan(7200);
    expect(fellAtSeconds - firedAtSeconds).toBeGreaterThanOrEqual(300);
  });

  test.each([1, 2, 3])('normal day %i raises no false one', (seed) => {
    expect(runMargin('normal', seed, 90).firedAtSeconds).toBeUndefined();
  });
});
