import { describe, expect, test } from 'vitest';
import { patienceCurve } from '../../../core/expectation/patienceCurve.ts';
import { proposeExpectation } from '../../../core/expectation/propose.ts';
import { likeliestRise, risesOfRepeats } from '../../../core/expectation/riseOfRepeats.ts';
import { type WaitedFact, waitedFacts } from '../../../core/expectation/waitedFact.ts';
import { randomStream } from '../../../core/random/stream.ts';
import { addSeconds, hours, seconds } from '../../../core/time/units.ts';
import { aContact, aDigest, noon } from '../../adapters/rows.ts';

interface Planted {
  thresholdSeconds: number;
  before: number;
  after: number;
  /** The rise takes so long. @default at once */
  rampSeconds?: number;
  meanWaitSeconds?: number;
}

/** Customers with patience and waits of chance, who come back more often the more their wait was beyond the threshold. */
function customers(count: number, seed: number, planted: Planted): WaitedFact[] {
  const { thresholdSeconds, before, after, rampSeconds = 0, meanWaitSeconds = 150 } = planted;
  const chance = randomStream(seed, 'customers');
  return Array.from({ length: count }, () => {
    const offered = chance.lognormal(meanWaitSeconds, 1);
    const patience = chance.exponential(600);
    if (patience < offered) return { waitSeconds: patience, abandoned: true, cameBack: undefined };
    const beyond = offered - thresholdSeconds;
    const risen = beyond <= 0 ? 0 : rampSeconds === 0 ? 1 : Math.min(1, beyond / rampSeconds);
    const cameBack = chance.uniform() < before + (after - before) * risen;
    return { waitSeconds: offered, abandoned: false, cameBack };
  });
}

const twenty = Array.from({ length: 20 }, (_, index) => index + 1);
const planted: Planted = { thresholdSeconds: 180, before: 0.12, after: 0.32 };

describe('a threshold past which customers come back more often', () => {
  test.each([120, 180, 240])(
    'of %i s is proposed within a tenth from 5,000 contacts, in 19 of 20 sets',
    (thresholdSeconds) => {
      const near = twenty.filter((seed) => {
        const proposal = proposeExpectation(customers(5000, seed, { ...planted, thresholdSeconds }));
        return (
          proposal.kind === 'proposed' && Math.abs(proposal.waitSeconds - thresholdSeconds) <= 0.1 * thresholdSeconds
        );
      });
      expect(near.length).toBeGreaterThanOrEqual(19);
    },
  );

  test('is named with what speaks for it: shares before and after, the spread, who would have left', () => {
    const proposal = proposeExpectation(customers(5000, 3, planted));
    if (proposal.kind !== 'proposed') throw new Error(proposal.why);
    expect(proposal.rise.shareBefore).toBeCloseTo(0.12, 1);
    expect(proposal.rise.shareAfter).toBeCloseTo(0.32, 1);
    const [from, until] = proposal.betweenSeconds;
    expect(from).toBeLessThanOrEqual(proposal.waitSeconds + 5);
    expect(until).toBeGreaterThanOrEqual(proposal.waitSeconds - 5);
    // Of patience 600 s on average, exponential: 1 − e^(−180/600).
    expect(proposal.leftByThenShare).toBeCloseTo(0.26, 1);
    expect(proposal.curve.reduce((sum, { count }) => sum + count, 0)).toBe(proposal.watchedCount);
  });

  test('from 100 contacts there is not enough evidence, whatever they look like', () => {
    for (const seed of twenty)
      expect(proposeExpectation(customers(100, seed, { ...planted, after: 0.9 })).kind).toBe('not-enough-evidence');
  });

  test('where nothing rises nothing is proposed', () => {
    for (const seed of twenty) {
      const proposal = proposeExpectation(customers(5000, seed, { ...planted, after: planted.before }));
      expect(proposal).toMatchObject({ kind: 'not-enough-evidence', why: expect.stringContaining('come back') });
    }
  });

  test('a rise so slow that its beginning cannot be seen is not enough', () => {
    const slow = customers(700, 5, { ...planted, thresholdSeconds: 60, after: 0.3, rampSeconds: 600 });
    expect(proposeExpectation(slow).kind).toBe('not-enough-evidence');
  });

  test('a slow rise is told by where it begins', () => {
    const slow = { thresholdSeconds: 120, before: 0.1, after: 0.6, rampSeconds: 120 };
    const near = twenty.slice(10).filter((seed) => {
      const proposal = proposeExpectation(customers(20_000, seed, slow));
      return proposal.kind === 'proposed' && Math.abs(proposal.waitSeconds - 120) <= 24;
    });
    expect(near.length).toBeGreaterThanOrEqual(8);
  });
});

