import { describe, expect, test } from 'vitest';
import type { OfferDecision } from '../../../core/offers/decision.ts';
import { type Quote, type Tellable, tellable, wordOffer, wordQuote } from '../../../core/offers/quote.ts';
import {
  askOffers,
  numberWord,
  sayAcceptedAt,
  sayAcceptedNow,
  sayAcceptedWindow,
  sayDuration,
  sayEnded,
  sayOpenCallback,
  sayPost,
  sayWindow,
  spokenNear,
  spokenUp,
} from '../../../core/offers/say.ts';
import { predictWait } from '../../../core/prediction/predictWait.ts';
import { initialWaitModel } from '../../../core/prediction/waitModel.ts';
import { addSeconds, hours, type Instant, minutes, seconds } from '../../../core/time/units.ts';
import { aCallback, noon } from '../../adapters/rows.ts';

/** Where `noon` is one in the afternoon, of a Tuesday. */
const zone = 'America/New_York';
const later = (value: number): Instant => addSeconds(noon, seconds(value));
const window = (from: number, until: number) => ({ startsAt: later(from), endsAt: later(until) }) as never;

describe('times and durations', () => {
  test.each([
    [0, 'zero'],
    [19, 'nineteen'],
    [20, 'twenty'],
    [42, 'forty-two'],
    [99, 'ninety-nine'],
    [100, '100'],
  ])('%i is said as %s', (value, word) => {
    expect(numberWord(value)).toBe(word);
  });

  test('three quarters, one of something, and many', () => {
    expect([105, 60, 2700, 4500, 6300, 3600, 7200].map((one) => sayDuration(seconds(one)))).toEqual([
      'a minute and three quarters',
      'one minute',
      'forty-five minutes',
      'an hour and a quarter',
      'an hour and three quarters',
      'an hour',
      'two hours',
    ]);
  });

  test('steps grow with the duration, up to half hours, then whole hours', () => {
    expect([1, 16, 121, 301, 901, 3601, 10_801, 86_401].map((one) => spokenUp(seconds(one)))).toEqual([
      15, 30, 150, 360, 1200, 4500, 12_600, 90_000,
    ]);
    expect([22, 23, 37, 38, 1049, 1051, 90_000].map((one) => spokenNear(seconds(one)))).toEqual([
      15, 30, 30, 45, 900, 1200, 90_000,
    ]);
  });

  test('a window is named by its hours, and by its day where that is another', () => {
    expect(sayWindow(window(7200, 9000), zone, noon)).toBe('between 3:00 PM and 3:30 PM');
    expect(sayWindow(window(86_400, 90_000), zone, noon)).toBe('on Wednesday between 1:00 PM and 2:00 PM');
    expect(sayAcceptedWindow(window(7200, 9000), zone, noon)).toBe(
      'We will call you between 3:00 PM and 3:30 PM. Please press 1 when we do.',
    );
  });

  test('what is promised is said with its time', () => {
    expect(sayAcceptedNow(seconds(600))).toBe('We keep your place and call you back within ten minutes.');
    expect(sayAcceptedAt(later(1800), zone, noon)).toBe('We will call you back by 1:30 PM.');
  });
});

test('each offer is asked by its name and key, and holding always is one', () => {
  expect(askOffers(['callback'], undefined, zone, noon)).toBe(
    'To keep your place and be called back, press 1. To hold, press 2.',
  );
  expect(askOffers(['window', 'text', 'email'], window(7200, 9000), zone, noon)).toBe(
    'To be called at a time that suits you, the earliest is between 3:00 PM and 3:30 PM, press 3. To get a link by text and go on without the telephone, press 4. To get a link by e-mail and go on without the telephone, press 5. To hold, press 2.',
  );
  expect(askOffers(['window'], undefined, zone, noon)).toBe(
    'To be called at a time that suits you, press 3. To hold, press 2.',
  );
});

