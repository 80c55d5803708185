import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clearlyBeyond, decideOffer, type OfferSituation } from '../../../core/offers/decision.ts';
import { decideTelling } from '../../../core/offers/requote.ts';
import { sayDuration, sayRange, sayTime, spokenNear, spokenUp } from '../../../core/offers/say.ts';
import { predictWait } from '../../../core/prediction/predictWait.ts';
import { initialWaitModel } from '../../../core/prediction/waitModel.ts';
import { addSeconds, type Instant, instant, ratio, type Seconds, seconds } from '../../../core/time/units.ts';

const noon = instant(Date.UTC(2026, 2, 10, 17));
const later = (value: number): Instant => addSeconds(noon, seconds(value));

/** Prediction with so many ahead, four agents, all busy. */
const predictedBehind = (aheadBeyond: number) =>
  predictWait(
    { ahead: [], aheadBeyond, agents: { staffed: 4, available: 0, busy: 4 }, contactsPerAgent: 1 },
    initialWaitModel('voice'),
  );

const situation = (facts: Partial<OfferSituation> = {}): OfferSituation => ({
  predicted: predictedBehind(20),
  boundSeconds: seconds(1200),
  expectation: { waitSeconds: seconds(60), confidence: ratio(0.8) },
  elapsedSeconds: seconds(0),
  offers: ['callback', 'window'],
  windowFree: true,
  textReaches: true,
  emailReaches: true,
  customerHasOpenCallback: false,
  mayRingThen: true,
  closesInSeconds: undefined,
  declinedBoundSeconds: undefined,
  lapsingBoundSeconds: undefined,
  ...facts,
});

describe('the offer', () => {
  test.each<[string, Partial<OfferSituation>, object]>([
    ['is made when the wait would exceed the expectation', {}, { kind: 'offer' }],
    [
      'is not made within the expectation',
      { expectation: { waitSeconds: seconds(3600), confidence: ratio(0.8) } },
      { reason: 'within-expectation' },
    ],
    ['is not made where the queue makes none', { offers: [] }, { reason: 'not-offered-here' }],
    [
      'is not made for an unknown wait',
      { predicted: { kind: 'unknown', reason: 'no-agents' }, boundSeconds: undefined },
      { reason: 'wait-unknown' },
    ],
    [
      'is not made when it could not be kept before closing',
      { closesInSeconds: seconds(1499), windowFree: false },
      { reason: 'queue-closing' },
    ],
    ['is made when it just can', { closesInSeconds: seconds(1500) }, { kind: 'offer' }],
    [
      'is not made when the telephone may not ring then',
      { mayRingThen: false, windowFree: false },
      { reason: 'too-late-to-ring' },
    ],
    [
      'is of a time that suits alone when the place could not be kept before closing',
      { closesInSeconds: seconds(1499) },
      { kind: 'offer', offers: ['window'] },
    ],
    [
      'is of a time that suits alone when the bound is beyond a day: nothing could be promised by it',
      { boundSeconds: seconds(90_000) },
      { kind: 'offer', offers: ['window'] },
    ],
    ['is of the place at a day', { boundSeconds: seconds(86_400) }, { kind: 'offer', offers: ['callback', 'window'] }],
    [
      'is not made where only the place is offered and the bound is beyond a day',
      { boundSeconds: seconds(90_000), offers: ['callback'] },
      { reason: 'wait-unknown' },
    ],
    ['is of the place alone when no window has room', { windowFree: false }, { kind: 'offer', offers: ['callback'] }],
    [
      'names both in the order of the settings',
      { offers: ['window', 'callback'] },
      { kind: 'offer', offers: ['window', 'callback'] },
    ],
    [
      'is not made where only windows are offered and none has room',
      { offers: ['window'], windowFree: false },
      { reason: 'no-window' },
    ],
    ['is not repeated after it was declined', { declinedBoundSeconds: seconds(1200) }, { reason: 'declined-already' }],
    ['is repeated when the bound is clearly worse', { declinedBoundSeconds: seconds(900) }, { kind: 'offer' }],
    ['gives way to the callback that is open', { customerHasOpenCallback: true }, { kind: 'open-callback' }],
  ])('%s', (_story, facts, expected) => {
    expect(decideOffer(situation(facts))).toMatchObject(expected);
  });

  test('a queue that stands still brings the offer back when the told bound lapses, not before', () => {
    const standing = { boundSeconds: seconds(90), declinedBoundSeconds: seconds(90) };
    const at = (elapsed: number, lapsing?: number) =>
      decideOffer(
        situation({
          ...standing,
          elapsedSeconds: seconds(elapsed),
          lapsingBoundSeconds: lapsing === undefined ? undefined : seconds(lapsing),
        }),
      );
    expect(at(70)).toMatchObject({ kind: 'no-offer', reason: 'declined-already' });
    expect(at(70, 90)).toMatchObject({ kind: 'offer' });
    expect(at(50, 90)).toMatchObject({ kind: 'no-offer', reason: 'declined-already' });
  });

  test('the longer the queue, the sooner: once offered, a longer one is offered too', () => {
    let offered = false;
    for (let ahead = 0; ahead <= 40; ahead += 1) {
      const decision = decideOffer(situation({ predicted: predictedBehind(ahead), boundSeconds: seconds(600) }));
      if (offered) expect(decision.kind).toBe('offer');
      offered = decision.kind === 'offer';
    }
    expect(offered).toBe(true);
  });

  test('clearly beyond means a quarter more and a minute more', () => {
    expect(clearlyBeyond(seconds(119), seconds(60))).toBe(false);
    expect(clearlyBeyond(seconds(120), seconds(60))).toBe(true);
    expect(clearlyBeyond(seconds(740), seconds(600))).toBe(false);
    expect(clearlyBeyond(seconds(750), seconds(600))).toBe(true);
  });
});