test('the likeliest threshold of a plain step is where it is', () => {
  const bins = [10, 20, 30, 40, 50, 60].map((waitSeconds) => ({
    waitSeconds,
    count: 1000,
    cameBack: waitSeconds <= 30 ? 100 : 300,
  }));
  const rise = likeliestRise(risesOfRepeats(bins, [10, 20, 30, 40, 50]));
  expect(rise).toMatchObject({ thresholdSeconds: 30, rampSeconds: 0 });
  expect(rise?.shareBefore).toBeCloseTo(0.1, 6);
  expect(rise?.shareAfter).toBeCloseTo(0.3, 6);
  const falling = bins.map((bin) => ({ ...bin, cameBack: 400 - bin.cameBack }));
  expect(likeliestRise(risesOfRepeats(falling, [10, 20, 30, 40, 50]))).toBeUndefined();
});

test('patience by Kaplan and Meier: who was answered held at least so long', () => {
  const fact = (waitSeconds: number, abandoned: boolean): WaitedFact => ({
    waitSeconds,
    abandoned,
    cameBack: undefined,
  });
  // Of five, one leaves at 10; of the three left at 30, one; the last at 50.
  const curve = patienceCurve([fact(10, true), fact(20, false), fact(30, true), fact(40, false), fact(50, true)]);
  expect(curve.map(({ waitSeconds }) => waitSeconds)).toEqual([10, 30, 50]);
  expect(curve.map(({ leftShare }) => leftShare)).toEqual(
    [0.2, 1 - 0.8 * (2 / 3), 1].map((each) => expect.closeTo(each, 9)),
  );
});

test('facts are of contacts that waited to the end; whose week is not over came back or not, nobody knows', () => {
  const ago = (days: number) => addSeconds(noon, hours(-24 * days));
  const call = (contactId: string, days: number, facts: object) => ({
    ...aContact({ contactId, customerKey: 'k1.a', queue: 'service', askedAt: ago(days), outcome: 'answered' as const }),
    answeredAt: addSeconds(ago(days), seconds(90)),
    ...facts,
  });
  const rows = [
    call('old', 20, {}),
    call('fresh', 3, {}),
    call('gone', 20, { outcome: 'abandoned', answeredAt: undefined, endedAt: addSeconds(ago(20), seconds(30)) }),
    call('offer', 20, { outcome: 'callback', answeredAt: undefined }),
    call('nobody', 20, { customerKey: undefined }),
  ];
  const journey = {
    digests: [aDigest({ contactId: 'old', at: ago(20) }), aDigest({ contactId: 'again', at: ago(15) })],
  };
  const facts = waitedFacts(
    rows,
    () => journey,
    (queue) => queue,
    noon,
  );
  expect(facts).toEqual([
    { waitSeconds: 90, abandoned: false, cameBack: true },
    { waitSeconds: 90, abandoned: false, cameBack: undefined },
    { waitSeconds: 30, abandoned: true, cameBack: undefined },
    { waitSeconds: 90, abandoned: false, cameBack: undefined },
  ]);
});
