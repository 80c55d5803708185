import type { Channel } from '../contacts/channel.ts';
import type { Instant } from '../time/units.ts';
import { levelOf } from './countLaw.ts';
import type { IntervalForecast } from './forecast.ts';

/** What one interval brings to several queues of one channel together. */
export interface QueueSum {
  readonly intervalStart: Instant;
  readonly channel: Channel;
  readonly queues: number;
  /** The sum of the queues' means. */
  readonly mean: number;
  /** By the probabilities that all queues have; never falling. */
  readonly quantiles: Readonly<Record<string, number>>;
  /** By contacts. */
  readonly ahtSeconds: number;
}

/**
 * The queues of each channel together, interval by interval, in order of channel and time; channels of one queue are left
 * out. Means add up exactly. Quantiles do not: adding them would take it that all queues are high at the same moment.
 *
 * How far a queue's quantile lies from its mean is parted in two: chance, z √mean at most, which single contacts have of their
 * own and which adds up by squares; and doubt about the rate, which comes from days that are busy everywhere and adds up as it
 * stands. So a sum's interval is never narrower than of queues that know nothing of each other, nor wider than of queues that
 * are one.
 */
export function sumOverQueues(intervals: readonly IntervalForecast[]): QueueSum[] {
  const together = Map.groupBy(intervals, ({ channel, intervalStart }) => `${channel} ${intervalStart}`);
  return [...together.values()]
    .filter((rows) => rows.length > 1)
    .map(sumOf)
    .sort((one, other) =>
      one.channel === other.channel ? one.intervalStart - other.intervalStart : one.channel < other.channel ? -1 : 1,
    );
}

function sumOf(rows: readonly IntervalForecast[]): QueueSum {
  const [first] = rows as [IntervalForecast];
  const mean = rows.reduce((sum, row) => sum + row.mean, 0);
  const keys = Object.keys(first.quantiles)
    .filter((key) => rows.every(({ quantiles }) => quantiles[key] !== undefined))
    .sort((one, other) => Number(one) - Number(other));
  let highest = 0;
  const quantiles = keys.map((key) => {
    highest = Math.max(highest, mean + deviationOf(rows, key));
    return [key, highest] as const;
  });
  return {
    intervalStart: first.intervalStart,
    channel: first.channel,
    queues: rows.length,
    mean,
    quantiles: Object.fromEntries(quantiles),
    ahtSeconds: rows.reduce((sum, row) => sum + row.mean * row.ahtSeconds, 0) / mean || first.ahtSeconds,
  };
}

/** How far the sum's quantile lies from its mean, below it where negative. */
function deviationOf(rows: readonly IntervalForecast[], key: string): number {
  const { z } = levelOf(Number(key));
  let [chanceSquared, doubt] = [0, 0];
  for (const { mean, quantiles } of rows) {
    const deviation = (quantiles[key] ?? mean) - mean;
    const ofChance = Math.min(deviation ** 2, z ** 2 * mean);
    chanceSquared += Math.sign(deviation) * ofChance;
    doubt += Math.sign(deviation) * Math.sqrt(deviation ** 2 - ofChance);
  }
  const squared = chanceSquared + doubt * Math.abs(doubt);
  return Math.sign(squared) * Math.sqrt(Math.abs(squared));
}