describe('what is told while waiting', () => {
  const tell = (facts: Partial<Parameters<typeof decideTelling>[0]>) =>
    decideTelling({
      now: noon,
      lastToldAt: later(-90),
      toldUntil: later(300),
      boundSeconds: seconds(200),
      offerDue: false,
      ...facts,
    });

  test.each([
    ['nothing where nothing can be told', { toldUntil: undefined, boundSeconds: undefined }, 'silence'],
    [
      'that nothing can be told, with an offer',
      { toldUntil: undefined, boundSeconds: undefined, offerDue: true },
      'first-bound',
    ],
    ['a word of comfort once a minute', {}, 'comfort'],
    ['nothing within the minute', { lastToldAt: later(-59) }, 'silence'],
    ['a first bound when none was told', { toldUntil: undefined, lastToldAt: undefined }, 'first-bound'],
    ['the bound with an offer', { offerDue: true }, 'first-bound'],
    [
      'with an offer, that the new bound is later than the told one',
      { offerDue: true, boundSeconds: seconds(400) },
      'bound-lapses',
    ],
    ['a bound about to pass, at once', { toldUntil: later(30), lastToldAt: later(-10) }, 'bound-lapses'],
    [
      'nothing about a bound that will hold',
      { toldUntil: later(30), boundSeconds: seconds(15), lastToldAt: later(-10) },
      'silence',
    ],
    ['a bound that passes and no new one', { toldUntil: later(5), boundSeconds: undefined }, 'bound-lapses'],
    ['nothing while unknown', { boundSeconds: undefined }, 'silence'],
  ] as const)('%s', (_story, facts, expected) => {
    expect(tell(facts)).toBe(expected);
  });
});

describe('how durations are spoken', () => {
  test.each([
    [15, 'fifteen seconds'],
    [45, 'forty-five seconds'],
    [60, 'one minute'],
    [75, 'a minute and a quarter'],
    [90, 'a minute and a half'],
    [150, 'two and a half minutes'],
    [600, 'ten minutes'],
    [3600, 'an hour'],
    [5400, 'an hour and a half'],
    [8100, 'two and a quarter hours'],
    [36_000, 'ten hours'],
  ])('%i s: %s', (duration, words) => {
    expect(sayDuration(seconds(duration))).toBe(words);
  });

  test('a range, with the unit once', () => {
    expect(sayRange(seconds(600), seconds(900))).toBe('about ten minutes, at most fifteen');
    expect(sayRange(seconds(45), seconds(120))).toBe('about forty-five seconds, at most two minutes');
    expect(sayRange(seconds(600), seconds(600))).toBe('at most ten minutes');
    expect(sayRange(seconds(60), seconds(180))).toBe('about one minute, at most three minutes');
  });

  test('rounding moves a duration by less than a third, never below 15 seconds, and knows its own words', () => {
    fc.assert(
      fc.property(fc.double({ min: 45, max: 20_000, noNaN: true }), (exact) => {
        const near = spokenNear(exact as Seconds);
        expect(Math.abs(near - exact) / exact).toBeLessThan(1 / 6);
        expect(spokenUp(exact as Seconds)).toBeGreaterThanOrEqual(exact);
        expect(spokenNear(near)).toBe(near);
        expect(sayDuration(near)).toMatch(/^[a-z -]+$/);
      }),
    );
    expect(spokenNear(seconds(1))).toBe(15);
  });

  test('a time of day, with the day when it is another', () => {
    expect(sayTime(later(3600), 'America/New_York', noon)).toBe('2:00 PM');
    expect(sayTime(later(86_400), 'America/New_York', noon)).toBe('Wednesday at 1:00 PM');
    expect(sayTime(later(6 * 86_400), 'America/New_York', noon)).toBe('Monday at 1:00 PM');
    expect(sayTime(later(7 * 86_400), 'America/New_York', noon)).toBe('Tuesday, March 17 at 1:00 PM');
  });
});
