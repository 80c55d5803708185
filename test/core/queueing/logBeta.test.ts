import fc from 'fast-check';
import { expect, test } from 'vitest';
import { incompleteBeta } from '../../../core/queueing/beta.ts';
import {
  logBetaDensity,
  logBetaMean,
  logBetaQuantile,
  logBetaSurvival,
  logBetaVariance,
  waitBehind,
} from '../../../core/queueing/logBeta.ts';
import { randomStream } from '../../../core/random/stream.ts';

const close = (actual: number, expected: number, relative: number) =>
  expect(Math.abs(actual / expected - 1)).toBeLessThan(relative);

test('known answers: 40 ahead of 100 agents, patience as long as a contact', () => {
  const law = waitBehind(40, 100, 1, 1);
  close(logBetaMean(law), 0.345047746763657, 1e-14);
  close(logBetaQuantile(law, 0.1), 0.2777457323549957, 1e-12);
  close(logBetaQuantile(law, 0.5), 0.3421924447251396, 1e-12);
  close(logBetaQuantile(law, 0.9), 0.4160207698653226, 1e-12);
  close(logBetaQuantile(waitBehind(5, 3, 1, 0.25), 0.9), 2.600898504455308, 1e-12);
  close(logBetaQuantile(waitBehind(10, 10, 0.2, 0.5), 0.95), 4.525819205143603, 1e-12);
});

test('the next in line waits for the first of all agents to be done: an exponential', () => {
  const law = waitBehind(0, 8, 1 / 200, 1 / 300);
  close(logBetaMean(law), 25, 1e-12);
  close(logBetaVariance(law), 625, 1e-12);
  close(logBetaSurvival(law, 60), Math.exp(-60 / 25), 1e-12);
  close(logBetaDensity(law, 60), Math.exp(-60 / 25) / 25, 1e-12);
});

test('patience without end gives Erlang: mean and variance of a sum of equal exponentials', () => {
  const law = waitBehind(9, 5, 1 / 100, 0);
  close(logBetaMean(law), 200, 1e-5);
  close(logBetaVariance(law), 4000, 1e-5);
});

test('it is the law of the queue itself: seen 20,000 times, one event after the other', () => {
  const stream = randomStream(11, 'line');
  const law = waitBehind(12, 6, 1 / 180, 1 / 240);
  const bounds = [0.1, 0.5, 0.9].map((p) => logBetaQuantile(law, p));
  const below = [0, 0, 0];
  for (let run = 0; run < 20_000; run++) {
    let wait = 0;
    for (let ahead = 12; ahead >= 0; ahead--) wait += stream.exponential(1 / (6 / 180 + ahead / 240));
    bounds.forEach((bound, index) => {
      if (wait <= bound) below[index] = (below[index] ?? 0) + 1;
    });
  }
  [0.1, 0.5, 0.9].forEach((p, index) => {
    expect(Math.abs((below[index] ?? 0) / 20_000 - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 20_000));
  });
});

test('quantile and survival undo each other wherever the shapes lie', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1.5, max: 6, noNaN: true }),
      fc.double({ min: -1, max: 4, noNaN: true }),
      fc.double({ min: 0.0005, max: 0.9995, noNaN: true }),
      (a, b, p) => {
        const law = { completions: 10 ** a, position: 10 ** b, decayPerSecond: 1 / 300 };
        const seconds = logBetaQuantile(law, p);
        expect(seconds).toBeGreaterThan(0);
        expect(Math.abs(logBetaSurvival(law, seconds) - (1 - p))).toBeLessThan(1e-11);
      },
    ),
    { numRuns: 2000 },
  );
});

test('the incomplete beta function meets its closed forms and its mirror image', () => {
  close(incompleteBeta(0.3, 0.7, 1, 5), 1 - 0.7 ** 5, 1e-14);
  close(incompleteBeta(0.3, 0.7, 5, 1), 0.3 ** 5, 1e-14);
  close(incompleteBeta(0.5, 0.5, 1e5, 1e5), 0.5, 1e-11);
  close(incompleteBeta(0.2, 0.8, 2.5, 7) + incompleteBeta(0.8, 0.2, 7, 2.5), 1, 1e-14);
  // A wait far shorter than x = 1 - y could hold: only y carries it.
  close(incompleteBeta(1e-30, 1, 1, 3), 3e-30, 1e-12);
});
