import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomStream } from '../../../core/random/stream.ts';
import { kaplanMeierPatience, type SeenWait } from '../../../local/callers/patienceLaw.ts';
import { sharedDataMissing, sharedRows, whySkipped } from '../../support/sharedData.ts';

const fixture = 'km_fixture_data.csv';
const missing = sharedDataMissing(fixture);

test.skipIf(missing)(`agrees with the survival package of R on its 374 censored waits${whySkipped(missing)}`, () => {
  const waits = sharedRows(fixture).map(({ wait, abandoned }) => ({
    waitSeconds: Number(wait),
    abandoned: abandoned === '1',
  }));
  const law = kaplanMeierPatience(waits);
  const expected = sharedRows('km_fixture_expected.csv');
  expect(expected.length).toBeGreaterThan(5);
  for (const { t, S } of expected) expect(law.survival(Number(t))).toBeCloseTo(Number(S), 10);
});

test('a small log by hand: 1, 2+, 3, 3+, 5 (+ cut short by an agent)', () => {
  const waits: SeenWait[] = [
    { waitSeconds: 1, abandoned: true },
    { waitSeconds: 2, abandoned: false },
    { waitSeconds: 3, abandoned: true },
    { waitSeconds: 3, abandoned: false },
    { waitSeconds: 5, abandoned: true },
  ];
  const law = kaplanMeierPatience(waits);
  expect([0.5, 1, 2.9, 3, 4.9, 5].map((at) => law.survival(at))).toEqual([
    1,
    0.8,
    0.8,
    expect.closeTo(0.8 * (2 / 3), 12),
    expect.closeTo(0.8 * (2 / 3), 12),
    0,
  ]);
});

test('a drawn patience always exceeds the wait already borne', () => {
  const wait = fc.record({ waitSeconds: fc.integer({ min: 0, max: 600 }), abandoned: fc.boolean() });
  fc.assert(
    fc.property(fc.array(wait, { minLength: 1, maxLength: 60 }), fc.nat(700), fc.nat(), (waits, waited, seed) => {
      fc.pre(waits.some((seen) => seen.abandoned && seen.waitSeconds > 0));
      const law = kaplanMeierPatience(waits);
      expect(law.drawBeyond(waited, randomStream(seed, 'patience'))).toBeGreaterThanOrEqual(waited);
    }),
  );
});

test('draws follow the curve they are drawn from', () => {
  const waits = Array.from({ length: 200 }, (_, at) => ({ waitSeconds: at + 1, abandoned: at % 3 !== 0 }));
  const law = kaplanMeierPatience(waits);
  const chance = randomStream(11, 'patience');
  const draws = Array.from({ length: 20_000 }, () => law.drawBeyond(0, chance));
  for (const at of [20, 60, 120, 180])
    expect(draws.filter((draw) => draw > at).length / draws.length).toBeCloseTo(law.survival(at), 1.7);
});

test('a day on which nobody gave up has callers who never give up', () => {
  const law = kaplanMeierPatience([{ waitSeconds: 40, abandoned: false }]);
  expect(law.survival(10_000)).toBe(1);
  expect(law.drawBeyond(40, randomStream(1, 'patience'))).toBe(Number.POSITIVE_INFINITY);
});
