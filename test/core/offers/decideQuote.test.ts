import { describe, expect, test } from 'vitest';
import { decideQuote, type QuoteSituation } from '../../../core/offers/decideQuote.ts';
import { initialWaitModel } from '../../../core/prediction/waitModel.ts';
import type { ContactRow } from '../../../core/rows/contact.ts';
import { addSeconds, type Instant, ratio, seconds } from '../../../core/time/units.ts';
import { aContact, noon } from '../../adapters/rows.ts';

const later = (value: number): Instant => addSeconds(noon, seconds(value));

/** Twenty ahead of four busy agents: some twenty minutes, where a minute is expected. */
const situation: QuoteSituation = {
  now: noon,
  purpose: 'arrival',
  state: { ahead: [], aheadBeyond: 20, agents: { staffed: 4, available: 0, busy: 4 }, contactsPerAgent: 1 },
  model: initialWaitModel('voice'),
  policy: {
    promiseKeptShare: 0.9,
    expectation: { waitSeconds: seconds(60), confidence: ratio(0.8) },
    offers: ['callback'],
  },
  contact: undefined,
  customerHasOpenCallback: false,
  windowFree: false,
  textReaches: false,
  emailReaches: false,
  closesInSeconds: undefined,
  mayRing: () => true,
};
const arriving = (facts: Partial<QuoteSituation> = {}) => decideQuote({ ...situation, ...facts });
const bound = arriving().quote.toldBoundSeconds ?? seconds(0);

type Told = { at: number; boundSeconds: number | null };
/** Asked at noon, and told since. */
const told = (quotes: readonly Told[], facts: Partial<ContactRow> = {}): ContactRow =>
  aContact({
    askedAt: noon,
    quotes: quotes.map(({ at, boundSeconds }) => ({ askedAt: later(at), toldBoundSeconds: boundSeconds })) as never,
    ...facts,
  });
const waiting = (at: number, contact: ContactRow, facts: Partial<QuoteSituation> = {}) =>
  decideQuote({ ...situation, now: later(at), purpose: 'waiting', contact, ...facts });

describe('on arrival', () => {
  test('the bound is told, and what is better is offered', () => {
    const { what, quote, decision } = arriving();
    expect(what).toMatchObject({ kind: 'range', boundSeconds: bound });
    expect(quote.say).toMatch(/^The wait is about .*, at most .*\.$/);
    expect(decision).toEqual({ kind: 'offer', offers: ['callback'] });
  });

  test('an open callback comes first; nothing that was declined before counts, for nothing was answered', () => {
    expect(arriving({ customerHasOpenCallback: true }).decision.kind).toBe('open-callback');
    const contact = told([{ at: 0, boundSeconds: bound }], { offeredBoundSeconds: bound });
    expect(arriving({ contact }).decision.kind).toBe('offer');
  });

  test('no callback when the telephone could not ring by then', () => {
    const asked: Instant[] = [];
    const mayRing = (at: Instant): boolean => asked.push(at) < 0;
    expect(arriving({ mayRing }).decision).toMatchObject({ kind: 'no-offer', reason: 'too-late-to-ring' });
    expect(asked).toEqual([later(bound)]);
    // Where no wait is known the moment itself is asked about.
    arriving({ mayRing, state: { ...situation.state, agents: undefined } });
    expect(asked.at(-1)).toBe(noon);
  });

  test('without agents nothing is known, and nothing offered', () => {
    const { what, quote, decision } = arriving({ state: { ...situation.state, agents: undefined } });
    expect(what).toEqual({ kind: 'unknown' });
    expect(quote.say).toBe('We cannot say how long the wait will be.');
    expect(decision).toMatchObject({ reason: 'wait-unknown' });
  });
});

/** Who is served stays for days. */
const endless = {
  model: { ...situation.model, handleSeconds: 1e6 },
  policy: { ...situation.policy, offers: ['callback', 'window'] as const },
  windowFree: true,
};