describe('to a customer who rings again', () => {
  const row = aCallback({ promisedBy: later(600) });

  test.each<[string, object, number, string]>([
    ['the callback is on its way', {}, 0, 'We have a callback for you, by 1:10 PM.'],
    ['it is late', {}, 601, 'We have a callback for you, and we are late with it.'],
    ['it is not late yet', {}, 600, 'We have a callback for you, by 1:10 PM.'],
    [
      'its window is to come',
      { windowStartsAt: later(300) },
      0,
      'We have a callback for you, between 1:05 PM and 1:10 PM.',
    ],
    ['its window has begun', { windowStartsAt: later(300) }, 300, 'We have a callback for you, by 1:10 PM.'],
    [
      'a closing moved it',
      { movedBy: 'closing' },
      0,
      'We closed before we could call you, and we are sorry. We have a callback for you, by 1:10 PM.',
    ],
    ['its customer moved it', { movedBy: 'customer' }, 0, 'We have a callback for you, by 1:10 PM.'],
  ])('%s', (_story, facts, now, words) => {
    expect(sayOpenCallback({ ...row, ...facts }, zone, later(now))).toBe(words);
  });

  test.each<[string, object, string]>([
    [
      'they did not answer',
      { state: 'EXHAUSTED', firstRungAt: later(-600) },
      'We called you as promised, first at 12:50 PM, and could not reach you.',
    ],
    ['nothing rang', { state: 'EXHAUSTED' }, ''],
    ['we did not call', { state: 'EXPIRED' }, 'We did not call you back as promised, and we are sorry.'],
    ['we closed', { state: 'EXPIRED', reason: 'closed' }, 'We closed before we could call you back, and we are sorry.'],
    ['their number cannot be called', { state: 'REJECTED' }, 'We could not call your number.'],
    ['it was kept', { state: 'COMPLETED', firstRungAt: later(-600) }, ''],
    ['they took it back', { state: 'CANCELLED' }, ''],
  ])('%s', (_story, facts, words) => {
    expect(sayEnded({ ...row, ...facts }, zone, noon)).toBe(words);
  });
});

test('who wrote is told in hours while it is open, else by the day and the time', () => {
  const post = { aboutSeconds: hours(1), boundSeconds: hours(2), boundAt: later(7200), timeZone: zone, now: noon };
  expect(sayPost({ ...post, throughout: true })).toBe('We answer in about an hour, at most two hours.');
  expect(sayPost({ ...post, throughout: false })).toBe('We answer at the latest by 3:00 PM.');
  expect(sayPost({ ...post, boundAt: later(86_400), throughout: false })).toBe(
    'We answer at the latest on Wednesday at 1:00 PM.',
  );
});

describe('what can be told', () => {
  const model = initialWaitModel('voice');
  const behind = (aheadBeyond: number, agents = 4, available = 0, known = model) =>
    tellable(
      predictWait(
        {
          ahead: [],
          aheadBeyond,
          agents: { staffed: agents, available, busy: agents - available },
          contactsPerAgent: 1,
        },
        known,
      ),
      known,
      0.9,
    );

  test('nothing of a wait nobody can foretell; an agent who is free is there before the sentence ends', () => {
    expect(behind(3, 0)).toEqual({ kind: 'unknown' });
    expect(behind(0, 4, 4)).toEqual({ kind: 'at-once', aboutSeconds: 15, boundSeconds: 45 });
    expect(behind(3, 4, 0, { ...model, handleSeconds: 1e6 })).toMatchObject({ kind: 'beyond' });
  });

  test('a bound is never under 45 seconds, nor under what it is about', () => {
    for (const ahead of [0, 1, 5, 20, 60]) {
      const what = behind(ahead);
      if (what.kind === 'unknown') throw new Error('agents are there');
      expect(what.boundSeconds).toBeGreaterThanOrEqual(45);
      expect(what.aboutSeconds).toBeLessThanOrEqual(what.boundSeconds);
      expect(spokenNear(what.boundSeconds)).toBe(what.boundSeconds);
    }
  });
});

