import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countDeflection,
  type DeflectionCounts,
  deflectionOf,
  explorationShare,
  offerShare,
  offersFor,
  offerTaken,
  outcomeOfOffer,
} from '../../../core/offers/deflection.ts';
import { randomStream } from '../../../core/random/stream.ts';
import { addSeconds, hours, instant, seconds } from '../../../core/time/units.ts';
import { aContact } from '../../adapters/rows.ts';

const took = instant(Date.UTC(2026, 2, 10, 17));
const hoursLater = (count: number) => addSeconds(took, hours(count));

describe('what came of an offer that was taken', () => {
  const taken = { tookAt: took, came: true, overAt: hoursLater(1), nextContactAt: undefined };
  test.each([
    [
      'nothing is known while it is not over',
      { ...taken, came: undefined, overAt: undefined },
      hoursLater(100),
      'not-known',
    ],
    ['nor before silence has lasted a day', taken, hoursLater(24), 'not-known'],
    ['a day of silence is solved', taken, hoursLater(25), 'solved'],
    ['seven days of it are solved for a week', taken, hoursLater(1 + 7 * 24), 'solved-for-a-week'],
    ['back within the day', { ...taken, nextContactAt: hoursLater(20) }, hoursLater(30), 'came-back'],
    ['back while it was still open', { ...taken, nextContactAt: hoursLater(0.5) }, hoursLater(30), 'came-back'],
    [
      'back within the week is solved for the day',
      { ...taken, nextContactAt: hoursLater(60) },
      hoursLater(400),
      'solved',
    ],
    ['back at the last second of the day', { ...taken, nextContactAt: hoursLater(25) }, hoursLater(30), 'came-back'],
    [
      'back a second later',
      { ...taken, nextContactAt: addSeconds(hoursLater(25), seconds(1)) },
      hoursLater(30),
      'solved',
    ],
    [
      'back at the last second of the week',
      { ...taken, nextContactAt: hoursLater(1 + 7 * 24) },
      hoursLater(400),
      'solved',
    ],
    [
      'back after the week',
      { ...taken, nextContactAt: addSeconds(hoursLater(1 + 7 * 24), seconds(1)) },
      hoursLater(400),
      'solved-for-a-week',
    ],
    ['over, but nobody knows how', { ...taken, came: undefined }, hoursLater(100), 'not-known'],
    ['made, and not over', { ...taken, overAt: undefined }, hoursLater(100), 'not-known'],
    [
      'never made, and back within the day',
      { ...taken, came: false, nextContactAt: hoursLater(2) },
      hoursLater(30),
      'came-back',
    ],
    ['never made: abandoned midway', { ...taken, came: false }, hoursLater(30), 'abandoned'],
  ])('%s', (_story, contact, now, expected) => {
    expect(deflectionOf(contact, now)).toBe(expected);
  });
});

describe('the outcome of a contact’s offer', () => {
  const row = aContact({
    choice: 'callback',
    choseAt: took,
    callbackKind: 'keeps-place',
    callbackSpoke: true,
    callbackOverAt: hoursLater(1),
    callbackPromise: 'kept',
  });

  test('is of the offer by its callback’s kind', () => {
    expect(outcomeOfOffer(row, undefined, hoursLater(30))).toEqual({ offer: 'callback', deflection: 'solved' });
    expect(outcomeOfOffer({ ...row, callbackKind: 'window' }, hoursLater(3), hoursLater(30))).toEqual({
      offer: 'window',
      deflection: 'came-back',
    });
    expect(offerTaken({ ...row, callbackKind: 'next-opening' })).toBe('window');
  });

  test('is none where no offer was taken, or its customer took it back', () => {
    const { choseAt: _chose, ...unchosen } = row;
    const { callbackKind: _kind, ...kindless } = row;
    for (const none of [aContact(), { ...row, choice: 'hold' as const }, unchosen, kindless])
      expect(outcomeOfOffer(none, undefined, hoursLater(30))).toBeUndefined();
    expect(outcomeOfOffer({ ...row, callbackPromise: 'withdrawn' }, undefined, hoursLater(30))).toBeUndefined();
  });

  test('is counted once it is known', () => {
    const counts = { solved: 4, failed: 2 };
    expect(countDeflection(counts, 'not-known')).toEqual(counts);
    expect(countDeflection(counts, 'solved')).toEqual({ solved: 5, failed: 2 });
    expect(countDeflection(counts, 'solved-for-a-week')).toEqual({ solved: 5, failed: 2 });
    expect(countDeflection(counts, 'came-back')).toEqual({ solved: 4, failed: 3 });
    expect(countDeflection(counts, 'abandoned')).toEqual({ solved: 4, failed: 3 });
  });
});

/** A channel whose users come back with this probability, offered by the rule as its outcomes come in. */
function plant(failure: number, outcomes: number, seed: number): { shares: number[]; counts: DeflectionCounts } {
  const chance = randomStream(seed, 'planted channel');
  const counts = { solved: 0, failed: 0 };
  const shares = [1];
  while (counts.solved + counts.failed < outcomes) {
    if (chance.uniform() < failure) counts.failed += 1;
    else counts.solved += 1;
    shares.push(offerShare(counts));
  }
  return { shares, counts };
}

describe('an offer that keeps failing is made less', () => {
  const seeds = Array.from({ length: 200 }, (_, seed) => seed + 1);

  test('a planted channel whose users come back in 60 of 100 cases is below half its share after 100 outcomes', () => {
    const shares = seeds.map((seed) => plant(0.6, 100, seed).shares.at(-1) ?? 1);
    expect(shares.filter((share) => share < 0.5).length / seeds.length).toBeGreaterThanOrEqual(0.99);
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(explorationShare);
  });

  test('a good channel keeps its share', () => {
    const shares = seeds.map((seed) => plant(0.15, 100, seed).shares.at(-1) ?? 0);
    expect(shares.filter((share) => share === 1).length / seeds.length).toBeGreaterThanOrEqual(0.99);
  });

  test('known answers: 60 of 100 failed 0.2857; nobody solved 0.05; nothing known 1', () => {
    expect(offerShare({ solved: 40, failed: 60 })).toBeCloseTo(0.2857, 4);
    expect(offerShare({ solved: 0, failed: 100 })).toBe(explorationShare);
    expect(offerShare({ solved: 0, failed: 0 })).toBe(1);
    // Three failures in a row prove nothing yet.
    expect(offerShare({ solved: 1, failed: 1 })).toBe(1);
  });

  test('more failures never raise the share, and it stays within exploration and 1', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (solved, failed) => {
        const share = offerShare({ solved, failed });
        expect(share).toBeGreaterThanOrEqual(explorationShare);
        expect(share).toBeLessThanOrEqual(1);
        expect(offerShare({ solved, failed: failed + 1 })).toBeLessThanOrEqual(share + 1e-12);
      }),
    );
  });

  test('a share of contacts is offered it, always the same ones', () => {
    const chanceOf = (contact: number) => () => randomStream(0, `contact-${contact} window`).uniform();
    const made = Array.from({ length: 2000 }, (_, contact) =>
      offersFor(['window'], { window: 0.25 }, chanceOf(contact)),
    );
    expect(made.filter((offers) => offers.length > 0).length / 2000).toBeCloseTo(0.25, 1);
    expect(made[7]).toEqual(offersFor(['window'], { window: 0.25 }, chanceOf(7)));
  });
});