test('Bug: a caller was told "at most 1534 hours". Fix: of days nothing is said, and no place is offered, but a time that suits', () => {
  const { what, quote, decision } = arriving(endless);
  expect(what.kind).toBe('beyond');
  expect(quote).toEqual({ say: 'We cannot say how long the wait will be.', toldBoundSeconds: undefined, told: true });
  expect(decision).toEqual({ kind: 'offer', offers: ['window'] });
  const contact = told([{ at: 0, boundSeconds: null }], { toldUnknownAt: noon, offeredBoundSeconds: seconds(9e7) });
  expect(waiting(70, contact, endless).quote.say).toBe('');
  expect(waiting(70, { ...contact, offeredBoundSeconds: undefined } as never, endless)).toMatchObject({
    quote: { say: 'We cannot say how long the wait will be.' },
    decision: { kind: 'offer', offers: ['window'] },
  });
  const promised = told([{ at: 0, boundSeconds: 60 }]);
  expect(waiting(50, promised, endless).quote.say).toMatch(/^It is taking longer than we told you/);
});

describe('while waiting', () => {
  const once = told([{ at: 0, boundSeconds: bound }], { offeredBoundSeconds: bound });

  test('who declined is comforted once a minute, and offered nothing while nothing is clearly worse', () => {
    const state = { ...situation.state, aheadBeyond: 18 };
    expect(waiting(30, once, { state }).quote).toMatchObject({ say: '', told: false });
    expect(waiting(60, once, { state })).toMatchObject({
      quote: { told: true },
      decision: { reason: 'declined-already' },
    });
    expect(waiting(60, once, { state }).quote.say).toMatch(/^About .* to go\.$/);
  });

  test('a customer within the queue has chosen: an open callback is not asked about again', () => {
    expect(waiting(60, once, { customerHasOpenCallback: true }).decision.kind).not.toBe('open-callback');
  });

  test('a clearly worse bound is told, later than the told one, with the offer', () => {
    const { quote, decision } = waiting(90, once, { state: { ...situation.state, aheadBeyond: 60 } });
    expect(decision.kind).toBe('offer');
    expect(quote.say).toMatch(/^It may take longer than we told you: /);
    expect(quote.toldBoundSeconds).toBeGreaterThan(bound);
  });

  test('an offer that is due waits until something is said again', () => {
    const never = told([{ at: 0, boundSeconds: bound }]);
    expect(waiting(10, never, { state: { ...situation.state, aheadBeyond: 12 } })).toMatchObject({
      quote: { say: '', told: false },
      decision: { kind: 'no-offer', reason: 'said-just-now' },
    });
  });

  test('a bound that is about to pass is said to, and brings the offer back', () => {
    const late = waiting(bound - 5, once);
    expect(late.quote.say).toMatch(/^It may take longer than we told you/);
    expect(late.decision.kind).toBe('offer');
  });

  test('the last bound that was told holds, whatever was said in between', () => {
    const silent = told([
      { at: 0, boundSeconds: bound },
      { at: bound - 70, boundSeconds: null },
    ]);
    expect(waiting(bound - 5, silent).quote.say).toMatch(/^It may take longer/);
    const renewed = told(
      [
        { at: 0, boundSeconds: bound },
        { at: bound - 70, boundSeconds: 4 * bound },
      ],
      { offeredBoundSeconds: seconds(4 * bound) },
    );
    expect(waiting(bound - 5, renewed).quote.say).toMatch(/^About /);
  });

  test('a bound that was taken back into the unknown lapses no more, and was said just then', () => {
    const unknown = told([{ at: 0, boundSeconds: bound }], { toldUnknownAt: later(bound - 100) });
    expect(waiting(bound - 5, unknown).quote.say).toMatch(/^The wait is /);
    // A bound told since then is one again.
    const again = told([{ at: bound - 90, boundSeconds: 90 }], { toldUnknownAt: later(bound - 100) });
    expect(waiting(bound - 5, again).quote.say).toMatch(/^It may take longer/);
  });
});
