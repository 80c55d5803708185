import type { QueueDifference } from '../core/simulation/comparison.ts';
import type { Estimate } from '../core/simulation/estimate.ts';
import type { PredictorReport, QueueReport } from '../core/simulation/replications.ts';

/** A queue's report for people. */
export function sayQueue(report: QueueReport): string {
  const { waitQuantiles: waits, offers } = report;
  const others = [
    say('took a callback', report.callback),
    say('moved', report.moved),
    say('overflowed', report.overflowed),
    say('still waiting', report.waiting),
    say('of those offered, tried before', report.returned),
  ].filter((entry) => entry !== '');
  return [
    report.queue,
    `  offered ${number(report.offered)}   answered ${number(report.answered)}   abandoned ${number(report.abandoned)}`,
    ...(others.length > 0 ? [`  ${others.join('   ')}`] : []),
    `  service level ${percent(report.serviceLevel)} within ${report.thresholdSeconds} s   mean wait of answered ${number(report.meanWaitSeconds)} s`,
    `  waits of answered: half within ${number(waits.p50)} s, 80 % ${number(waits.p80)} s, 90 % ${number(waits.p90)} s, 95 % ${number(waits.p95)} s`,
    ...(offers
      ? [
          `  served ${percent(offers.served)}   expectation met ${percent(offers.expectationMet)}, live ${percent(offers.metLive)}   promises kept ${percent(offers.promisesKept)}`,
          `  offered a callback ${percent(offers.offeredShare)}   spoke ${number(offers.callbacksSpoke)}   later than promised ${number(offers.callbacksLate)}   called after ${number(offers.callbackMeanSeconds)} s, 95 % within ${number(offers.callbackP95Seconds)} s`,
        ]
      : []),
    ...sayPredictors(report.predictors),
  ].join('\n');
}

function sayPredictors(predictors: readonly PredictorReport[]): string[] {
  if (predictors.length === 0) return ['  nobody had to wait'];
  return [
    '  predicted waits of those who had to wait (root mean squared error; 80 and 90 % intervals cover):',
    ...predictors.map((figures) => {
      const cover = [figures.covered80, figures.covered90].map((share) => (share ? percent(share) : '')).join('  ');
      const error = Math.sqrt(figures.meanSquaredError.mean).toFixed(1);
      const bias = number(figures.biasSeconds);
      return `  ${figures.predictor.padEnd(9)} error ${error.padStart(7)} s   bias ${bias} s   ${cover}`.trimEnd();
    }),
  ];
}

const shares = new Set(['serviceLevel', 'served', 'expectationMet', 'metLive', 'promisesKept']);

/** What the other scenario has more or less of; figures that are the same on both sides are left out. */
export function sayDifference({ queue, figures }: QueueDifference): string {
  const rows = Object.entries(figures)
    .filter(([, difference]) => difference.mean !== 0 || difference.halfWidth !== 0)
    .map(([name, difference]) => {
      const sure = Math.abs(difference.mean) > difference.halfWidth ? ' *' : '';
      const shown = shares.has(name)
        ? percent(difference)
        : `${number(difference)}${name.endsWith('Seconds') ? ' s' : ''}`;
      return `  ${inWords(name).padEnd(18)} ${difference.mean > 0 ? '+' : ''}${shown}${sure}`;
    });
  return [queue, ...(rows.length > 0 ? rows : ['  no difference'])].join('\n');
}

/** serviceLevel → service level, waitP90Seconds → wait p90. */
const inWords = (name: string): string =>
  name
    .replace(/Seconds$/, '')
    .replaceAll(/([A-Z])/g, ' $1')
    .toLowerCase();

const number = ({ mean, halfWidth }: Estimate): string => `${mean.toFixed(1)} ±${halfWidth.toFixed(1)}`;
const percent = ({ mean, halfWidth }: Estimate): string =>
  `${(100 * mean).toFixed(1)} ±${(100 * halfWidth).toFixed(1)} %`;
const say = (what: string, count: Estimate): string => (count.mean > 0 ? `${what} ${number(count)}` : '');