describe('the words while waiting', () => {
  const range: Tellable = { kind: 'range', aboutSeconds: seconds(60), boundSeconds: seconds(180) };
  const unknown: Tellable = { kind: 'unknown' };
  const beyond: Tellable = { kind: 'beyond', aboutSeconds: seconds(15), boundSeconds: hours(1534) };
  const atOnce: Tellable = { kind: 'at-once', aboutSeconds: seconds(15), boundSeconds: seconds(45) };
  const told = (say: string, toldBoundSeconds?: number): Quote => ({
    say,
    toldBoundSeconds: toldBoundSeconds as Quote['toldBoundSeconds'],
    told: true,
  });
  const silent = { say: '', toldBoundSeconds: undefined, told: false };

  test.each([
    ['silence is silence', range, 'silence', silent],
    ['a first bound', range, 'first-bound', told('The wait is about one minute, at most three minutes.', 180)],
    ['a wait too short to speak of counts as told', atOnce, 'first-bound', told('')],
    [
      'a bound that lapses',
      range,
      'bound-lapses',
      told('It may take longer than we told you: about one minute, at most three minutes from now.', 180),
    ],
    ['a word of comfort', range, 'comfort', told('About one minute to go.')],
    ['unknown, said as unknown', unknown, 'first-bound', told('We cannot say how long the wait will be.')],
    [
      'a bound that lapses into the unknown',
      unknown,
      'bound-lapses',
      told('It is taking longer than we told you, and we cannot say how much longer.'),
    ],
    ['no comfort in the unknown', unknown, 'comfort', silent],
    ['no bound of days', beyond, 'first-bound', told('We cannot say how long the wait will be.')],
    [
      'nor in place of one that lapses',
      beyond,
      'bound-lapses',
      told('It is taking longer than we told you, and we cannot say how much longer.'),
    ],
    ['and no comfort from the middle of it', beyond, 'comfort', silent],
  ] as const)('%s', (_story, what, telling, expected) => {
    expect(wordQuote(what, telling, undefined, noon)).toEqual(expected);
  });

  test('comfort never speaks of more than what the told bound leaves', () => {
    expect(wordQuote(range, 'comfort', later(60), noon)).toEqual(told('About one minute to go.'));
    expect(wordQuote(range, 'comfort', later(59), noon)).toEqual(silent);
  });
});

describe('the answer to the flow', () => {
  const quote: Quote = { say: 'The wait is long.', toldBoundSeconds: minutes(3), told: true };
  const words = { callback: undefined, earliest: undefined, arriving: true, timeZone: zone, now: noon };
  const lapsed = aCallback({ state: 'EXPIRED', since: later(-86_399) });

  test('an offer is asked after the quote', () => {
    const decision = { kind: 'offer', offers: ['callback'] } as unknown as OfferDecision;
    expect(wordOffer(quote, decision, words)).toEqual({
      offer: 'callback',
      say: 'The wait is long.',
      ask: 'To keep your place and be called back, press 1. To hold, press 2.',
      reason: 'offer',
      toldBoundSeconds: '180',
    });
  });

  test('without one the reason is given, to the log', () => {
    const decision = { kind: 'no-offer', reason: 'within-expectation' } as OfferDecision;
    expect(wordOffer({ ...quote, toldBoundSeconds: undefined }, decision, words)).toEqual({
      offer: 'none',
      say: 'The wait is long.',
      ask: '',
      reason: 'within-expectation',
      toldBoundSeconds: '',
    });
  });

  test('a callback that is open comes first, with its own keys', () => {
    const decision = { kind: 'open-callback' } as OfferDecision;
    const callback = aCallback({ promisedBy: later(600) });
    expect(wordOffer(quote, decision, { ...words, callback })).toMatchObject({
      offer: 'open-callback',
      say: 'We have a callback for you, by 1:10 PM. The wait is long.',
      ask: 'To keep it and hang up, press 1. To wait on the line instead, press 2. To cancel it, press 3. To change the number or the time, press 4.',
    });
    expect(wordOffer(quote, decision, words).say).toBe('The wait is long.');
  });

  test('who arrives hears for a day what became of the callback that was not kept; who waits has heard it', () => {
    const decision = { kind: 'no-offer', reason: 'within-expectation' } as OfferDecision;
    const say = (more: object) => wordOffer(quote, decision, { ...words, callback: lapsed, ...more }).say;
    expect(say({})).toBe('We did not call you back as promised, and we are sorry. The wait is long.');
    expect(say({ now: later(1) })).toBe('The wait is long.');
    expect(say({ arriving: false })).toBe('The wait is long.');
  });
});
